/** C1 and C2: which answers go on by e-mail, when, and how often. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
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
    ['PT2H', 2 * HOUR],
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

  test.each<[string, (shop: Shop, kim: Customer, answer: string) => Promise<unknown>]>([
    ['read', ({ desk }, { id }, upToMessageId) => desk.event(id, 'message.read', { upToMessageId })],
    ['deleted', ({ desk }, { id }, messageId) => desk.event(id, 'message.deleted', { messageId })],
    ['answered', (shop, kim) => shop.asks(kim, '감사합니다')],
    ['closed', ({ desk }, { id }) => desk.event(id, 'conversation.closed', { by: 'agent' })],
    ['closed by the API', ({ desk }, { id }) => desk.command(id, 'close')],
  ])('are sent to nobody once %s, a second before', async (_, happens) => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim);
    const answer = await shop.answers(kim);
    await shop.desk.advance('PT9M59S');
    await happens(shop, kim, answer);
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toEqual([]);
  });

  test.each<[string, string, Fields]>([
    ['wrap-up', 'session.ended', { by: 'agent' }],
    ['a snooze', 'conversation.snoozed', {}],
    ['an agent who takes it', 'conversation.assigned', { agentId: 'lee' }],
    ['leaving', 'customer.disconnected', { connectionId: 'one' }],
  ])('are sent in spite of %s', async (_, type, data) => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    const began = await now(shop);
    await shop.desk.advance('PT1M');
    await shop.desk.event(kim.id, type, data);
    await shop.desk.advance('PT30M');
    expectAt(await delays(shop, kim, began), 10 * MINUTE);
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

  test.each<[string, Fields]>([
    ['a note', { private: true }],
    ['what an agent says in silence', { silent: true }],
    ['a bot', { author: { type: 'bot', id: 'b' } }],
    ['marketing', { author: { type: 'marketing', id: 'm' } }],
    ['the system', { author: { type: 'system' } }],
  ])('is not for %s', async (_, more) => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim);
    await shop.answers(kim, '비밀입니다', more);
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toEqual([]);
    await shop.answers(kim, '공개 답변입니다');
    await shop.desk.advance('PT10M');
    const [mail, ...others] = await shop.mails(kim);
    expect(others).toEqual([]);
    expect(mail?.text).toContain('공개 답변입니다');
    expect(`${mail?.text}${mail?.html}`).not.toContain('비밀입니다');
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
  });
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
