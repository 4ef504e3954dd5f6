import { describe, expect, test } from '@jest/globals';
import { type Automatic, automaticSign } from '../../../src/mail/inbound/automatic';
import { readMail } from '../../../src/mail/inbound/read-mail';
import { bounces } from './corpus/bounces';
import type { CorpusMail } from './corpus/mail';
import { people } from './corpus/people';
import { services } from './corpus/services';
import { vacation } from './corpus/vacation';
import { delivered, letter, US } from './given';

async function signOf({ mail, source }: Pick<CorpusMail, 'mail' | 'source'>): Promise<Automatic | undefined> {
  const { raw, receipt } = delivered(mail, { source });
  return automaticSign(await readMail(raw), receipt, US);
}
const named = (mails: readonly CorpusMail[]) => mails.map((mail) => [mail.name, mail] as const);

describe('what programs send is known', () => {
  test.each(named([...vacation, ...bounces, ...services]))('%s', async (_, mail) => {
    expect(await signOf(mail)).toBeDefined();
  });

  test('there are enough of them', () =>
    expect(vacation.length + bounces.length + services.length).toBeGreaterThan(45));

  test('reports are known as such, and so are lists and our own', async () => {
    const kinds = async (mails: readonly CorpusMail[]) =>
      (await Promise.all(mails.map(signOf))).map((sign) => sign?.kind);
    expect(new Set(await kinds(bounces))).toEqual(new Set(['bounce', 'report']));
    expect(new Set(await kinds(vacation))).toEqual(new Set(['autoReply']));
    expect(await kinds(services.filter(({ name }) => /our own/.test(name)))).toEqual(['own', 'own']);
    expect(await kinds(services.filter(({ name }) => /list|group|newsletter/.test(name)))).toEqual([
      'list',
      'list',
      'list',
    ]);
  });
});

describe('what people write is not taken for it', () => {
  test.each(named(people))('%s', async (_, mail) => expect(await signOf(mail)).toBeUndefined());
});

describe('one sign of a program is enough', () => {
  test.each([
    'Auto-Submitted: auto-replied',
    'Auto-Submitted: auto-generated; x=y',
    'Auto-Submitted: AUTO-NOTIFIED',
    'auto-submitted:auto-replied',
    'X-Autoreply: yes',
    'X-Autorespond: x',
    'Precedence: bulk',
    'Precedence: Junk',
    'Precedence: auto_reply',
    'X-Precedence: bulk',
    'Preference: auto_reply',
    'X-POST-MessageClass: 9; Autoresponder',
  ])('%s', async (line) => {
    expect(await signOf({ mail: letter([line]), source: 'kim@example.com' })).toMatchObject({ kind: 'autoReply' });
  });

  test('a second Auto-Submitted cannot hide it', async () => {
    const mail = letter(['Auto-Submitted: no', 'Auto-Submitted: auto-replied']);
    expect(await signOf({ mail, source: 'kim@example.com' })).toBeDefined();
  });
});

test('our header is no sign where somebody else writes it, nor in a part of the mail', async () => {
  const marked = letter(['X-Threadkeeper-Thread: abcdefghijklmnop']);
  expect(await signOf({ mail: marked, source: 'kim@example.com' })).toBeUndefined();
  const nested = `Content-Type: message/rfc822\r\n\r\nFrom: help@shop.example\r\nX-Threadkeeper-Thread: abcdefghijklmnop\r\n\r\nHello\r\n--b--`;
  const mail = letter(['Content-Type: multipart/mixed; boundary=b'], `--b\r\n\r\nSee below\r\n--b\r\n${nested}`);
  expect(await signOf({ mail, source: 'kim@example.com' })).toBeUndefined();
});

test('whoever has an address of our own domain is a person too, but for what comes from the domain of replies', async () => {
  const from = (address: string) => signOf({ mail: letter([`From: ${address}`]), source: address });
  expect(await from('lee@shop.example')).toBeUndefined();
  expect(await from('lee@mail.shop.example')).toBeUndefined();
  expect(await from('REPLY+x@Reply.Shop.Example')).toMatchObject({ kind: 'own' });
  const { raw, receipt } = delivered(letter(['From: x@reply.shop.example']));
  const ourselves = { ...US, replyDomain: 'Reply.Shop.EXAMPLE' };
  expect(automaticSign(await readMail(raw), receipt, ourselves)).toMatchObject({ kind: 'own' });
});

test('a report that does not say of what is one of delivery', async () => {
  const mail = letter(['Content-Type: multipart/report; boundary=b'], '--b\r\n\r\nIt could not be delivered.\r\n--b--');
  expect(await signOf({ mail, source: 'kim@example.com' })).toMatchObject({ kind: 'bounce' });
});

test('whose envelope is of a mail server is of that', async () => {
  for (const source of ['MAILER-DAEMON@mx.example.net', 'postmaster@example.com'])
    expect(await signOf({ mail: letter(), source })).toMatchObject({ kind: 'bounce' });
  expect(await signOf({ mail: letter(), source: 'postmasters@example.com' })).toBeUndefined();
});

test('who is not to be answered wrote nothing, be it told by the envelope or by the server that took the mail', async () => {
  expect(await signOf({ mail: letter(), source: '' })).toMatchObject({ kind: 'autoReply' });
  const { raw, receipt } = delivered(letter());
  const returned = Buffer.from(String(raw).replace(/^Return-Path: .*/, 'Return-Path: <>'));
  expect(automaticSign(await readMail(returned), receipt, US)).toMatchObject({ kind: 'autoReply' });
});
