/** Steps that go apart from the conversation's channel, on the real handlers: e-mail, SMS, assistants. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Client, Fields } from './client';
import { sharedStack } from './given';

// Two threads a function: one that waits for a mail service that does not answer must not be the only one.
const given = sharedStack({ concurrency: 2 });
const onMessage = (...steps: object[]) => ({ trigger: { type: 'message.customer' }, steps });
const note = (text: string) => ({ do: 'note.add', text });
const kim = { id: 'cu-7', name: 'Kim', email: 'kim@example.com', phone: '+82 10-1234-5678' };

async function outcomes(someone: Client, subject: string, type: string) {
  const effects = (await someone.timeline(subject)).flatMap(({ effect }) => (effect ? [effect] : []));
  return effects.filter((effect) => effect.type === type);
}
const left = async (someone: Client, workflow: string) =>
  (await someone.outbox(workflow)).map(({ to, type, data }) => [to, type, data] as [string, string, Fields]);

describe('email.send', () => {
  const email = { do: 'email.send', subject: '{{customer.name}}님의 문의', text: '곧 답변드리겠습니다.' };

  test("goes to the customer's address, and leaves the house as an e-mail", async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(email, note('mailed')));
    await someone.customerSays('chat', '안녕하세요', kim);
    await someone.settle();
    const [sent] = (await someone.outbox(w)).filter(({ type }) => type === 'email.send');
    expect(sent).toMatchObject({
      ...{ to: 'email', effectId: expect.any(String), workflowId: w },
      ...{ channelId: someone.channel, conversationId: 'chat' },
    });
    expect(sent?.data).toMatchObject({ to: 'kim@example.com', subject: 'Kim님의 문의', text: '곧 답변드리겠습니다.' });
    expect(await outcomes(someone, 'chat', 'email.send')).toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  test('goes to whom the step says', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage({ ...email, to: 'team@example.com' }));
    await someone.customerSays('chat', 'hi', kim);
    await someone.settle();
    expect(await left(someone, w)).toMatchObject([['email', 'email.send', { to: 'team@example.com' }]]);
  });

  test.each([
    ['nobody knows the address', { id: 'cu' }, 'no e-mail address of the customer is known'],
    ['the address is accented', { id: 'cu', email: 'josé@example.com' }, 'non-ASCII'],
  ])('fails visibly where %s, and ends its run', async (_what, customer, says) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(email));
    await someone.customerSays('chat', 'hi', customer);
    expect(await outcomes(someone, 'chat', 'email.send')).toMatchObject([
      { state: 'failed', detail: expect.stringContaining(says) },
    ]);
    expect(await someone.outbox(w)).toEqual([]);
  });

  test('comes from a sender of the workspace, which has to be one that the installation may send as', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(email));
    await someone.ask('PATCH', '/v1/settings', { email: { from: 'help@stranger.example' } });
    await someone.customerSays('one', 'hi', kim);
    expect(await outcomes(someone, 'one', 'email.send')).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('threadkeeper.test') },
    ]);
    await someone.ask('PATCH', '/v1/settings', { email: { from: 'help@threadkeeper.test', name: '고객센터' } });
    await someone.customerSays('two', 'hi', kim);
    expect(await outcomes(someone, 'two', 'email.send')).toMatchObject([{ state: 'done' }]);
    expect(await left(someone, w)).toHaveLength(1);
  });

  // To be told to wait is no attempt.
  test.each([
    [429, 1],
    [503, 3],
  ])('is tried again when SES answers %i', async (status, attempts) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(email));
    await someone.faults({ status, times: 2 });
    await someone.customerSays('chat', 'hi', kim);
    await someone.advance('PT1M');
    expect(await left(someone, w)).toHaveLength(1);
    expect(await outcomes(someone, 'chat', 'email.send')).toMatchObject([{ state: 'done', attempts }]);
  });

  test.each([
    { status: 500, times: 1 },
    { timeout: true as const, times: 1 },
  ])('is not sent twice when nobody knows whether it was: %j', async (fault) => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(email));
    await someone.faults(fault);
    await someone.customerSays('chat', 'hi', kim);
    await someone.advance('PT30M');
    expect(await left(someone, w)).toEqual([]);
    expect(await outcomes(someone, 'chat', 'email.send')).toMatchObject([{ state: 'unknown' }]);
  });
});

describe('sms.send', () => {
  const sms = { do: 'sms.send', text: '예약이 확정되었습니다' };

  test("of a chat is told to the channel's own system, with the customer's number", async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage(sms));
    await someone.customerSays('chat', 'hi', kim);
    await someone.settle();
    expect(await left(someone, w)).toMatchObject([['sms', 'sms.send', { to: kim.phone, text: sms.text }]]);
  });

  test('leaves by the channel that the workspace names for it', async () => {
    const someone = await given.newcomer();
    const phone = `${someone.channel}-phone`;
    const config = { accountSid: `AC${'0'.repeat(32)}`, number: '+8225550100' };
    await someone.ask('POST', '/v1/channels', { kind: 'twilio-voice', id: phone, config, secret: 'a'.repeat(32) });
    await someone.ask('PATCH', '/v1/settings', { sms: { channelId: phone } });
    const w = await someone.publish(onMessage({ ...sms, to: '+821099998888' }));
    await someone.customerSays('chat', 'hi', kim);
    await someone.settle();
    await someone.faults({ status: 500, times: 1 });
    await someone.customerSays('other', 'hi', kim);
    expect(await outcomes(someone, 'other', 'sms.send')).toMatchObject([{ state: 'unknown' }]);
    const sent = await left(someone, w);
    expect(sent[0]).toMatchObject(['sms', 'sms.send', { to: '+821099998888' }]);
    expect(sent).toHaveLength(1);
  });

  test('to a number without its country fails visibly', async () => {
    const someone = await given.newcomer();
    await someone.publish(onMessage({ ...sms, to: '010-1234-5678' }));
    await someone.customerSays('chat', 'hi', kim);
    expect(await outcomes(someone, 'chat', 'sms.send')).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('E.164') },
    ]);
  });
});

describe('assistant.handOver', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());
  /** An assistant on this machine; what it was asked. */
  async function anAssistant(answer: (turn: number) => { type?: string; body: string }) {
    const asked: Fields[] = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Fields;
      asked.push(body);
      const { type = 'application/json', body: said } = answer(Number(body.turn));
      response.writeHead(200, { 'content-type': type }).end(said);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
  }

  test('is asked what the customer says, turn by turn, and answers the customer until it hands back', async () => {
    const { url, asked } = await anAssistant((turn) =>
      turn === 1
        ? { type: 'text/plain', body: '주문 번호를 알려 주세요' }
        : { body: JSON.stringify({ text: '감사합니다', handBack: true }) },
    );
    const someone = await given.newcomer();
    const w = await someone.publish({
      trigger: { type: 'chat.opened', timing: 'first' },
      steps: [{ do: 'assistant.handOver', url }, note('handed back')],
    });
    await someone.customerSays('chat', '반품하고 싶어요', kim);
    await someone.settle();
    await someone.customerSays('chat', 'A-1', kim);
    await someone.settle();
    expect(asked).toMatchObject([
      {
        channelId: someone.channel,
        conversationId: 'chat',
        runId: expect.any(String),
        turn: 1,
        text: '반품하고 싶어요',
      },
      { turn: 2, text: 'A-1' },
    ]);
    const said = (await left(someone, w)).filter(([, type]) => type !== 'assistant.handOver');
    expect(said.map(([, type, { text }]) => [type, text])).toEqual([
      ['message.send', '주문 번호를 알려 주세요'],
      ['message.send', '감사합니다'],
      ['note.add', 'handed back'],
    ]);
  });

  test('that answers with a page fails with the reason', async () => {
    const { url } = await anAssistant(() => ({ type: 'text/html', body: '<html>' }));
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage({ do: 'assistant.handOver', url }, note('never')));
    await someone.customerSays('chat', 'hi', kim);
    expect(await outcomes(someone, 'chat', 'assistant.handOver')).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('text/html') },
    ]);
    expect((await left(someone, w)).filter(([, type]) => type === 'note.add')).toEqual([]);
  });
});
