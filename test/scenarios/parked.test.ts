import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { refused, sharedStack } from './given';

const given = sharedStack();

interface Parked {
  id: string;
  reason: string;
}

const eventsQueue = () =>
  given.stack.sqs.queues().find((name) => /event/i.test(name) && name.endsWith('.fifo') && !/dead|dlq/i.test(name))!;

/** The message that the front door made of an event, taken from the queue before anybody saw it. */
async function queued(someone: Client, subject: string, text: string): Promise<{ body: string; group: string }> {
  const { sqs } = given.stack;
  const sent: { body: string; group: string }[] = [];
  const send = sqs.send;
  sqs.send = (queue, message) => {
    if (sqs.arnOf(queue) === sqs.arnOf(eventsQueue()))
      sent.push({ body: message.MessageBody, group: String(message.MessageGroupId) });
    return send.call(sqs, queue, message);
  };
  await someone.customerSays(subject, text);
  await someone.settle();
  sqs.send = send;
  return sent[0]!;
}

const parked = async (someone: Client) => (await someone.ask<{ items: Parked[] }>('GET', '/v1/parked')).items;
let serial = 0;
const inject = (body: string, group: string) =>
  given.stack.sqs.send(eventsQueue(), {
    MessageBody: body,
    MessageGroupId: group,
    MessageDeduplicationId: `broken-${++serial}`,
  });

describe('an event that can never succeed', () => {
  test('is parked, visible, and its group goes on', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish({
      trigger: { type: 'message.customer' },
      steps: [{ do: 'note.add', text: '{{message.text}}' }],
    });
    const { body, group } = await queued(someone, 'chat', 'before');
    const broken = JSON.parse(body) as { event?: { data: object; id: string } };
    expect(broken.event).toBeDefined();
    const nonsense = { ...broken, event: { ...broken.event, id: 'broken', data: { messageId: 7, author: 'nobody' } } };
    inject(JSON.stringify(nonsense), group);
    await someone.customerSays('chat', 'after');
    await someone.advance('PT1M');
    expect(await someone.wrote(w)).toEqual(['before', 'after']);
    const [one, ...more] = await parked(someone);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ id: expect.any(String), reason: expect.stringMatching(/\w+ .+/) });
    const whole = await someone.ask<object>('GET', `/v1/parked/${one!.id}`);
    expect(JSON.stringify(whole)).toContain('nobody');
  });

  test('is not sent again while nothing can read it, and may be given up', async () => {
    const someone = await given.newcomer();
    const { body, group } = await queued(someone, 'chat', 'before');
    inject(body.replace('"message.created"', '"message.exploded"').replace(/"id":"s-\d+"/, '"id":"broken"'), group);
    await someone.advance('PT1M');
    const [one] = await parked(someone);
    refused(await someone.request('POST', `/v1/parked/${one!.id}/retry`), 409);
    expect(await parked(someone)).toHaveLength(1);
    expect((await someone.request('DELETE', `/v1/parked/${one!.id}`)).status).toBe(204);
    expect(await parked(someone)).toEqual([]);
    refused(await someone.request('GET', `/v1/parked/${one!.id}`), 404);
  });

  test('of one workspace is not shown to another', async () => {
    const [someone, other] = [await given.newcomer(), await given.newcomer()];
    const { body, group } = await queued(someone, 'chat', 'before');
    inject(body.replace('"message.created"', '"message.exploded"').replace(/"id":"s-\d+"/, '"id":"broken"'), group);
    await someone.advance('PT1M');
    const [one] = await parked(someone);
    expect(await parked(other)).toEqual([]);
    refused(await other.request('GET', `/v1/parked/${one!.id}`), 404);
    refused(await other.request('POST', `/v1/parked/${one!.id}/retry`), 404);
  });

  test.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no schema', '{"kind":"event"}'],
    ['an unknown kind', '{"schema":1,"kind":"party"}'],
    ['very deep', '['.repeat(20_000) + ']'.repeat(20_000)],
  ])('a message that is %s holds up neither its group nor the function', async (_, body) => {
    const someone = await given.newcomer();
    const { group } = await queued(someone, 'chat', 'before');
    inject(body, group);
    const w = await someone.publish({ trigger: { type: 'message.customer' } });
    await someone.customerSays('chat', 'after');
    await someone.advance('PT10M');
    expect(await someone.did(w)).toEqual(['chat']);
    expect(given.stack.sqs.counts(eventsQueue())).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('one of a newer version is not parked: it waits for the version that can read it', async () => {
    const someone = await given.newcomer();
    const { body, group } = await queued(someone, 'chat', 'before');
    const message = JSON.parse(body) as { event: object };
    inject(JSON.stringify({ ...message, event: { ...message.event, id: 'newer', schema: 99 } }), group);
    await someone.advance('PT2M');
    expect(await parked(someone)).toEqual([]);
    const { visible, inFlight } = given.stack.sqs.counts(eventsQueue());
    expect(visible + inFlight).toBe(1);
    given.stack.sqs.purge(eventsQueue());
  });
});
