import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client, TimelineItem } from './client';
import { MINUTE, sharedStack } from './given';

// Two threads a function, as there are many in AWS: one that waits for an answer must not be the only one.
const given = sharedStack({ concurrency: 2 });
const note = (text: string) => ({ do: 'note.add', text });
const onMessage = (...steps: object[]) => ({ trigger: { type: 'message.customer' }, steps });

async function outcomes(someone: Client, subject: string): Promise<TimelineItem['effect'][]> {
  return (await someone.timeline(subject)).flatMap(({ effect }) => (effect ? [effect] : []));
}

describe('a provider that fails', () => {
  test('503 three times, then once accepted', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('one'), note('two')));
    const began = Date.parse((await someone.info()).now);
    await someone.faults({ status: 503, times: 3 });
    await someone.customerSays('chat');
    await someone.advance('PT6M');
    const entries = await someone.outbox(w);
    expect(entries.map(({ data }) => data.text)).toEqual(['one', 'two']);
    expect(Date.parse(entries[0]!.at) - began).toBeGreaterThan(0);
    expect(Date.parse(entries[0]!.at) - began).toBeLessThan(5 * MINUTE);
    expect(await outcomes(someone, 'chat')).toMatchObject([
      { state: 'done', attempts: 4 },
      { state: 'done', attempts: 1 },
    ]);
  });

  test.each([429, 500, 502])('%i is tried again', async (status) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('one')));
    await someone.faults({ status, times: 1 });
    await someone.customerSays('chat');
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual(['one']);
  });

  test('a time-out is tried again', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('one'), note('two')));
    await someone.faults({ timeout: true, times: 2 });
    await someone.customerSays('chat');
    await someone.advance('PT6M');
    expect(await someone.wrote(w)).toEqual(['one', 'two']);
  });

  test.each([400, 401, 404, 422])("%i is for good: the run's later effects are dropped, visibly", async (status) => {
    const someone = await given.newcomer();
    const steps = [note('one'), note('two'), { do: 'wait', duration: 'PT1M' }, note('three')];
    const failing = await someone.publish(onMessage(...steps));
    const other = await someone.publish(onMessage(note('other')));
    await someone.faults({ status, times: 1 });
    await someone.customerSays('chat');
    await someone.advance('PT10M');
    expect(await someone.wrote(failing)).toEqual([]);
    expect(await someone.wrote(other)).toEqual(['other']);
    const states = (await outcomes(someone, 'chat')).map((effect) => effect?.state);
    expect(states).toEqual(['failed', 'skipped', 'done']);
    const ends = (await someone.timeline('chat')).flatMap(({ runs = [] }) => runs);
    expect(ends).toContainEqual(expect.objectContaining({ workflowId: failing, change: 'failed' }));
    expect(await someone.conversation('chat')).toMatchObject({ runs: [] });
  });

  test('five attempts over about five minutes, then failed for good', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('one')));
    const began = Date.parse((await someone.info()).now);
    await someone.faults({ status: 503, times: 5 });
    await someone.customerSays('chat');
    await someone.advance('PT20M');
    expect(await someone.wrote(w)).toEqual([]);
    const [failed, ...more] = (await someone.timeline('chat')).filter(({ kind }) => kind === 'effect');
    expect(more).toEqual([]);
    expect(failed).toMatchObject({ effect: { state: 'failed', attempts: 5 } });
    const lasted = Date.parse(failed!.at) - began;
    expect(lasted).toBeGreaterThan(3 * MINUTE);
    expect(lasted).toBeLessThan(8 * MINUTE);
    await someone.customerSays('chat');
    expect(await someone.wrote(w)).toEqual(['one']);
  });

  test('other conversations go on meanwhile', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('{{message.text}}')));
    await someone.faults({ status: 503, times: 1 });
    await someone.customerSays('held up', 'held up');
    await someone.settle();
    await someone.customerSays('quick', 'quick');
    expect(await someone.wrote(w)).toEqual(['quick']);
    await someone.advance('PT2M');
    expect(await someone.wrote(w)).toEqual(['quick', 'held up']);
  });

  test('while the provider fails, an earlier effect is never overtaken by a later one of its conversation', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(note('{{message.text}}')));
    await someone.faults({ status: 503, times: 2 });
    for (const text of ['1', '2', '3']) await someone.customerSays('chat', text);
    await someone.advance('PT5M');
    expect(await someone.wrote(w)).toEqual(['1', '2', '3']);
  });
});

describe('webhook.call', () => {
  type Heard = { method?: string; url?: string; headers: IncomingMessage['headers']; body: string };
  const heard: Heard[] = [];
  let answer = (_: Heard, response: ServerResponse): void => void response.end();
  let url: string;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const one = { method: request.method!, url: request.url!, headers: request.headers, body };
    heard.push(one);
    answer(one, response);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const call = (more = {}) => ({
    do: 'webhook.call',
    url: `${url}/orders?q={{message.text}}`,
    method: 'POST',
    ...more,
  });

  test('the run waits for the answer and goes on with it as {{result.…}}', async () => {
    const someone = await given.newcomer();
    heard.length = 0;
    answer = (_, response) =>
      void response.setHeader('content-type', 'application/json').end('{"state":"배송중","items":[{"n":2}]}');
    const step = call({ headers: { 'x-shop': 'k' }, body: { who: '{{customer.name}}' }, as: 'order' });
    const text = '{{result.order.state}} {{result.order.items.0.n}} [{{result.order.none}}]';
    const w = await someone.publish(onMessage(step, note(text)));
    await someone.customerSays('chat', 'A-1', { id: 'cu', name: 'Kim' });
    expect(await someone.wrote(w)).toContain('배송중 2 []');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ method: 'POST', url: '/orders?q=A-1', body: '{"who":"Kim"}' });
    expect(heard[0]!.headers).toMatchObject({ 'x-shop': 'k' });
  });

  test('an answer that is no JSON is its text', async () => {
    const someone = await given.newcomer();
    answer = (_, response) => void response.end('plain text');
    const w = await someone.publish(onMessage(call({ as: 'order' }), note('[{{result.order}}]')));
    await someone.customerSays('chat', 'x');
    expect(await someone.wrote(w)).toContain('[plain text]');
  });

  test('holds up neither the conversation nor other runs', async () => {
    const someone = await given.newcomer();
    let release = (): void => undefined;
    answer = (_, response) => {
      release = () => void response.end('{}');
    };
    const filter = { fact: 'message.text', op: 'is', value: 'first' };
    const w = await someone.publish({ ...onMessage(call(), note('answered')), filter });
    const other = await someone.publish(onMessage(note('{{message.text}}')));
    await someone.customerSays('chat', 'first');
    await someone.customerSays('chat', 'second');
    const texts = async () => (await someone.outbox(other)).map(({ data }) => data.text);
    const deadline = Date.now() + 5_000;
    while ((await texts()).length < 2 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await texts()).toEqual(['first', 'second']);
    release();
    await someone.settle();
    expect((await someone.wrote(w)).filter((text) => text === 'answered')).toHaveLength(1);
  });

  test('a refusal ends the run; nothing later is sent', async () => {
    const someone = await given.newcomer();
    answer = (_, response) => void response.writeHead(404).end();
    const w = await someone.publish(onMessage(note('before'), call(), note('after')));
    await someone.customerSays('chat');
    await someone.advance('PT10M');
    expect(await someone.wrote(w)).toEqual(['before']);
    expect(await someone.conversation('chat')).toMatchObject({ runs: [] });
  });

  test('a failing server is tried again, then the run goes on', async () => {
    const someone = await given.newcomer();
    let calls = 0;
    const json = { 'content-type': 'application/json' };
    answer = (_, response) => void response.writeHead(calls++ < 2 ? 503 : 200, json).end('{"ok":true}');
    const w = await someone.publish(onMessage(call({ as: 'r' }), note('ok {{result.r.ok}}')));
    await someone.customerSays('chat');
    await someone.advance('PT6M');
    expect(calls).toBe(3);
    expect(await someone.wrote(w)).toContain('ok true');
  });

  test('closing the chat while it waits ends the run; the late answer changes nothing', async () => {
    const someone = await given.newcomer();
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = (_, response) => {
        release = () => void response.end('{}');
        resolve();
      };
    });
    const w = await someone.publish(onMessage(call(), note('answered')));
    await someone.customerSays('chat');
    await asked;
    await someone.event('chat', 'conversation.closed', { by: 'agent' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    release();
    await someone.settle();
    expect((await someone.wrote(w)).filter((text) => text === 'answered')).toEqual([]);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'closed', runs: [] });
  });
});
