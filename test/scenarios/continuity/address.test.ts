/** C3: whoever may be written to is known, asked for, and confirmed. */
import { describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { SECOND, sharedStack } from '../given';
import { answersTo } from '../triggers/tale';
import { aCustomer, type Customer, Shop } from './mailbox';

const given = sharedStack();
const REQUEST = 'system.requestEmail';
/** Whose address nobody knows. */
const stranger = (): Customer => {
  const { email: _, ...known } = aCustomer();
  return known as Customer;
};
const texts = async (shop: Shop, customer: Customer) =>
  (await shop.told(customer)).map(({ type, data }) => [type, data.text]);
const fills = (shop: Shop, { id }: Customer, email: string) =>
  answersTo(REQUEST, shop.desk, id, { fields: { email } }, email);

describe('an address that nobody knows', () => {
  test('is asked for once the customer has said nothing for 5 s, and not before', async () => {
    const shop = await Shop.open(given);
    const kim = stranger();
    await shop.asks(kim);
    const asked = Date.parse((await shop.desk.info()).now);
    await shop.desk.advance('PT4S');
    expect(await texts(shop, kim)).toEqual([]);
    await shop.desk.advance('PT6S');
    const [form, ...more] = await shop.told(kim);
    expect(more).toEqual([]);
    expect(form).toMatchObject({ type: 'form.send', data: { fields: [{ name: 'email', type: 'email' }] } });
    expect(Date.parse(form!.at) - asked).toBeGreaterThanOrEqual(5 * SECOND);
    expect(Date.parse(form!.at) - asked).toBeLessThanOrEqual(10 * SECOND);
  });

  test('is not asked for while the customer goes on writing', async () => {
    const shop = await Shop.open(given);
    const kim = stranger();
    for (const text of ['저기요', '지난주에', '주문했는데요']) {
      await shop.asks(kim, text);
      await shop.desk.advance('PT4S');
      expect(await texts(shop, kim)).toEqual([]);
    }
    await shop.desk.advance('PT6S');
    expect(await texts(shop, kim)).toHaveLength(1);
  });

  test('is asked for once in a conversation', async () => {
    const shop = await Shop.open(given);
    const kim = stranger();
    for (const text of ['안녕하세요', '아직인가요?', '여보세요']) {
      await shop.asks(kim, text);
      await shop.desk.advance('PT2M');
    }
    expect((await shop.told(kim, 'form.send')).length).toBe(1);
  });

  test('once given is confirmed, belongs to the customer, and is written to', async () => {
    const shop = await Shop.open(given);
    const kim = stranger();
    await shop.asks(kim);
    await shop.desk.advance('PT10S');
    const email = `given-${kim.id}@mail.example`;
    await fills(shop, kim, email);
    await shop.desk.settle();
    const [, confirmation] = await texts(shop, kim);
    expect(confirmation).toEqual(['message.send', expect.stringContaining(email)]);
    await shop.answers(kim);
    await shop.desk.advance('PT10M');
    expect(await shop.mails({ email })).toHaveLength(1);
  });

  test.each([
    ['accented', 'josé@mail.example', /악센트/],
    ['of other letters', '김민지@mail.example', /악센트/],
    ['at an accented domain', 'kim@münchen.example', /악센트/],
    ['of look-alikes', 'kim@mаil.example', /악센트/],
    ['without a domain', 'kim', /kim@example\.com/],
    ['of a domain without a dot', 'kim@localhost', /kim@example\.com/],
    ['of two', 'kim@mail.example, lee@mail.example', /kim@example\.com/],
    ['with a header in it', 'kim@mail.example\r\nBcc: all@mail.example', /./],
    ['of 300 letters', `${'k'.repeat(300)}@mail.example`, /kim@example\.com/],
  ])(
    'is refused when it is %s, with a message that says why; a right one is taken after it',
    async (_, wrong, says) => {
      const shop = await Shop.open(given);
      const kim = stranger();
      await shop.asks(kim);
      await shop.desk.advance('PT10S');
      await fills(shop, kim, wrong);
      await shop.desk.settle();
      const [, again, ...more] = await shop.told(kim);
      expect(more).toEqual([]);
      expect(JSON.stringify(again?.data)).toMatch(says);
      const email = `right-${kim.id}@mail.example`;
      await fills(shop, kim, email);
      await shop.answers(kim);
      await shop.desk.advance('PT10M');
      expect(await shop.mails({ email })).toHaveLength(1);
    },
  );
});

test('blanks around an address are no part of it: filled in, and told by a channel', async () => {
  const shop = await Shop.open(given);
  const kim = stranger();
  await shop.asks(kim);
  await shop.desk.advance('PT10S');
  const email = `blanks-${kim.id}@mail.example`;
  await fills(shop, kim, ` ${email}\t`);
  await shop.desk.settle();
  expect((await texts(shop, kim)).at(-1)).toEqual(['message.send', `답변은 이메일(${email})로도 보내 드립니다.`]);
  const ann = aCustomer();
  await shop.asks({ ...ann, email: ` ${ann.email} ` });
  await shop.desk.advance('PT10S');
  expect(await texts(shop, ann)).toEqual([['message.send', `답변은 이메일(${ann.email})로도 보내 드립니다.`]]);
});

test('a known address is confirmed by a line, in the language of the customer', async () => {
  const shop = await Shop.open(given);
  const [kim, ann] = [aCustomer(), aCustomer({ language: 'en-GB' })];
  await shop.asks(kim);
  await shop.asks(ann);
  await shop.desk.advance('PT10S');
  expect(await texts(shop, kim)).toEqual([['message.send', `답변은 이메일(${kim.email})로도 보내 드립니다.`]]);
  expect(await texts(shop, ann)).toEqual([['message.send', expect.stringMatching(/by e-mail to/)]]);
});

test.each<[string, Fields]>([
  ['accented', { email: 'josé@mail.example' }],
  ['malformed', { email: 'kim at mail' }],
  ['of two dots in a row', { email: 'kim..lee@mail.example' }],
  ['of a machine', { email: 'kim@[127.0.0.1]' }],
  ['too long before the @', { email: `${'k'.repeat(65)}@mail.example` }],
])('a known address that is %s counts as none: another is asked for, nothing is sent to it', async (_, wrong) => {
  const shop = await Shop.open(given);
  const kim = { ...aCustomer(), ...wrong } as Customer;
  await shop.asks(kim);
  await shop.desk.advance('PT10S');
  expect(await shop.told(kim, 'form.send')).toHaveLength(1);
  await shop.answers(kim);
  await shop.desk.advance('PT30M');
  expect(await shop.outcomes(kim)).toEqual([]);
  const evaluations = await shop.desk.evaluations(kim.id, 'system.continuity');
  expect(evaluations.at(-1)).toMatchObject({ fired: false, reason: { fact: 'customer.email', actual: wrong.email } });
});
