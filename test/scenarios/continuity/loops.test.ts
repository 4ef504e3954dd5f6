/** C8: no loops, no mail to whom does not want it, and nothing hidden. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Client, Fields } from '../client';
import { sharedStack } from '../given';
import { type Customer, HELP, type Mail, Shop } from './mailbox';

const given = sharedStack();

interface Listed {
  items: Fields[];
}
const suppressed = async ({ desk }: Shop) => (await desk.ask<Listed>('GET', '/v1/suppressions')).items;
async function does(desk: Client, { id }: Mail, what: string, body: Fields = {}): Promise<Fields> {
  const answer = await desk.ask<Fields>('POST', `/_local/mail/${id}/${what}`, body);
  await desk.settle();
  return answer;
}
const unsubscribeLink = ({ headers }: Mail) => /<(http[^>]+)>/.exec(headers['List-Unsubscribe'] ?? '')![1]!;

describe('an e-mail', () => {
  test('says that no person sent it, and how to get no more', async () => {
    const shop = await Shop.open(given);
    const [, mail] = await shop.mailed();
    expect(mail.headers).toMatchObject({
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'List-Unsubscribe': expect.stringMatching(/^<https?:\/\/[^<>\s]+>$/),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      From: expect.stringContaining(HELP),
    });
    expect(mail.text).toContain(unsubscribeLink(mail));
  });

  test('belongs to a thread of its own for each conversation', async () => {
    const shop = await Shop.open(given);
    const [, one] = await shop.mailed();
    const [, other] = await shop.mailed();
    expect(one.headers.References).not.toBe(other.headers.References);
    expect(one.replyTo).not.toBe(other.replyTo);
  });
});

describe('who unsubscribes', () => {
  test('with one click gets no more mail of this workspace, visibly, whatever is answered', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    expect(await does(shop.desk, mail, 'unsubscribe')).toEqual({ status: 200 });
    expect(await suppressed(shop)).toMatchObject([{ address: kim.email, reason: 'unsubscribe' }]);
    await shop.answers(kim, '하나 더요.');
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
    expect((await shop.outcomes(kim)).at(-1)).toMatchObject({
      state: 'skipped',
      detail: expect.stringMatching(/unsubscribe/i),
    });
    const other = await Shop.open(given);
    await other.asks(kim);
    await other.answers(kim, '다른 가게입니다.');
    await other.desk.advance('PT10M');
    expect(await shop.mails(kim)).toHaveLength(2);
  });

  test('is asked first where a program only looks at the link', async () => {
    const shop = await Shop.open(given);
    const [, mail] = await shop.mailed();
    const page = await fetch(unsubscribeLink(mail));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const html = await page.text();
    expect(html).toContain('<form');
    expect(html).toContain('수신 거부');
    expect(await suppressed(shop)).toEqual([]);
    const [, name = '', value = ''] = /<input type="hidden" name="([^"]+)" value="([^"]+)"/.exec(html) ?? [];
    const pressed = await fetch(unsubscribeLink(mail), {
      method: 'POST',
      body: new URLSearchParams({ [name]: value }),
    });
    expect([pressed.status, await suppressed(shop)]).toMatchObject([200, [{ reason: 'unsubscribe' }]]);
  });

  test('needs a link of ours', async () => {
    const shop = await Shop.open(given);
    const [, mail] = await shop.mailed();
    const link = unsubscribeLink(mail);
    const changed = [...link].with(-3, link.at(-3) === 'a' ? 'b' : 'a').join('');
    for (const method of ['GET', 'POST'])
      for (const url of [changed, `${link}a`, link.slice(0, -1), link.toUpperCase().replace(/^HTTP/, 'http')]) {
        const { status } = await fetch(url, { method });
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
    expect(await suppressed(shop)).toEqual([]);
  });

  test('gets mail again once an operator takes the address off the list', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await does(shop.desk, mail, 'unsubscribe');
    const { status } = await shop.desk.request('DELETE', `/v1/suppressions/${encodeURIComponent(kim.email)}`);
    expect(status).toBe(204);
    await shop.answers(kim, '다시 보냅니다.');
    await shop.desk.advance('PT10M');
    expect(await shop.mails(kim)).toHaveLength(2);
  });
});

describe('what became of an e-mail', () => {
  test.each([
    ['a mailbox that is not there', 'bounce', { kind: 'permanent' }, 'bounce'],
    ['a complaint', 'complaint', {}, 'complaint'],
  ])('%s: no further mail, and the agents are told', async (_, what, body, reason) => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await does(shop.desk, mail, what, body);
    await shop.desk.settle();
    expect(await suppressed(shop)).toMatchObject([{ address: kim.email, reason }]);
    expect(await shop.notes(kim)).toMatchObject([{ private: true, text: expect.stringContaining(kim.email) }]);
    expect(await shop.told(kim, 'note.add')).toHaveLength(1);
    await shop.answers(kim, '하나 더요.');
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(1);
    expect((await shop.outcomes(kim)).at(-1)).toMatchObject({
      state: 'skipped',
      detail: expect.stringMatching(/\w+ .+/),
    });
  });

  test('a mailbox that is full for now changes nothing', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await does(shop.desk, mail, 'bounce', { kind: 'transient' });
    await shop.desk.settle();
    expect(await suppressed(shop)).toEqual([]);
    await shop.answers(kim, '하나 더요.');
    await shop.desk.advance('PT10M');
    expect(await shop.mails(kim)).toHaveLength(2);
  });
});

describe('never a reply', () => {
  let shop: Shop;
  let people: [Customer, Mail][];
  beforeAll(async () => {
    shop = await Shop.open(given);
    people = await shop.mailedAtOnce(9);
  });

  /** Mails that machines send to where answers go; `envelope` where it matters. */
  const machines: [string, (kim: { email: string }, mail: Mail) => Fields][] = [
    ['an absence note (RFC 3834)', () => ({ headers: { 'Auto-Submitted': 'auto-replied' } })],
    [
      'an absence note of Outlook',
      () => ({ headers: { 'X-Auto-Response-Suppress': 'All' }, subject: '자동 회신: 부재중' }),
    ],
    ['an absence note of old programs', () => ({ headers: { 'X-Autoreply': 'yes', Precedence: 'bulk' } })],
    ['a mail of nobody', ({ email }) => ({ from: email, envelope: { from: '' } })],
    ['a mailing list', () => ({ headers: { 'List-Id': '<news.mail.example>', Precedence: 'list' } })],
    ['a mail system', () => ({ from: 'MAILER-DAEMON@mail.example', envelope: { from: '' } })],
  ];
  test.each(machines)('%s', async (_, made) => {
    const [kim, mail] = people.pop()!;
    const { envelope, ...more } = made(kim, mail) as Fields & { envelope?: { from: string } };
    await shop.reply(kim, mail, '지금은 자리에 없습니다.', {
      ...more,
      ...(envelope && { envelope: { ...envelope, to: [mail.replyTo!] } }),
    });
    expect(await shop.replies(kim)).toEqual([]);
    expect(await shop.desk.conversation(kim.id)).toMatchObject({ unread: 1 });
    await shop.desk.advance('PT11M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('a report that a mail could not be delivered (RFC 3464)', async () => {
    const [kim, mail] = people.pop()!;
    const report = [
      'From: Mail Delivery Subsystem <mailer-daemon@mail.example>',
      `To: ${mail.replyTo}`,
      'Subject: Delivery Status Notification (Failure)',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      ...['MIME-Version: 1.0', '', '--b', 'Content-Type: text/plain', '', 'No such user.', '--b'],
      ...[
        'Content-Type: message/delivery-status',
        '',
        `Final-Recipient: rfc822; ${kim.email}`,
        'Action: failed',
        '--b--',
        '',
      ],
    ];
    await shop.post({ envelope: { from: '', to: [mail.replyTo!] }, raw: report.join('\r\n') });
    expect(await shop.replies(kim)).toEqual([]);
    await shop.desk.advance('PT11M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('our own mail, come back', async () => {
    const [kim, mail] = people.pop()!;
    const raw = (await shop.desk.request<string>('GET', `/_local/mail/${mail.id}/raw`)).body;
    await shop.post({ envelope: { from: HELP, to: [mail.replyTo!] }, raw });
    expect(await shop.replies(kim)).toEqual([]);
    await shop.desk.advance('PT11M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('an absence note as the mailbox page plays it, and the agents see that it came', async () => {
    const [kim, mail] = people.pop()!;
    await shop.desk.ask('POST', '/_local/mail', { reply: { to: mail.id, text: '휴가 중입니다', client: 'autoReply' } });
    expect(await shop.replies(kim)).toEqual([]);
    expect(await shop.notes(kim)).toMatchObject([{ email: { notCounted: expect.stringMatching(/\w+ .+/) } }]);
  });
});

describe('more than 20 mails an hour', () => {
  test('of one customer are put aside, visibly; the next hour takes them again', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const [lee, leesMail] = await shop.mailed();
    for (let at = 1; at <= 23; at++) await shop.reply(kim, mail, `답장 ${at}`, { program: 'plain' });
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, at) => `답장 ${at + 1}`),
    );
    const parked = (await shop.desk.ask<Listed>('GET', '/v1/parked')).items;
    expect(parked).toHaveLength(3);
    expect(parked).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(/20/) }));
    expect(await shop.notes(kim)).toHaveLength(1);
    await shop.reply(lee, leesMail, '저는 한 통만', { program: 'plain' });
    expect(await shop.replies(lee)).toHaveLength(1);
    await shop.desk.advance('PT1H');
    await shop.reply(kim, mail, '한 시간 뒤', { program: 'plain' });
    expect((await shop.replies(kim)).at(-1)?.text).toBe('한 시간 뒤');
    expect((await shop.desk.request('POST', `/v1/parked/${parked[0]?.id}/retry`)).status).toBeLessThan(300);
    expect(await shop.replies(kim)).toHaveLength(22);
  });
});
