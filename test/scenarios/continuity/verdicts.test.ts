/** C9: which replies are the customer's, and what becomes of the others. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { sharedStack } from '../given';
import { type Customer, type Mail, Shop } from './mailbox';

const given = sharedStack();
let shop: Shop;
let people: [Customer, Mail][];
beforeAll(async () => {
  shop = await Shop.open(given);
  people = await shop.mailedAtOnce(40);
});
/** A customer who has the answer in the mailbox, and whom no other test knows. */
const someone = (): [Customer, Mail] => people.pop()!;
const NONE = { dmarc: 'gray', spf: 'gray', dkim: 'gray' };

/** A reply as it is on the wire; `from` and `envelope` default to the customer. */
const raw = ({ email }: Customer, mail: Mail, { from = email, more = '' } = {}) =>
  [
    `From: ${from}`,
    `To: ${mail.replyTo}`,
    `Subject: Re: x`,
    `Message-ID: <${email}.${mail.id}>`,
    more,
    '',
    '네, 좋아요.',
    '',
  ]
    .filter((line, at) => line !== '' || at > 4)
    .join('\r\n');

/** What the agents see of a reply that came in so. */
async function taken(made: (kim: Customer, mail: Mail) => Fields): Promise<(string | undefined)[]> {
  const [kim, mail] = someone();
  await shop.desk.ask('POST', '/_local/mail', made(kim, mail));
  const [replies, notes] = [await shop.replies(kim), await shop.notes(kim)];
  expect(replies.length + notes.length).toBeLessThanOrEqual(1);
  if (replies.length > 0) return ['message'];
  return notes[0] ? ['note', notes[0].email?.notCounted] : ['nothing'];
}

describe('a reply is the customer’s', () => {
  test.each<[string, (kim: Customer, mail: Mail) => Fields]>([
    ['when all is well', (kim, mail) => ({ raw: raw(kim, mail) })],
    ['whatever the case of its address', (kim, mail) => ({ raw: raw(kim, mail, { from: kim.email.toUpperCase() }) })],
    ['with a name beside it', (kim, mail) => ({ raw: raw(kim, mail, { from: `"Kim, Minji" <${kim.email}>` }) })],
    [
      'to the reply address in capitals, which some mail systems make',
      (kim, mail) => ({ raw: raw(kim, mail), to: [mail.replyTo!.toUpperCase()] }),
    ],
    [
      'of a domain without a DMARC policy, signed by it',
      (kim, mail) => ({ raw: raw(kim, mail), from: 'x@relay.example', verdicts: { ...NONE, dkim: 'pass' } }),
    ],
    [
      'of a domain without a DMARC policy, sent from its servers',
      (kim, mail) => ({ raw: raw(kim, mail), verdicts: { ...NONE, spf: 'pass' } }),
    ],
  ])('%s', async (_, made) => {
    expect(await taken(made)).toEqual(['message']);
  });
});

describe('a reply is an unverified note for the agents', () => {
  test.each<[string, (kim: Customer, mail: Mail) => Fields]>([
    ['from another address', (kim, mail) => ({ raw: raw(kim, mail, { from: 'other@mail.example' }) })],
    [
      'from another address that calls itself the customer',
      (kim, mail) => ({ raw: raw(kim, mail, { from: `"${kim.email}" <evil@evil.example>` }) }),
    ],
    [
      'with the address as a name without quotes',
      (kim, mail) => ({ raw: raw(kim, mail, { from: `${kim.email} <evil@evil.example>` }) }),
    ],
    ['with two senders', (kim, mail) => ({ raw: raw(kim, mail, { from: `${kim.email}, evil@evil.example` }) })],
    ['with two From', (kim, mail) => ({ raw: raw(kim, mail, { more: 'From: evil@evil.example' }) })],
    ['that DMARC fails', (kim, mail) => ({ raw: raw(kim, mail), verdicts: { dmarc: 'fail' } })],
    [
      'that DMARC fails by a policy that asks for nothing',
      (kim, mail) => ({ raw: raw(kim, mail), verdicts: { dmarc: 'fail', dmarcPolicy: 'none' } }),
    ],
    [
      'whose DMARC could not be looked up',
      (kim, mail) => ({ raw: raw(kim, mail), verdicts: { dmarc: 'processing_failed' } }),
    ],
    ['without a policy, signature or envelope', (kim, mail) => ({ raw: raw(kim, mail), verdicts: NONE })],
    [
      'without a policy, signed by another domain',
      (kim, mail) => ({
        ...{ raw: raw(kim, mail), from: 'x@relay.example' },
        verdicts: { ...NONE, dkim: 'pass', dkimDomain: 'evil.example' },
      }),
    ],
    [
      'without a policy, from the servers of another domain',
      (kim, mail) => ({ raw: raw(kim, mail), from: 'x@evil.example', verdicts: { ...NONE, spf: 'pass' } }),
    ],
    [
      'without a policy, signed by a domain whose name only looks like it',
      (kim, mail) => ({
        ...{ raw: raw(kim, mail), from: 'x@relay.example' },
        verdicts: { ...NONE, dkim: 'pass', dkimDomain: 'evilmail.example' },
      }),
    ],
    [
      'that says itself what its verdict is',
      (kim, mail) => ({
        ...{
          raw: raw(kim, mail, {
            more: 'Authentication-Results: amazonses.com; spf=pass; dkim=pass header.i=@mail.example; dmarc=pass;',
          }),
        },
        ...{ from: 'x@evil.example', verdicts: { ...NONE, dmarc: 'fail' } },
      }),
    ],
  ])('%s', async (_, made) => {
    expect(await taken(made)).toEqual(['note', expect.stringMatching(/\w+ .+/)]);
  });

  test('which tells what it says, opens nothing, answers nothing, ends no wait, and wakes nobody', async () => {
    const [kim, mail] = someone();
    const heard = await shop.desk.publish({ trigger: { type: 'message.customer' } });
    await shop.desk.event(kim.id, 'conversation.assigned', { agentId: 'lee' });
    await shop.desk.event(kim.id, 'conversation.closed', { by: 'agent' });
    await shop.desk.ask('POST', '/_local/mail', { raw: raw(kim, mail), verdicts: { dmarc: 'fail' } });
    expect(await shop.desk.conversation(kim.id)).toMatchObject({ status: 'closed' });
    expect(await shop.notes(kim)).toMatchObject([{ text: expect.stringContaining('네, 좋아요.') }]);
    expect(await shop.told(kim, 'note.add')).toMatchObject([
      { data: { text: expect.stringContaining('네, 좋아요.') } },
    ]);
    expect(await shop.told(kim, 'agent.notify')).toEqual([]);
    expect(await shop.desk.did(heard)).toEqual([]);
  });

  test('over SMTP too, as the header for trying things out says', async () => {
    const [kim, mail] = someone();
    await shop.reply(kim, mail, '네, 좋아요.', { headers: { 'X-Threadkeeper-Verdict': 'dmarc=fail' } });
    expect(await shop.replies(kim)).toEqual([]);
    expect(await shop.notes(kim)).toHaveLength(1);
  });

  test('when it is of one customer, with the token of another', async () => {
    const [[kim], [lee, leesMail]] = [someone(), someone()];
    await shop.reply(kim, leesMail, '제가 아닌데요');
    expect(await shop.replies(lee)).toEqual([]);
    expect(await shop.replies(kim)).toEqual([]);
    expect(await shop.notes(lee)).toHaveLength(1);
  });
});

test('a reply to an address that was taken out of use is a note', async () => {
  const [kim, mail] = someone();
  expect((await shop.desk.command(kim.id, 'revokeReplies')).status).toBe(200);
  await shop.reply(kim, mail, '네, 좋아요.');
  expect(await shop.replies(kim)).toEqual([]);
  expect(await shop.notes(kim)).toMatchObject([{ text: expect.stringContaining('네, 좋아요.') }]);
});

describe('a reply without a valid token', () => {
  const swapped = (address: string, at: number) => {
    const letter = address[at] === 'a' ? 'b' : 'a';
    return [...address].with(at, letter).join('');
  };
  test.each<[string, (address: string) => string]>([
    ['with a changed key', (address) => swapped(address, 6)],
    ['with a changed thread', (address) => swapped(address, 7)],
    ['with a changed signature', (address) => swapped(address, address.indexOf('@') - 1)],
    ['that is too short', (address) => address.replace(/.@/, '@')],
    ['that is too long', (address) => address.replace('@', 'a@')],
    ['that is none', (address) => address.replace(/^[^@]*/, 'reply')],
  ])('%s reaches no conversation', async (_, changed) => {
    const [kim, mail] = someone();
    const before = await shop.said(kim);
    await shop.reply(kim, { ...mail, replyTo: changed(mail.replyTo!) }, '위조된 답장');
    expect(await shop.said(kim)).toEqual(before);
  });

  test('is not accepted for other domains', async () => {
    const [kim, mail] = someone();
    const replyTo = mail.replyTo!.replace(/@.*/, '@elsewhere.example');
    await expect(shop.reply(kim, { ...mail, replyTo }, 'x')).rejects.toMatchObject({ responseCode: 550 });
  });
});
