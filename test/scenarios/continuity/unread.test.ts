/** C1 and C2: which answers go on by e-mail, when, and how often. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { givenStack, HOUR, MINUTE, refused, SECOND, sharedStack } from '../given';
import { aCustomer, type Customer, Shop } from './mailbox';

// Two threads a function: one that waits for a mail service that does not answer must not be the only one.
const given = sharedStack({ concurrency: 2 });
const now = async ({ desk }: Shop) => Date.parse((await desk.info()).now);

/** How long after an instant each mail came: never early, and with the platform healthy at most 5 s late. */
async function delays(shop: Shop, customer: Customer, since: number): Promise<number[]> {
  return (await shop.mails(customer)).map(({ at }) => Date.parse(at) - since);
}

function expectAt(found: number[], ...due: number[]): void {
  expect(found).toHaveLength(due.length);
  for (const [index, at] of due.entries()) {
    expect(found[index]).toBeGreaterThanOrEqual(at);
    expect(found[index]).toBeLessThanOrEqual(at + 5 * SECOND);
  }
}

describe('C1: answers that stay unread', () => {
  test('become one e-mail, by default ten minutes after the first of them, with all of them in order', async () => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim);
    await shop.desk.advance('PT7M');
    const first = await now(shop);
    await shop.answers(kim, '첫 번째 답변입니다.');
    await shop.desk.advance('PT4M');
    await shop.answers(kim, '두 번째 답변입니다.');
    await shop.desk.advance('PT30M');
    expectAt(await delays(shop, kim, first), 10 * MINUTE);
    const [mail] = await shop.mails(kim);
    expect(mail?.text).toMatch(/첫 번째 답변입니다\..*두 번째 답변입니다\./s);
    expect(mail?.text).not.toContain('언제 도착하나요?');
  });

  test.each([
    ['PT0S', 0],
    ['PT3M', 3 * MINUTE],
    ['PT1H', HOUR],
  ])('after the delay of the workspace: %s', async (delay, millis) => {
    const shop = await Shop.open(given, { delay });
    const kim = await shop.left();
    const began = await now(shop);
    await shop.desk.advance(delay);
    await shop.desk.advance('PT5S');
    expectAt(await delays(shop, kim, began), millis);
  });

  test('for 72 hours at most', async () => {
    const { desk } = await Shop.open(given, { delay: 'PT72H' });
    for (const delay of ['PT72H1S', 'PT73H', 'P4D', '-PT1S', 'ten minutes', 600]) {
      const answer = await desk.request('PATCH', '/v1/settings', { continuity: { delay } });
      expect(refused(answer, 400)).toEqual(['/continuity/delay']);
    }
  });

  test('wait anew each time that the customer is back', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.event(kim.id, 'customer.connected', { connectionId: 'one' });
    await shop.desk.advance('PT9M');
    const back = await now(shop);
    await shop.desk.event(kim.id, 'customer.connected', { connectionId: 'two' });
    await shop.desk.event(kim.id, 'customer.disconnected', { connectionId: 'two', reason: 'closed' });
    await shop.desk.advance('PT30M');
    expectAt(await delays(shop, kim, back), 10 * MINUTE);
  });

  test('go without those that were read or deleted', async () => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim);
    const upToMessageId = await shop.answers(kim, '읽은 답변');
    const messageId = await shop.answers(kim, '지운 답변');
    await shop.answers(kim, '읽지 않은 답변');
    await shop.desk.event(kim.id, 'message.read', { upToMessageId });
    await shop.desk.event(kim.id, 'message.deleted', { messageId });
    await shop.desk.advance('PT10M');
    const [mail, ...more] = await shop.mails(kim);
    expect(more).toEqual([]);
    expect(mail?.text).toContain('읽지 않은 답변');
    expect(mail?.text).not.toMatch(/읽은 답변|지운 답변/);
  });
});

type Happens = (shop: Shop, kim: Customer, answer: string) => Promise<unknown>;
const tells =
  (type: string, data: Fields): Happens =>
  ({ desk }, { id }) =>
    desk.event(id, type, data);

/** What happens to a customer's chat a second before the e-mail, and how many mails are sent then. */
const BEFORE: [what: string, happens: Happens, mails: number][] = [
  ['read', ({ desk }, { id }, upToMessageId) => desk.event(id, 'message.read', { upToMessageId }), 0],
  ['deleted', ({ desk }, { id }, messageId) => desk.event(id, 'message.deleted', { messageId }), 0],
  ['answered', (shop, kim) => shop.asks(kim, '감사합니다'), 0],
  ['closed', tells('conversation.closed', { by: 'agent' }), 0],
  ['closed by the API', ({ desk }, { id }) => desk.command(id, 'close'), 0],
  ['brought to wrap-up', tells('session.ended', { by: 'agent' }), 1],
  ['snoozed', tells('conversation.snoozed', {}), 1],
  ['assigned', tells('conversation.assigned', { agentId: 'lee' }), 1],
  ['left', tells('customer.disconnected', { connectionId: 'one' }), 1],
];

describe('C1: an e-mail that is due in a second', () => {
  const people = BEFORE.map(() => aCustomer());
  let shop: Shop;
  let began: number;
  beforeAll(async () => {
    shop = await Shop.open(given);
    for (const person of people) await shop.asks(person);
    const answers = new Map<Customer, string>();
    for (const person of people) answers.set(person, await shop.answers(person));
    began = await now(shop);
    await shop.desk.advance('PT9M59S');
    for (const [at, [, happens]] of BEFORE.entries()) await happens(shop, people[at]!, answers.get(people[at]!)!);
    await shop.desk.advance('PT30M');
  });

  test.each(BEFORE.map(([what, , mails], at) => ({ what, mails, kim: people[at]! })))(
    'when the chat is $what: $mails mails',
    async ({ mails, kim }) => expectAt(await delays(shop, kim, began), ...Array(mails).fill(10 * MINUTE)),
  );
});

describe('C2: one e-mail for a batch', () => {
  test('and another for what is said after it, with that alone', async () => {
    const shop = await Shop.open(given);
    const [kim] = await shop.mailed();
    await shop.answers(kim, '하나 더 말씀드릴게요.');
    await shop.desk.advance('PT30M');
    const [, second, ...more] = await shop.mails(kim);
    expect(more).toEqual([]);
    expect(second?.text).toContain('하나 더 말씀드릴게요.');
    expect(second?.text).not.toContain('내일 도착합니다.');
  });

  test('carries pictures and files as links', async () => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim);
    const url = 'https://cdn.shop.example/receipt.pdf';
    await shop.answers(kim, '영수증입니다.', {
      files: [{ name: '영수증.pdf', type: 'application/pdf', size: 1234, url }],
    });
    await shop.answers(kim, '', {
      files: [{ name: 'photo.png', type: 'image/png', url: 'https://cdn.shop.example/photo.png' }],
    });
    await shop.desk.advance('PT10M');
    const [mail, ...more] = await shop.mails(kim);
    expect(more).toEqual([]);
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain('영수증.pdf');
      expect(part).toContain(url);
      expect(part).toContain('https://cdn.shop.example/photo.png');
    }
  });

  test('is not for notes, for what is said in silence, for bots, marketing and the system', async () => {
    const others: Fields[] = [{ private: true }, { silent: true }];
    for (const type of ['bot', 'marketing', 'system']) others.push({ author: { type, id: 'x' } });
    const shop = await Shop.open(given);
    const people = others.map(() => aCustomer());
    const mails = () => Promise.all(people.map((person) => shop.mails(person)));
    for (const [at, person] of people.entries()) {
      await shop.asks(person);
      await shop.answers(person, '비밀입니다', others[at]);
    }
    await shop.desk.advance('PT30M');
    expect(await mails()).toEqual(people.map(() => []));
    for (const person of people) await shop.answers(person, '공개 답변입니다');
    await shop.desk.advance('PT10M');
    for (const [mail, ...more] of await mails()) {
      expect(more).toEqual([]);
      expect(mail?.text).toContain('공개 답변입니다');
      expect(`${mail?.text}${mail?.html}`).not.toContain('비밀입니다');
    }
  });

  test('however often each event is told', async () => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    const { desk } = shop;
    const question = desk.message('customer', '언제 오나요?', {
      author: { type: 'customer', id: kim.id },
      customer: kim,
    });
    const events = [
      desk.made(kim.id, 'message.created', question),
      desk.made(kim.id, 'message.created', desk.message('agent', '내일입니다')),
      desk.made(kim.id, 'customer.disconnected', { connectionId: 'one' }),
    ];
    for (const event of [...events, ...events]) await desk.send(event);
    await desk.advance('PT10M');
    for (const event of events) await desk.send(event);
    await desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('though the machine stops while answers wait', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'continuity-'));
    const before = await givenStack({ dataDir });
    const { apiKey } = before.client;
    const kim = aCustomer();
    const continued = { continuity: { enabled: true } };
    await before.client.ask('PATCH', '/v1/settings', continued);
    await before.client.customerSays('chat', '언제 오나요?', { ...kim });
    await before.client.agentSays('chat', '내일입니다');
    await before.client.advance('PT9M');
    await before.stop();
    const after = await givenStack({ dataDir });
    expect(after.client.apiKey).toBe(apiKey);
    await after.client.advance('PT30M');
    const sent = await after.client.ask<{ to: string[] }[]>('GET', '/_local/mail');
    expect(sent.map(({ to }) => to)).toEqual([[kim.email]]);
    await after.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 120_000);
});

describe('C2, while Amazon SES', () => {
  test.each([429, 503])('answers %i, and takes it later', async (status) => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.faults({ status, times: 2 });
    await shop.desk.advance('PT20M');
    expect(await shop.mails(kim)).toHaveLength(1);
    expect(await shop.outcomes(kim)).toMatchObject([{ state: 'done' }]);
  });

  test('takes it and does not say so: its events tell that it was sent', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.ask('POST', '/_local/faults', { timeout: true, taken: true, times: 1 });
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
    expect((await shop.outcomes(kim)).at(-1)).toMatchObject({ state: 'done' });
  });

  test('says nothing and takes nothing: it is not sent again, and shown as unknown', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.faults({ timeout: true, times: 1 });
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toEqual([]);
    expect(await shop.outcomes(kim)).toMatchObject([{ state: 'unknown', detail: expect.stringMatching(/\w+ .+/) }]);
    await shop.answers(kim, '다른 답변');
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('is paused for the whole account: it waits, and goes once it may', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.ask('POST', '/_local/faults', { status: 400, error: 'SendingPausedException', times: 2 });
    await shop.desk.advance('PT2M');
    expect(await shop.mails(kim)).toEqual([]);
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
    expect((await shop.outcomes(kim)).at(-1)).toMatchObject({ state: 'done' });
  });

  test('refuses it for good: failed, with the reason', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await shop.desk.advance('PT9M');
    await shop.desk.ask('POST', '/_local/faults', { status: 400, error: 'MessageRejected', times: 1 });
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toEqual([]);
    expect(await shop.outcomes(kim)).toMatchObject([
      { state: 'failed', detail: expect.stringContaining('MessageRejected') },
    ]);
  });
});

test('what is read between decision and sending is not sent', async () => {
  const shop = await Shop.open(given);
  const kim = aCustomer();
  await shop.asks(kim);
  const upToMessageId = await shop.answers(kim);
  await shop.desk.advance('PT9M');
  await shop.desk.faults({ status: 503, times: 1 });
  await shop.desk.advance('PT1M2S');
  expect(await shop.mails(kim)).toEqual([]);
  await shop.desk.event(kim.id, 'message.read', { upToMessageId });
  await shop.desk.advance('PT30M');
  expect(await shop.mails(kim)).toEqual([]);
  expect((await shop.outcomes(kim)).at(-1)).toMatchObject({
    state: 'skipped',
    detail: expect.stringContaining('read'),
  });
});
