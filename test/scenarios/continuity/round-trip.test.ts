/** C4 and C5: customers answer by e-mail, from real mail programs, and agents stay in one place. */
import { describe, expect, test } from '@jest/globals';
import { MINUTE, SECOND, sharedStack } from '../given';
import { aCustomer, type Mail, REPLY_DOMAIN, Shop } from './mailbox';

const given = sharedStack();
const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

const idsIn = (text = '') => text.match(/<[^<>]+>/g) ?? [];
const idOf = ({ headers }: Mail) => headers['Message-ID'] ?? '';

describe('a conversation in Korean that goes on by e-mail', () => {
  test.each([
    ['gmail', 'outlook'],
    ['outlook', 'gmail'],
  ] as const)('from %s, then from %s', async (first, second) => {
    const shop = await Shop.open(given);
    const kim = aCustomer();
    await shop.asks(kim, '주문한 화분이 아직 안 왔어요. 언제 받을 수 있을까요?');
    await shop.desk.event(kim.id, 'conversation.assigned', { agentId: 'lee' });
    await shop.answers(kim, '안녕하세요, 김민지 고객님.\n내일 오전에 도착할 예정입니다.');
    await shop.desk.advance('PT9M50S');
    expect(await shop.mails(kim)).toEqual([]);
    await shop.desk.advance('PT15S');
    const [mail, ...none] = await shop.mails(kim);
    expect(none).toEqual([]);
    expect(mail).toMatchObject({ to: [kim.email], from: expect.stringContaining('help@threadkeeper.test') });
    expect(mail?.replyTo).toMatch(/^reply\+[a-z2-7]+@/);
    expect(mail?.replyTo?.indexOf('@')).toBeLessThanOrEqual(64);
    for (const part of [mail?.text, mail?.html]) expect(part).toContain('내일 오전에 도착할 예정입니다.');

    const messageId = `<first-${kim.id}@mail.gmail.com>`;
    await shop.reply(kim, mail!, '네, 감사합니다!\n혹시 경비실에 맡겨 주실 수 있나요?', { program: first, messageId });
    expect(await shop.replies(kim)).toEqual([
      expect.objectContaining({
        by: 'customer',
        via: 'email',
        text: '네, 감사합니다!\n혹시 경비실에 맡겨 주실 수 있나요?',
      }),
    ]);
    const told = (await shop.told(kim)).filter(({ data }) => data.via === 'email');
    expect(told).toMatchObject([
      { type: 'message.send', data: { author: { type: 'customer' }, text: expect.stringContaining('경비실') } },
    ]);
    expect(await shop.told(kim, 'agent.notify')).toMatchObject([
      { data: { agentId: 'lee', text: expect.stringContaining(kim.name) } },
    ]);

    const answeredAt = Date.parse((await shop.desk.info()).now);
    await shop.answers(kim, '네, 경비실에 맡겨 두겠습니다.');
    await shop.desk.advance('PT2M');
    const [, next, ...noMore] = await shop.mails(kim);
    expect(noMore).toEqual([]);
    expect(Date.parse(next!.at) - answeredAt).toBeGreaterThanOrEqual(MINUTE);
    expect(Date.parse(next!.at) - answeredAt).toBeLessThanOrEqual(MINUTE + 5 * SECOND);
    expect(next?.headers['In-Reply-To']).toBe(messageId);
    const [root] = idsIn(mail?.headers.References);
    expect(root).toMatch(new RegExp(`@${REPLY_DOMAIN}>$`));
    expect(idsIn(next?.headers.References)).toEqual([root, idOf(mail!), messageId]);
    expect(next?.replyTo).toBe(mail?.replyTo);
    expect(next?.text).not.toContain('내일 오전에 도착할 예정입니다.');

    await shop.reply(kim, next!, '정말 감사합니다. 좋은 하루 보내세요.', { program: second });
    expect((await shop.replies(kim)).map(({ text }) => text)).toEqual([
      expect.stringContaining('경비실'),
      '정말 감사합니다. 좋은 하루 보내세요.',
    ]);
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toHaveLength(2);
  });

  test('what was trimmed off a reply stays available', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await shop.reply(kim, mail, '알겠습니다.');
    const [reply] = await shop.replies(kim);
    expect(reply?.email).toMatchObject({ from: kim.email, subject: `Re: ${mail.subject}` });
    expect(reply?.email?.quoted).toContain('내일 도착합니다.');
    expect(reply?.email?.signature).toContain('010-1234-5678');
    const whole = await fetch(reply!.email!.original!);
    expect(whole.status).toBe(200);
    expect(await whole.text()).toContain(mail.replyTo);
  });

  test('answers between the lines are kept', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const text = [
      '2026년 1월 5일 (월) 오후 6:10, 달빛상점 <help@threadkeeper.test>님이 작성:',
      '',
      '> 내일 도착합니다.',
      '내일은 집에 없어요. 모레는 안 될까요?',
      '> 이 이메일에 바로 회신하셔도 됩니다.',
      '네, 그럴게요.',
    ];
    await shop.reply(kim, mail, '', { program: 'plain', text: text.join('\n') });
    const [reply] = await shop.replies(kim);
    expect(reply?.text).toContain('모레는 안 될까요?');
    expect(reply?.text).toContain('네, 그럴게요.');
  });
});

describe('a reply', () => {
  test('with files brings them as links that can be read', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const attachments = [
      { filename: '깨진 화분.gif', content: GIF, contentType: 'image/gif' },
      { filename: '메모.txt', content: '화분이 깨져서 왔어요', contentType: 'text/plain; charset=utf-8' },
    ];
    await shop.reply(kim, mail, '사진을 보내 드려요.', { attachments });
    const [reply] = await shop.replies(kim);
    expect(reply?.text).toBe('사진을 보내 드려요.');
    expect(reply?.files).toMatchObject([
      { name: '깨진 화분.gif', type: 'image/gif', size: GIF.length },
      { name: '메모.txt', type: 'text/plain' },
    ]);
    const read = await fetch(reply!.files![0]!.url);
    expect(read.status).toBe(200);
    expect(Buffer.from(await read.arrayBuffer())).toEqual(GIF);
    const forged = await fetch(`${reply!.files![0]!.url.slice(0, -2)}xx`);
    expect(forged.status).toBeGreaterThanOrEqual(400);
  });

  test('with a program for a file keeps the words and tells of the file that was left out', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const attachments = [{ filename: '영수증.pdf.exe', content: 'MZ', contentType: 'application/x-msdownload' }];
    await shop.reply(kim, mail, '영수증입니다.', { attachments });
    const [reply] = await shop.replies(kim);
    expect(reply?.text).toContain('영수증입니다.');
    expect(reply?.files ?? []).toEqual([]);
    expect(JSON.stringify(await shop.said(kim))).toContain('영수증.pdf.exe');
  });

  test('of a picture alone is a message too', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const attachments = [{ filename: 'photo.gif', content: GIF, contentType: 'image/gif' }];
    await shop.reply(kim, mail, '', { program: 'plain', attachments });
    expect(await shop.replies(kim)).toMatchObject([{ files: [{ name: 'photo.gif' }] }]);
  });

  test('makes the agents wait as any message does: it opens a closed chat, and starts its triggers', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const waiting = await shop.desk.publish({
      trigger: { type: 'chat.customerWaiting', timing: 'every', wait: 'PT1M' },
    });
    const byMail = await shop.desk.publish({
      trigger: { type: 'message.customer' },
      filter: { fact: 'message.via', op: 'is', value: 'email' },
    });
    await shop.desk.event(kim.id, 'conversation.closed', { by: 'agent' });
    await shop.reply(kim, mail, '아직 안 왔어요.');
    expect(await shop.desk.conversation(kim.id)).toMatchObject({ status: 'open' });
    await shop.desk.advance('PT2M');
    expect(await shop.desk.did(waiting)).toEqual([kim.id]);
    expect(await shop.desk.did(byMail)).toEqual([kim.id]);
  });

  test('notifies nobody where nobody is assigned', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await shop.reply(kim, mail, '네');
    expect(await shop.replies(kim)).toHaveLength(1);
    expect(await shop.told(kim, 'agent.notify')).toEqual([]);
  });

  test('that the channel tells of, as it was told, is the same message', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    const heard = await shop.desk.publish({ trigger: { type: 'message.customer' } });
    await shop.reply(kim, mail, '네, 감사합니다');
    const told = (await shop.told(kim)).find(({ data }) => data.via === 'email');
    const { messageId, author, text, via } = told!.data;
    await shop.desk.event(kim.id, 'message.created', { messageId, author, text, via });
    expect(await shop.desk.did(heard)).toEqual([kim.id]);
  });
});

describe('an answer to a reply', () => {
  test('goes out after the delay for replies, as the workspace has it', async () => {
    const shop = await Shop.open(given, { replyDelay: 'PT4M' });
    const [kim, mail] = await shop.mailed();
    await shop.reply(kim, mail, '네');
    const answeredAt = Date.parse((await shop.desk.info()).now);
    await shop.answers(kim, '또 오세요');
    await shop.desk.advance('PT30M');
    const [, next] = await shop.mails(kim);
    expect(Date.parse(next!.at) - answeredAt).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(Date.parse(next!.at) - answeredAt).toBeLessThanOrEqual(4 * MINUTE + 5 * SECOND);
  });

  test('waits its ten minutes again once the customer is back in the chat', async () => {
    const shop = await Shop.open(given);
    const [kim, mail] = await shop.mailed();
    await shop.reply(kim, mail, '네');
    await shop.asks(kim, '지금 사이트에 있어요');
    await shop.answers(kim, '잠시만요');
    await shop.desk.advance('PT9M');
    expect(await shop.mails(kim)).toHaveLength(1);
    await shop.desk.advance('PT1M5S');
    expect(await shop.mails(kim)).toHaveLength(2);
  });
});

describe('C4: the way back to the site', () => {
  test('is where the customer was, where that is the site; else the site', async () => {
    const shop = await Shop.open(given, { siteUrl: 'https://shop.example/help' });
    const [at, elsewhere] = [aCustomer(), aCustomer()];
    const pages = [
      [at, 'https://shop.example/orders/1042?from=chat'],
      [elsewhere, 'https://evil.example/phish'],
    ] as const;
    for (const [customer, url] of pages) {
      await shop.desk.event(customer.id, 'conversation.started', {
        by: 'customer',
        page: { url },
        customer: { ...customer },
      });
      await shop.asks(customer);
      await shop.answers(customer);
    }
    await shop.desk.advance('PT10M');
    const [[mail], [other]] = [await shop.mails(at), await shop.mails(elsewhere)];
    expect(mail?.text).toContain('https://shop.example/orders/1042?from=chat');
    expect(mail?.html).toContain('href="https://shop.example/orders/1042?from=chat"');
    expect(other?.text).toContain('https://shop.example/help');
    expect(`${other?.text}${other?.html}`).not.toContain('evil.example');
  });

  test('is the link into the conversation where the channel brings customers back: to the same agent, or to a new chat', async () => {
    const shop = await Shop.open(given, { siteUrl: 'https://shop.example/help' });
    const path = `/v1/channels/${shop.desk.channel}/reconnect`;
    const portal = { enabled: true, portalUrl: 'https://shop.example/chat' };
    await shop.desk.ask('PUT', path, { ...portal, timeLimit: 'PT1H' });
    const [soon, late] = [aCustomer({ language: 'en' }), aCustomer({ language: 'en' })];
    for (const { id } of [soon, late]) await shop.desk.event(id, 'customer.connected', { connectionId: id });
    for (const customer of [soon, late]) {
      await shop.asks(customer);
      await shop.desk.event(customer.id, 'conversation.assigned', { agentId: 'lee' });
      await shop.desk.event(customer.id, 'customer.disconnected', { connectionId: customer.id });
      await shop.answers(customer);
    }
    await shop.desk.advance('PT10M');
    const [[mail], [other]] = [await shop.mails(soon), await shop.mails(late)];
    const linkIn = (some?: Mail) =>
      /Continue the conversation\W+(http\S+\/r\/[a-z2-7]+)\s/.exec(some?.text ?? '')?.[1] ?? '';
    const go = (some?: Mail, method = 'POST') => fetch(linkIn(some), { method, redirect: 'manual' });
    for (const _ of ['a scanner', 'another']) expect((await go(mail, 'GET')).status).toBe(200);
    const back = await go(mail);
    expect(back.headers.get('location')).toMatch(/^https:\/\/shop\.example\/chat\?threadkeeper=/);
    await shop.desk.settle();
    expect(await shop.told(soon, 'conversation.resumed')).toMatchObject([
      { data: { agentId: 'lee', sameAgent: true } },
    ]);
    await shop.desk.advance('PT50M');
    const page = await (await go(other, 'GET')).text();
    expect(page).toContain('href="https://shop.example/chat"');
    expect(page).toContain('you can also simply reply to it');
    expect(await shop.told(late, 'conversation.resumed')).toEqual([]);
    await shop.reply(late, other!, '네, 받았어요.');
    expect(await shop.replies(late)).toHaveLength(1);
    expect(await shop.desk.conversation(late.id)).toMatchObject({ status: 'open' });
  });

  test('is not there where the workspace names no site', async () => {
    const shop = await Shop.open(given);
    const [, mail] = await shop.mailed();
    expect(mail.text).not.toContain('상담 이어가기');
  });
});
