/** What the other commands ask of the API, and what they tell people. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newKey } from '../../bin/cli/keys';
import { hashKey } from '../../src/app/api/authorize';
import { Receiver } from './receiver';
import { cli } from './run-cli';

let receiver: Receiver;
let folder: string;

beforeEach(async () => {
  receiver = await new Receiver().start();
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(async () => {
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

const draft = { name: 'Returns', trigger: { type: 'message.customer' }, steps: [{ do: 'end' }] };
function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}
const at = () => ['--url', receiver.url];
const routes = () => receiver.calls.map(({ route }) => route);

describe('the command line', () => {
  test('help has examples and is no failure; what is unknown is', async () => {
    const help = await cli('--help');
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('threadkeeper replay examples/day.jsonl') });
    expect(await cli('workflows', 'push', '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Example'),
    });
    expect(await cli('repaly')).toMatchObject({ code: 2, err: expect.stringContaining('replay') });
    expect(await cli('replay')).toMatchObject({ code: 2, err: expect.stringContaining('file') });
    expect(await cli('timeline', 'web/x', '--url', 'localhost')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no URL'),
    });
  });

  test('nobody there: says what to do', async () => {
    await receiver.stop();
    expect(await cli('workflows', 'list', ...at())).toMatchObject({
      code: 1,
      err: expect.stringMatching(/No answer from .*npm start/),
    });
    await receiver.start();
  });

  test('elsewhere than at a local stack a key is needed', async () => {
    receiver.isLocal = false;
    expect(await cli('workflows', 'list', ...at())).toMatchObject({ code: 2, err: expect.stringContaining('--key') });
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [] } });
    expect(await cli('workflows', 'list', ...at(), '--key', 'tk_mine')).toMatchObject({ code: 0 });
    expect(receiver.calls.at(-1)?.authorization).toBe('Bearer tk_mine');
  });
});

describe('workflows push', () => {
  const stands = (over: object) => {
    receiver.routes['GET /v1/workflows'] = () => ({
      body: { items: [{ id: 'wf_1', ...draft, mode: 'background', ...over }] },
    });
    receiver.routes['PUT /v1/workflows/wf_1'] = () => ({
      body: { id: 'wf_1', ...draft, status: 'active', revision: 2, publishedRevision: 1 },
    });
    receiver.routes['POST /v1/workflows/wf_1/publish'] = () => ({ body: {} });
  };

  test('makes and publishes what is not there', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [] } });
    receiver.routes['POST /v1/workflows'] = (body) => ({
      status: 201,
      body: { id: 'wf_1', ...(body as object), status: 'draft', revision: 1 },
    });
    receiver.routes['POST /v1/workflows/wf_1/publish'] = () => ({ body: {} });
    const pushed = await cli('workflows', 'push', file('a.json', draft), ...at());
    expect(pushed).toMatchObject({ code: 0, out: 'Returns: created and published' });
    expect(receiver.calls.find(({ route }) => route === 'POST /v1/workflows')?.body).toEqual(draft);
    expect(await cli('workflows', 'push', file('a.json', draft), '--draft', ...at())).toMatchObject({
      out: 'Returns: created, not published',
    });
  });

  test('tells what is odd about it', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [] } });
    const findings = [{ path: '/steps/1', severity: 'warning', code: 'unreachable', message: 'no run comes here' }];
    receiver.routes['POST /v1/workflows'] = () => ({ status: 201, body: { id: 'wf_1', ...draft, findings } });
    receiver.routes['POST /v1/workflows/wf_1/publish'] = () => ({ body: { findings } });
    const pushed = await cli('workflows', 'push', file('a.json', draft), ...at());
    expect(pushed.out.split('\n')).toEqual(['Returns: created and published', '  ! /steps/1 no run comes here']);
  });

  test('twice changes nothing', async () => {
    stands({ status: 'active', revision: 1, publishedRevision: 1 });
    expect(await cli('workflows', 'push', file('a.json', draft), ...at())).toMatchObject({ out: 'Returns: unchanged' });
    expect(routes()).toEqual(['GET /v1/workflows']);
  });

  test('edits and publishes what differs', async () => {
    stands({ status: 'active', revision: 1, publishedRevision: 1, steps: [] });
    expect(await cli('workflows', 'push', file('a.json', draft), ...at())).toMatchObject({
      out: 'Returns: edited and published',
    });
    expect(routes()).toEqual(['GET /v1/workflows', 'PUT /v1/workflows/wf_1', 'POST /v1/workflows/wf_1/publish']);
  });

  test('tells what the API refuses, with file and place', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [] } });
    const errors = [{ path: '/steps/0/do', message: 'unknown step "fax"' }];
    receiver.routes['POST /v1/workflows'] = () => ({ status: 400, body: { detail: 'Not valid.', errors } });
    const { code, err } = await cli('workflows', 'push', file('a.json', draft), ...at());
    expect(code).toBe(1);
    expect(err).toMatch(/a\.json, "Returns": .*400: Not valid\.\n {2}\/steps\/0\/do unknown step "fax"/);
    expect(await cli('workflows', 'push', file('b.json', '{'), ...at())).toMatchObject({
      code: 2,
      err: expect.stringContaining('not valid JSON'),
    });
    expect(await cli('workflows', 'push', file('c.json', {}), ...at())).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs a name'),
    });
  });
});

describe('workflows statistics', () => {
  test('tells of a workflow, by its name, where its runs were lost', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({
      body: {
        items: [
          { id: 'wf_1', ...draft },
          { id: 'wf_2', name: 'B' },
        ],
      },
    });
    const counts = { started: 5, startedByAgent: 2, completed: 3, droppedOff: 1, failed: 0 };
    const steps = [{ path: '/steps/0', do: 'ask.once', waited: 4, droppedOff: 1, failed: 0 }];
    receiver.routes['GET /v1/workflows/wf_1/statistics'] = () => ({
      body: { workflowId: 'wf_1', from: '2026-01-01', to: '2026-01-05', ...counts, steps, days: [] },
    });
    const told = await cli('workflows', 'statistics', 'Returns', '--from', '2026-01-01', ...at());
    expect(told).toMatchObject({ code: 0, out: expect.stringContaining('started 5 (2 by agents), completed 3') });
    expect(told.out).toMatch(/\/steps\/0 ask\.once +4 +1 +0/);
    expect(await cli('workflows', 'statistics', 'No', ...at())).toMatchObject({ code: 1 });
  });
});

describe('workflows test', () => {
  const condition = {
    ...{ path: '/filter', fact: 'message.text', op: 'contains' },
    ...{ expected: ['반품'], actual: '안녕', result: false },
  };
  const evaluation = {
    ...{ trigger: 'message.customer', fired: false },
    ...{ reason: { kind: 'condition', ...condition }, conditions: [condition] },
  };
  const others = [{ ...evaluation, workflowId: 'wf_2', name: 'Refunds' }];
  const outcome = { fires: false, evaluations: [evaluation], others, waits: [], runs: [], effects: [], notes: [] };

  test('tells each condition, and what others would do', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [] } });
    receiver.routes['POST /v1/workflows/test'] = () => ({ body: outcome });
    const told = await cli('workflows', 'test', file('a.json', draft), '--event', file('e.json', { id: 'e' }), ...at());
    expect(told.out.split('\n')).toEqual([
      '✘ Returns does not fire',
      '  message.customer: not fired, message.text contains ["반품"] (it is 안녕)',
      '    ✘ /filter  message.text contains ["반품"] (it is 안녕)',
      'Others that are live:',
      '✘ Refunds did not fire: message.text contains ["반품"] (it is 안녕)',
    ]);
    expect(receiver.calls.at(-1)?.body).toEqual({ workflow: draft, event: { id: 'e' } });
  });

  test('of an event of the past, in the place of the workflow of that name', async () => {
    receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [{ id: 'wf_1', ...draft }] } });
    receiver.routes['POST /v1/workflows/wf_1/test'] = () => ({ body: outcome });
    const past = ['--in', 'web/chat-1', '--event-id', 'e 1'];
    expect(await cli('workflows', 'test', file('a.json', draft), ...past, ...at())).toMatchObject({ code: 0 });
    const conversation = { channelId: 'web', conversationId: 'chat-1' };
    expect(receiver.calls.at(-1)?.body).toEqual({ workflow: draft, conversation, eventId: 'e 1' });
  });

  test('says which event it needs', async () => {
    const path = file('a.json', draft);
    for (const options of [[], ['--in', 'web/chat-1'], ['--event', path, '--event-id', 'e']])
      expect(await cli('workflows', 'test', path, ...options, ...at())).toMatchObject({
        code: 2,
        err: expect.stringContaining('--event-id'),
      });
  });

  test('explain tells of an event of the past why each workflow fired or not', async () => {
    receiver.routes['GET /v1/conversations/web/chat-1/timeline/e%201/explanation'] = () => ({
      body: {
        at: '2026-01-05T09:00:00.000Z',
        event: { id: 'e 1', type: 'message.created' },
        evaluations: others,
        notes: ['so'],
      },
    });
    const told = await cli('workflows', 'explain', 'web/chat-1', 'e 1', ...at());
    expect(told.out.split('\n')).toEqual([
      '2026-01-05T09:00:00.000Z  message.created e 1',
      '✘ Refunds did not fire: message.text contains ["반품"] (it is 안녕)',
      '    ✘ /filter  message.text contains ["반품"] (it is 안녕)',
      '  so',
    ]);
  });
});

test('doctor names what is wrong and what to do, and fails when something is', async () => {
  receiver.routes['GET /healthz'] = () => ({ body: { status: 'ok' } });
  receiver.routes['GET /openapi.json'] = () => ({ body: { info: { version: '0.1.0' } } });
  receiver.routes['GET /v1/workflows'] = () => ({ body: { items: [{ status: 'active' }] } });
  receiver.routes['GET /v1/channels'] = () => ({ body: { items: [{ id: 'web', kind: 'webhook' }] } });
  receiver.routes['GET /v1/parked'] = () => ({ body: { items: [{ reason: 'too deep' }] } });
  const fine = await cli('doctor', ...at());
  expect(fine.code).toBe(0);
  expect(fine.out).toMatch(
    /API version 0\.1\.0.*key is valid.*channels: web \(webhook\).*! warn {2}1 messages parked\n.*too deep/s,
  );
  receiver.routes['GET /v1/workflows'] = () => ({ status: 401, body: { detail: 'no' } });
  expect(await cli('doctor', ...at())).toMatchObject({
    code: 1,
    out: expect.stringContaining('✘ fail  the API key is not valid'),
  });
});

test('a timeline of a conversation that is not there', async () => {
  expect(await cli('timeline', 'web/chat-1', ...at())).toMatchObject({
    code: 1,
    err: expect.stringContaining('no conversation chat-1 of channel web'),
  });
});

describe('keys', () => {
  test('a key is 256 random bits, and its record is what the API looks up', () => {
    const { key, record } = newKey({ name: 'ci', scope: 'write', workspaceId: 'acme' }, 5);
    expect(key).toMatch(/^tk_[A-Za-z0-9_-]{43}$/);
    expect(record).toEqual({
      name: 'ci',
      scope: 'write',
      workspaceId: 'acme',
      createdAt: 5,
      hash: hashKey(key),
      hint: key.slice(0, 7),
    });
  });

  test('says what is missing', async () => {
    const of = ['keys', 'create', '--name', 'n', '--workspace', 'w', '--scope'];
    expect(await cli(...of, 'root')).toMatchObject({ code: 2, err: expect.stringContaining('read, write, admin') });
    expect(await cli(...of, 'admin')).toMatchObject({ code: 2, err: expect.stringContaining('--table') });
  });
});
