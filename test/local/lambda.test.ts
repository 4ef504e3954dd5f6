import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder, toyAssembly, toyResources } from './fixtures/toy-app';
import { givenToyStack, MINUTE, T0 } from './fixtures/toy-stack';

const batch = (...told: object[]) => ({
  Records: told.map((body, at) => ({
    messageId: `m${at}`,
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
  })),
});
const echo = { routeKey: 'ANY /v1/{proxy+}', rawPath: '/v1/echo' };

describe('a function', () => {
  test('has the environment of the template, its own credentials, and nothing of this process', async () => {
    const stack = await givenToyStack();
    const result = await stack.invoke('door', echo);
    const { environment } = (result as { payload: { environment: Record<string, string> } }).payload;
    expect(environment).toMatchObject({
      PUBLIC_URL: stack.url,
      TABLE_NAME: 'Toy-TableT1',
      EVENTS_QUEUE_URL: stack.sqs.urlOf('Toy-EventsE2.fifo'),
      AWS_ACCESS_KEY_ID: 'DoorF1',
      AWS_ENDPOINT_URL_SQS: stack.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: stack.endpoint,
      AWS_ENDPOINT_URL_SCHEDULER: stack.endpoint,
      OUTSIDE_URL: stack.outside.url,
      AWS_LAMBDA_FUNCTION_NAME: 'Toy-DoorF1',
    });
    expect(Object.keys(environment)).not.toContain('PATH');
  });

  test('is told of itself, of the invocation and of the time it has left', async () => {
    const stack = await givenToyStack();
    const first = await stack.invoke('door', echo);
    const second = await stack.invoke('door', echo);
    const contexts = [first, second].map((result) => (result as { payload: Payload }).payload);
    type Payload = { context: { awsRequestId: string }; remaining: number };
    expect(contexts[0]!.context).toMatchObject({
      functionName: 'Toy-DoorF1',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Toy-DoorF1',
      memoryLimitInMB: '128',
    });
    expect(contexts[0]!.context.awsRequestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(contexts[1]!.context.awsRequestId).not.toBe(contexts[0]!.context.awsRequestId);
    expect(contexts[0]!.remaining).toBeGreaterThan(0);
    expect(contexts[0]!.remaining).toBeLessThanOrEqual(2_000);
  });

  test('gives out no request id twice, over restarts too', async () => {
    const dataDir = temporaryFolder();
    const ids: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const stack = await givenToyStack({ dataDir });
      const result = (await stack.invoke('door', echo)) as { payload: { context: { awsRequestId: string } } };
      ids.push(result.payload.context.awsRequestId);
      await stack.stop();
    }
    expect(new Set(ids).size).toBe(2);
  });

  test("lives in the stack's time", async () => {
    const stack = await givenToyStack();
    await stack.invoke('work', batch({ say: 'one' }));
    await stack.advance(3 * MINUTE);
    await stack.invoke('work', batch({ say: 'two' }));
    const times = stack.outside.outbox().map(({ data }) => data.at);
    expect(times).toEqual([new Date(T0).toISOString(), new Date(T0 + 3 * MINUTE).toISOString()]);
  });

  test('takes one invocation at a time, in the order asked', async () => {
    const stack = await givenToyStack();
    await Promise.all(['a', 'b', 'c'].map((say) => stack.invoke('work', batch({ say }))));
    expect(stack.outside.outbox().map(({ data }) => data.invocations)).toEqual([1, 2, 3]);
  });

  test('with two threads takes two at a time, each with a memory of its own', async () => {
    const stack = await givenToyStack({ concurrency: 2 });
    await Promise.all(['a', 'b'].map((say) => stack.invoke('work', batch({ say }))));
    expect(stack.outside.outbox().map(({ data }) => data.invocations)).toEqual([1, 1]);
  });
});

describe('an invocation that goes wrong', () => {
  test('by an exception is an error with its type and trace', async () => {
    const stack = await givenToyStack();
    expect(await stack.invoke('work', batch({ throw: true }))).toMatchObject({
      ok: false,
      error: { errorType: 'RangeError', errorMessage: 'as told' },
    });
    expect(stack.failures).toMatchObject([{ functionName: 'work', error: { errorType: 'RangeError' } }]);
    expect(stack.logs.tail('work')).toMatch(/ERROR Invoke Error .*as told/);
  });

  test('by taking too long is ended, and the next one starts afresh', async () => {
    const stack = await givenToyStack();
    await stack.invoke('work', batch({ say: 'before' }));
    const result = await stack.invoke('work', batch({ hang: true }));
    expect(result).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
    expect(await stack.invoke('work', batch({ say: 'after' }))).toMatchObject({ ok: true });
    expect(stack.outside.outbox().map(({ data }) => data.invocations)).toEqual([1, 1]);
  });

  test('by ending its process is a crash, and the next one starts afresh', async () => {
    const stack = await givenToyStack();
    expect(await stack.invoke('work', batch({ exit: true }))).toMatchObject({
      ok: false,
      error: { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with exit status 7' },
    });
    expect(await stack.invoke('work', batch())).toMatchObject({ ok: true });
  });

  test('because its bundle has no such handler says so', async () => {
    const door = toyResources().DoorF1!;
    const DoorF1 = { ...door, Properties: { ...(door.Properties as object), Handler: 'index.gone' } };
    const stack = await givenToyStack({ assembly: toyAssembly({ DoorF1 }) });
    expect(await stack.invoke('door', {})).toMatchObject({
      ok: false,
      error: { errorMessage: expect.stringContaining('gone') },
    });
  });
});

describe('what a function prints', () => {
  test('lies in a file of its own in the data folder', async () => {
    const dataDir = temporaryFolder();
    const stack = await givenToyStack({ dataDir });
    await stack.invoke('work', batch({}, {}));
    await stack.stop();
    expect(readFileSync(join(dataDir, 'logs', 'work.log'), 'utf8')).toContain('took 2');
    expect(existsSync(join(dataDir, 'logs', 'door.log'))).toBe(false);
  });

  test('must be allowed by its role', async () => {
    const stack = await givenToyStack();
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      const grant = stack.grants().find((held) => held.functions.includes('work') && held.action === action)!;
      const giveBack = await stack.withdraw(grant);
      expect(await stack.invoke('work', batch())).toMatchObject({
        ok: false,
        error: { errorMessage: expect.stringContaining(action) },
      });
      expect(stack.denied.at(-1)).toMatchObject({ caller: 'WorkF1', action });
      expect(stack.denied.at(-1)?.resource).toContain(':log-group:Toy-WorkLogs:');
      await giveBack();
      expect(await stack.invoke('work', batch())).toMatchObject({ ok: true });
    }
  });
});
