import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { StackError, TemplateError } from '../../local/stack';
import { temporaryFolder, toyAssembly, toyResources } from './fixtures/toy-app';
import { givenToyStack, MINUTE, SECOND, T0 } from './fixtures/toy-stack';

const at = (millis: number) => new Date(T0 + millis).toISOString();

describe('the stack', () => {
  test('takes a request through door, queue and function to the outside', async () => {
    const stack = await givenToyStack();
    await stack.tell({ say: 'hello' });
    await stack.settled();
    expect(stack.said()).toEqual([['hello', at(0)]]);
    expect([stack.denied, stack.failures]).toEqual([[], []]);
  });

  test('lets functions arm alarms that ring into a queue', async () => {
    const stack = await givenToyStack();
    await stack.tell({ alarm: '2026-01-05T09:10:00', then: { say: 'rung' } });
    await stack.advance(12 * MINUTE);
    const rung = stack.said().find(([what]) => what === 'rung')!;
    expect(Date.parse(rung[1])).toBeGreaterThanOrEqual(T0 + 10 * MINUTE);
    expect(Date.parse(rung[1])).toBeLessThan(T0 + 11 * MINUTE);
    expect(stack.denied).toEqual([]);
  });

  test('goes on from its data folder: time, messages, alarms, outbox', async () => {
    const dataDir = temporaryFolder();
    const before = await givenToyStack({ dataDir });
    await before.tell({ say: 'before', put: 'x' });
    await before.tell({ delay: 600, then: { say: 'delayed' } });
    await before.tell({ alarm: '2026-01-05T09:20:00', then: { say: 'rung' } });
    await before.advance(MINUTE);
    await before.stop();
    const after = await givenToyStack({ dataDir, startAt: 0 });
    expect(after.clock.now()).toBe(T0 + MINUTE);
    await after.advance(25 * MINUTE);
    const said = after.said().filter(([what]) => what !== 'tick');
    expect(said.slice(0, 2)).toEqual([
      ['before', at(0)],
      ['delayed', at(600 * SECOND)],
    ]);
    expect(said[2]![0]).toBe('rung');
  });

  test('a second stack does not touch a data folder in use', async () => {
    const dataDir = temporaryFolder();
    await givenToyStack({ dataDir });
    await expect(givenToyStack({ dataDir })).rejects.toThrow(StackError);
    await expect(givenToyStack({ dataDir })).rejects.toThrow('in use by another local stack');
  });
});

describe('a start that cannot succeed says why and what to do', () => {
  test('the port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(givenToyStack({ port })).rejects.toThrow(`Port ${port} is in use. Choose another one with --port`);
    server.close();
  });

  test('the data folder is a file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(givenToyStack({ dataDir: file })).rejects.toThrow(/cannot be written.*--data/);
  });

  test('the table of the folder has other indexes', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(dataDir, { recursive: true });
    await (await givenToyStack({ dataDir })).stop();
    const table = toyResources().TableT1!;
    const { GlobalSecondaryIndexes: _, ...properties } = table.Properties as Record<string, unknown>;
    const AttributeDefinitions = ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
    const TableT1 = { ...table, Properties: { ...properties, AttributeDefinitions } };
    await expect(givenToyStack({ dataDir, assembly: toyAssembly({ TableT1 }) })).rejects.toThrow(/Remove the folder/);
  });

  test('a function whose role Lambda cannot assume', async () => {
    const role = toyResources().ClockRoleC1!;
    await expect(givenToyStack({ assembly: toyAssembly({ TickRole: role }) })).rejects.toThrow(TemplateError);
  });

  test('an unknown resource', async () => {
    const assembly = toyAssembly({ X1: { Type: 'AWS::Kinesis::Stream' } });
    await expect(givenToyStack({ assembly })).rejects.toThrow(/AWS::Kinesis::Stream/);
  });
});

describe('permissions are those of the template', () => {
  const uses: [string, object][] = [
    ['sqs:SendMessage', { delay: 1, then: {} }],
    ['dynamodb:PutItem', { put: 'x' }],
    ['scheduler:CreateSchedule', { alarm: '2026-01-05T10:00:00', then: {} }],
    ['iam:PassRole', { alarm: '2026-01-05T10:00:00', then: {} }],
  ];
  test.each(uses)('without %s the function fails, and it is known why', async (action, told) => {
    const stack = await givenToyStack();
    const grant = stack.grants().find((held) => held.functions.includes('work') && held.action === action)!;
    const giveBack = await stack.withdraw(grant);
    await stack.tell({ ...told });
    await stack.settled();
    expect(stack.denied[0]).toMatchObject({ caller: 'WorkF1', action });
    expect(stack.failures[0]?.error.errorMessage).toContain(action);
    await giveBack();
    await stack.advance(2 * MINUTE);
    expect(stack.denied).toHaveLength(1);
  });

  test('also of the role in which the Scheduler rings', async () => {
    const stack = await givenToyStack();
    const grant = stack.grants().find(({ roleArn }) => roleArn.endsWith('ClockRoleC1'))!;
    await stack.withdraw(grant);
    await stack.tell({ alarm: '2026-01-05T09:02:00', then: { say: 'rung' } });
    await stack.advance(4 * MINUTE);
    expect(stack.denied[0]).toMatchObject({ caller: grant.roleArn, action: 'sqs:SendMessage' });
  });

  test('each can be listed', async () => {
    const stack = await givenToyStack();
    const held = stack.grants().filter(({ functions }) => functions.includes('door'));
    expect(held.map(({ action }) => action)).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage']);
  });
});
