import { describe, expect, test } from '@jest/globals';
import { givenToyStack, MINUTE, SECOND, T0, type ToyStack } from './fixtures/toy-stack';

const at = (millis: number) => new Date(T0 + millis).toISOString();

async function post(stack: ToyStack, path: string, body?: unknown): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(`${stack.url}/_local/${path}`, { method: 'POST', ...(text !== undefined && { body: text }) });
}
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('GET /_local/info', () => {
  test('tells what the stack was seeded with, and its time', async () => {
    const stack = await givenToyStack();
    const info = {
      workspaceId: 'local',
      apiKey: 'tk_x',
      channels: [{ id: 'web', kind: 'webhook', secret: 's', webhookUrl: 'u' }],
    };
    stack.describe(async () => info);
    expect(await json(await fetch(`${stack.url}/_local/info`))).toEqual({ ...info, now: at(0) });
  });
});

describe('POST /_local/clock', () => {
  test('advances, halting at each due instant, so that the outbox has exact times', async () => {
    const stack = await givenToyStack();
    await stack.tell({ delay: 40, then: { delay: 50, then: { say: 'second' } } });
    await stack.tell({ delay: 60, then: { say: 'first' } });
    expect(await json(await post(stack, 'clock', { advance: 'PT3M' }))).toEqual({ now: at(3 * MINUTE) });
    expect(stack.said()).toEqual([
      ['first', at(60 * SECOND)],
      ['second', at(90 * SECOND)],
    ]);
  });

  test('moves by parts of a second too', async () => {
    const stack = await givenToyStack();
    const moved = async (advance: string) => json(await post(stack, 'clock', { advance }));
    expect(await moved('PT2M59.999S')).toEqual({ now: at(3 * MINUTE - 1) });
    expect(await moved('PT0.001S')).toEqual({ now: at(3 * MINUTE) });
    expect(await moved('PT0.5S')).toEqual({ now: at(3 * MINUTE + 500) });
    for (const advance of ['PT0.5M', 'PT.5S', 'PT0.0001S'])
      expect((await post(stack, 'clock', { advance })).status).toBe(400);
  });

  test('takes requests one after the other', async () => {
    const stack = await givenToyStack();
    const answers = await Promise.all(['PT1M', 'PT2M', 'PT3M'].map((advance) => post(stack, 'clock', { advance })));
    const reached = (await Promise.all(answers.map(json))).map(({ now }) => now);
    expect(reached.sort()).toHaveLength(3);
    expect(reached.at(-1)).toBe(at(6 * MINUTE));
  });

  test('moves a flowing clock too, which then flows on', async () => {
    const stack = await givenToyStack({ frozen: false });
    const { now } = await json(await post(stack, 'clock', { advance: 'PT2H' }));
    const reached = Date.parse(String(now)) - T0;
    expect(reached).toBeGreaterThanOrEqual(120 * MINUTE);
    expect(reached).toBeLessThan(121 * MINUTE);
    expect(stack.clock.now() - T0).toBeGreaterThanOrEqual(reached);
  });

  test('goes to the next wait, and on until it was judged', async () => {
    const stack = await givenToyStack();
    const waits = [T0 + 40 * SECOND, T0 + 10 * MINUTE];
    stack.waitsBy(async () => waits.find((due) => !stack.said().some(([what]) => what === `${due}`)));
    await stack.tell({ delay: 41, then: { say: `${waits[0]}` } });
    await stack.tell({ delay: 600, then: { say: `${waits[1]}` } });
    const reached = [];
    for (let step = 0; step < 3; step += 1)
      reached.push((await json(await post(stack, 'clock', { toNextWait: true }))).now);
    expect(reached).toEqual([at(41 * SECOND), at(10 * MINUTE), at(10 * MINUTE)]);
  });

  test('stays where it is when nothing waits', async () => {
    const stack = await givenToyStack();
    expect(await json(await post(stack, 'clock', { toNextWait: true }))).toEqual({ now: at(0) });
  });
});

describe('POST /_local/settle', () => {
  test('returns when nothing can go on, without waiting for what is delayed', async () => {
    const stack = await givenToyStack();
    await stack.tell({ say: 'now' });
    await stack.tell({ delay: 30, then: { say: 'later' } });
    expect(await json(await post(stack, 'settle'))).toEqual({ now: at(0) });
    expect(stack.said()).toEqual([['now', at(0)]]);
  });

  test('while the clock flows, waits for what will be tried again', async () => {
    const stack = await givenToyStack({ frozen: false });
    stack.sqs.setAttributes('Toy-EventsE2.fifo', { VisibilityTimeout: '1' });
    await stack.tell({ fail: 1, say: 'again' });
    await post(stack, 'settle');
    expect(stack.said().map(([what]) => what)).toEqual(['again']);
  });

  test('says so when a queue is no longer read', async () => {
    const stack = await givenToyStack();
    const grant = stack.grants().find(({ action }) => action === 'sqs:ReceiveMessage')!;
    await stack.withdraw(grant);
    await stack.tell({ say: 'x' });
    const response = await post(stack, 'settle');
    expect(response.status).toBe(500);
    expect((await json(response)).detail).toContain('sqs:ReceiveMessage');
  });
});

describe('POST /_local/faults and GET /_local/outbox', () => {
  test('the fake provider fails as told, then accepts', async () => {
    const stack = await givenToyStack();
    expect((await post(stack, 'faults', { status: 503, times: 1 })).status).toBe(200);
    await stack.tell({ say: 'hello', key: 'k' });
    await post(stack, 'settle');
    expect(await (await fetch(`${stack.url}/_local/outbox`)).json()).toEqual([]);
    await post(stack, 'clock', { advance: 'PT2M' });
    const outbox = (await (await fetch(`${stack.url}/_local/outbox`)).json()) as object[];
    expect(outbox).toMatchObject([{ at: at(90 * SECOND), to: 'channel', type: 'hello', effectId: 'hello' }]);
  });
});

describe('what cannot be understood is refused', () => {
  test.each([
    ['clock', '{'],
    ['clock', {}],
    ['clock', { advance: '5 minutes' }],
    ['clock', { advance: 300 }],
    ['clock', { advance: 'PT1M', toNextWait: true }],
    ['clock', { toNextWait: false }],
    ['clock', []],
    ['faults', { status: 503 }],
    ['faults', { status: 42, times: 1 }],
    ['faults', { timeout: true, times: 0 }],
    ['faults', { timeout: true, taken: false, times: 1 }],
    ['faults', { status: 400, error: 'not a name', times: 1 }],
    ['faults', { status: 503, taken: true, times: 1 }],
  ])('%s %j', async (path, body) => {
    const stack = await givenToyStack();
    const response = await post(stack, path, body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect((await json(response)).detail).toEqual(expect.stringMatching(/\w+ .+/));
    expect(stack.clock.now()).toBe(T0);
  });

  test('a path or a method that is not there', async () => {
    const stack = await givenToyStack();
    expect((await post(stack, 'nothing')).status).toBe(404);
    expect((await post(stack, 'info')).status).toBe(405);
  });
});
