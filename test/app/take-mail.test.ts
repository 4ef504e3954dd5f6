import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NO_WORKSPACE } from '../../src/app/park';
import { readEventMessage } from '../../src/app/read-event';
import { takeMail } from '../../src/app/take-mail';
import type { ConversationRef } from '../../src/engine/event';
import { NOTE_WORDS } from '../../src/mail/inbound/note-words';
import { replyAddress, threadId } from '../../src/mail/reply-address';
import { readToken } from '../../src/mail/signed-token';
import { StoreError } from '../../src/ports/store-error';
import { AT, CUSTOMER, delivered, letter, US } from '../mail/inbound/given';
import { anyString } from '../support/any-string';
import { LINKS, MailWorld } from './mail-world';
import { ref, START } from './world';

let given: MailWorld;
beforeEach(async () => {
  given = await MailWorld.open();
});

const attached = (...files: readonly [name: string, content: string][]) =>
  letter(
    ['Content-Type: multipart/mixed; boundary=b', 'Content-Transfer-Encoding: 7bit'],
    [
      '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n파일 보냅니다.',
      ...files.map(
        ([name, content]) =>
          `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64')}`,
      ),
      '--b--',
    ].join('\r\n'),
  );

describe('a verified answer', () => {
  test('is the customer’s message, marked as come by e-mail, that the channel has to be told', async () => {
    const quoted = `네, 주세요.\r\n\r\n> 무슨 색으로 드릴까요?\r\n\r\n-- \r\n김민지`;
    expect(await given.arrives(letter([], quoted))).toEqual({ reply: 1 });
    expect(given.messages).toEqual([
      {
        ...{ schema: 1, id: expect.stringMatching(/^mail-[a-z2-7]{26}$/), type: 'message.created' },
        ...{ workspaceId: 'main', channelId: 'web', subject: 'chat-1', origin: 'command', receivedAt: START, time: AT },
        data: {
          messageId: expect.stringMatching(/^mail-[a-z2-7]{26}$/),
          author: { type: 'customer', id: 'cu-1' },
          text: '네, 주세요.',
          via: 'email',
        },
        email: {
          ...{ messageId: '<answer-1@mail.example.com>', from: CUSTOMER, subject: 'Re: 문의' },
          ...{
            threadId: given.thread.id,
            original: 'inbound/ses-1',
            signature: '김민지',
            quoted: '> 무슨 색으로 드릴까요?',
          },
        },
      },
    ]);
    expect(await given.parked()).toEqual([]);
  });

  test('of a server whose clock is ahead is of now', async () => {
    const { raw, receipt } = delivered(letter(), { recipients: [given.address] });
    await given.world.ports.mailStore.put(receipt.key, raw, { type: 'message/rfc822', name: 'mail' });
    await takeMail({ receipt: { ...receipt, receivedAt: START + 60_000 }, attempt: 0 }, given.deps);
    expect(given.messages).toMatchObject([{ time: START, receivedAt: START }]);
  });

  test('adds to the thread, so that the next mail refers to it', async () => {
    await given.arrives();
    expect((await given.deps.mailThreads.get(given.thread.id))?.messageIds).toEqual(['<answer-1@mail.example.com>']);
  });

  test('with a Message-ID that no header may repeat is taken, and not referred to', async () => {
    for (const id of ['<a@b> <c@d>', 'nothing', `<${'x'.repeat(2_000)}@y>`, '<=?utf-8?B?7J20?=@y>'])
      expect(await given.arrives(letter([`Message-ID: ${id}`]))).toEqual({ reply: 1 });
    expect((await given.deps.mailThreads.get(given.thread.id))?.messageIds).toEqual([]);
    for (const { email } of given.messages) expect(email?.messageId).toMatch(/^<[^<>\s]+@unknown\.invalid>$/);
  });

  test('of HTML alone, in any encoding', async () => {
    const quote =
      '<div class="gmail_quote"><div class="gmail_attr">2026년 1월 5일 (월) 오후 6:00, Shop님이 작성:</div><blockquote class="gmail_quote">무슨 색?</blockquote></div>';
    const html = `<div dir="ltr">네, 좋아요</div>${quote}`;
    await given.arrives(letter(['Content-Type: text/html; charset=utf-8'], html));
    expect(given.messages[0]?.data.text).toBe('네, 좋아요');
  });

  test('that is long comes whole, as it does from providers', async () => {
    const long = '가나다라 '.repeat(8_000).trim();
    await given.arrives(letter([], long));
    const [{ data, textCut, textRest } = { data: {} }] = given.messages as [(typeof given.messages)[0]];
    expect(data.text).toHaveLength(20_000);
    expect(textCut).toBe(true);
    expect(`${data.text}${textRest}`).toBe(long);
  });

  test('that is very long is cut where a conversation cannot hold it, and an agent is told where the rest is', async () => {
    await given.arrives(letter([], '가나다라 '.repeat(100_000)));
    const [reply, left] = given.messages;
    expect(JSON.stringify(reply).length).toBeLessThan(100_000);
    expect(left).toMatchObject({ data: { private: true, author: { type: 'system' } } });
    expect(left?.data.text).toContain(`${LINKS}/files/`);
  });

  test('that is as long as a conversation can hold is whole, and nobody is told otherwise', async () => {
    await given.arrives(letter([], 'x'.repeat(50_000)));
    expect(given.messages).toHaveLength(1);
    await given.arrives(letter(['Message-ID: <2@x.example>'], 'x'.repeat(50_001)));
    expect(given.messages).toHaveLength(3);
  });

  test('that stands before more than can be read comes, and an agent is told where the rest is', async () => {
    await given.arrives(letter([], `네, 주세요.\r\n\r\n${'> 지난 이야기\r\n'.repeat(120_000)}`));
    const [reply, left] = given.messages;
    expect(reply?.data.text).toBe('네, 주세요.');
    expect(left?.data.text).toContain(NOTE_WORDS.en.longText);
  });

  test('every event is one that the evaluator reads', async () => {
    await given.arrives(attached(['a.png', 'x'], ['a.exe', 'x']));
    await given.arrives(letter(['From: mallory@example.com', 'Message-ID: <2@x.example>']));
    const sent = given.world.sent('events').map((message) => readEventMessage(JSON.stringify(message)));
    expect(sent).toHaveLength(3);
  });
});

describe('what is attached', () => {
  test('is stored, and linked by what cannot be guessed', async () => {
    await given.arrives(attached(['사진 1.png', 'png'], ['견적.pdf', 'pdf']));
    const [{ data } = { data: {} as never }] = given.messages;
    expect(data.files).toEqual([
      { name: '사진 1.png', type: 'image/png', size: 3, url: expect.stringContaining(`${LINKS}/files/`) },
      { name: '견적.pdf', type: 'application/pdf', size: 3, url: expect.any(String) },
    ]);
    const token = data.files?.[0]?.url.split('/').at(-1) ?? '';
    const { payload = '' } = readToken('files', token, await given.deps.signingKeys.list()) ?? {};
    expect(payload).toMatch(/^attachments\/[a-z2-7]{52}\/사진 1\.png$/);
    const stored = given.world.ports.mailStore.files.get(payload);
    expect({ ...stored, bytes: String(Buffer.from(stored?.bytes ?? [])) }).toEqual({
      bytes: 'png',
      type: 'image/png',
      name: '사진 1.png',
    });
  });

  test('and not taken over is told to agents, with a way to it; the customer’s words stay as they are', async () => {
    expect(await given.arrives(attached(['a.png', 'x'], ['setup.exe', 'x']))).toEqual({ reply: 1 });
    const [reply, note] = given.messages;
    expect(reply?.data).toMatchObject({ text: '파일 보냅니다.', files: [{ name: 'a.png' }] });
    expect(note?.data).toMatchObject({
      private: true,
      author: { type: 'system' },
      text: expect.stringContaining('setup.exe'),
    });
    expect(note?.data.text).toContain(`${LINKS}/files/`);
  });

  test('without a word is a message without a text', async () => {
    const mail = letter(['Content-Type: image/png', 'Content-Transfer-Encoding: base64'], 'eA==');
    expect(await given.arrives(mail)).toEqual({ reply: 1 });
    expect(given.messages[0]?.data).toMatchObject({ files: [{ name: 'attachment-1.png' }] });
    expect(given.messages[0]?.data).not.toHaveProperty('text');
  });
});

describe('what does not count stands in the conversation as a private note that says why', () => {
  test.each([
    ['from somebody else', ['From: mallory@example.com'], {}, 'mallory@example.com'],
    ['spoofed', [], { verdicts: { dmarc: 'FAIL' as const }, dmarcPolicy: 'reject' }, 'DMARC'],
    ['spam', [], { verdicts: { spam: 'FAIL' as const } }, 'spam'],
    ['an automatic reply', ['Auto-Submitted: auto-replied'], {}, 'automatic'],
    ['a bounce', ['From: MAILER-DAEMON@example.com'], { source: '' }, 'mail server'],
    ['two From headers', [`From: ${CUSTOMER}`, 'From: x@evil.example'], {}, 'who it is from'],
  ])('%s', async (_, lines, delivery, why) => {
    expect(await given.arrives(letter(lines), delivery)).toEqual({ note: 1 });
    const [note] = given.messages;
    expect(note).toMatchObject({
      origin: 'command',
      data: { private: true, author: { type: 'system' }, via: 'email' },
    });
    expect(note?.email?.notCounted).toContain(why);
    expect(note?.data.text).toContain(note?.email?.notCounted);
    expect(note?.data.text).toContain('네, 그 색으로 부탁드립니다.');
    expect((await given.deps.mailThreads.get(given.thread.id))?.messageIds).toEqual([]);
  });

  test('nothing of a virus is taken over, nor linked', async () => {
    await given.arrives(attached(['a.png', 'x']), { verdicts: { virus: 'FAIL' } });
    const [note] = given.messages;
    expect(note?.data.text).toContain('virus');
    expect(note?.data.text).not.toMatch(/파일|https:/);
    expect(note?.data.files).toBeUndefined();
    expect(note?.email).toMatchObject({ notCounted: expect.stringContaining('virus') });
    expect(note?.email).not.toHaveProperty('original');
    expect([...given.world.ports.mailStore.files.keys()]).toEqual(['inbound/ses-1']);
  });

  test('files of what nobody vouches for are shown, those of spam and programs are not', async () => {
    await given.arrives(attached(['a.png', 'x']), { verdicts: { dmarc: 'FAIL' }, dmarcPolicy: 'none' });
    await given.arrives(attached(['a.png', 'x']).replace('answer-1', 'answer-2'), { verdicts: { spam: 'FAIL' } });
    expect(given.messages.map(({ data }) => data.files?.length ?? 0)).toEqual([1, 0]);
  });

  test('a reply address that was revoked', async () => {
    await given.deps.mailThreads.revoke(given.thread.id, START);
    expect(await given.arrives()).toEqual({ note: 1 });
    expect(given.messages[0]?.email?.notCounted).toContain('revoked');
  });

  test('nothing in it', async () => {
    expect(await given.arrives(letter([], ''))).toEqual({ note: 1 });
  });

  test('a mail that is too large, with a way to it', async () => {
    const mail = Buffer.concat([Buffer.from(letter()), Buffer.alloc(26 * 1024 * 1024, 'a')]);
    expect(await given.arrives(mail)).toEqual({ note: 1 });
    const [note] = given.messages;
    expect(note?.data.text).toMatch(/has 27 MB, more than 25/);
    const token = /files\/(\S+)/.exec(note?.data.text ?? '')?.[1] ?? '';
    expect(readToken('files', token, await given.deps.signingKeys.list())).toEqual({ payload: 'inbound/ses-1' });
  });

  test('a mail that says nothing, with a way to it: perhaps it could not be understood', async () => {
    await given.arrives(letter(['Content-Type: multipart/mixed; boundary=never']));
    expect(given.messages[0]?.data.text).toMatch(/The whole e-mail: \S+\/files\/\S+$/);
  });

  test('who it is from is told as people read it', async () => {
    await given.arrives(letter(['From: =?UTF-8?B?6rmA66+87KeA?= <mallory@example.com>']));
    expect(given.messages[0]?.data.text).toContain('From: 김민지 <mallory@example.com>\n');
  });

  test('what it says of itself stays in its line', async () => {
    const subject = `=?utf-8?B?${Buffer.from('a\r\nFrom: you\u2028b').toString('base64')}?=`;
    await given.arrives(letter([`Subject: ${subject}`, 'From: mallory@example.com']));
    expect(given.messages[0]?.data.text?.split('\n').slice(0, 4)).toEqual([
      expect.any(String),
      'From: mallory@example.com',
      'Subject: a From: you b',
      '',
    ]);
  });
});

test('agents are told in the language of their workspace', async () => {
  await given.speaks('ko');
  await given.arrives(attached(['a.exe', 'x']));
  await given.arrives(letter(['From: mallory@example.com', 'Message-ID: <2@x.example>']));
  const [, left, note] = given.messages.map(({ data }) => data.text ?? '');
  expect(left).toMatch(/^이메일에서 가져오지 않은 것: a\.exe \(가져오지 않는 종류의 파일\)\n이메일 전체: https:/);
  expect(note).toMatch(
    /^고객이 보냈는지 확인할 수 없는 이메일이 왔습니다\. .*mallory@example\.com.*\n보낸 사람: mallory/,
  );
});

describe('the same mail again', () => {
  test('is the same event', async () => {
    expect(await given.arrives()).toEqual({ reply: 1 });
    expect(await given.arrives()).toEqual({ reply: 1 });
    expect(new Set(given.messages.map(({ id }) => id)).size).toBe(1);
  });

  test('once applied, is known, and counts no more', async () => {
    await given.arrives();
    await given.apply();
    for (let times = 0; times < 30; times++) expect(await given.arrives()).toEqual({ repeat: 1 });
    expect(given.messages).toHaveLength(1);
    expect(await given.arrives(letter(['Message-ID: <answer-2@mail.example.com>']))).toEqual({ reply: 1 });
  });

  test('without a Message-ID is known by what was written', async () => {
    const [one, other] = [letter(['Message-ID: -']), letter(['Message-ID: -'], '다른 말')];
    for (const mail of [one, one, other]) await given.arrives(mail);
    expect(new Set(given.messages.map(({ id }) => id)).size).toBe(2);
  });

  test('nobody keeps an answer out by using its Message-ID before', async () => {
    await given.arrives(letter(['From: mallory@example.com']));
    await given.apply();
    expect(await given.arrives()).toEqual({ reply: 1 });
  });

  test('its files are stored under the same names', async () => {
    await given.arrives(attached(['a.png', 'x']));
    await given.arrives(attached(['a.png', 'x']));
    expect([...given.world.ports.mailStore.files.keys()].filter((key) => key.startsWith('attachments/'))).toHaveLength(
      1,
    );
  });
});

describe('recipients', () => {
  test('ours may stand anywhere, in any case, more than once', async () => {
    const recipients = ['help@shop.example', given.address.toUpperCase(), given.address, 'x@elsewhere.example'];
    expect(await given.arrives(letter(), { recipients })).toEqual({ reply: 1, unowned: 2 });
    expect(given.messages).toHaveLength(1);
  });

  /** The reply address of another conversation of the same customer. */
  const addressIn = async (other: ConversationRef) => {
    const about = { id: threadId(other, CUSTOMER), ref: other, customerId: 'cu-1', address: CUSTOMER, language: 'ko' };
    await given.deps.mailThreads.open(about, START);
    const [key] = await given.deps.signingKeys.list();
    return replyAddress(about.id, US.replyDomain, key as NonNullable<typeof key>);
  };

  test('two conversations each get their own, and files that nobody else’s link leads to', async () => {
    const second = await addressIn({ ...ref, conversationId: 'chat-2' });
    expect(await given.arrives(attached(['a.png', 'x']), { recipients: [given.address, second] })).toEqual({
      reply: 2,
    });
    expect(given.messages.map(({ subject }) => subject)).toEqual(['chat-1', 'chat-2']);
    expect(new Set(given.messages.map(({ id }) => id)).size).toBe(2);
    expect(new Set(given.messages.map(({ data }) => data.files?.[0]?.url)).size).toBe(2);
  });

  test('what is too much for one workspace is nothing to another, whose customer has the same id', async () => {
    const recipients = [await addressIn({ ...ref, workspaceId: 'other' })];
    for (let mails = 1; mails <= 20; mails++)
      await given.arrives(letter([`Message-ID: <n-${mails}@mail.example.com>`], `${mails}`));
    expect(await given.arrives(letter(['Message-ID: <n@x.example>']), { recipients })).toEqual({ reply: 1 });
    expect(await given.arrives(letter(['Message-ID: <n@x.example>']))).toEqual({ suspended: 1 });
  });

  test('a key that was made a moment ago is known', async () => {
    const stale = await given.deps.signingKeys.list();
    const fresh = await given.deps.signingKeys.rotate(START);
    const { signingKeys } = given.deps;
    given.deps = {
      ...given.deps,
      signingKeys: { ...signingKeys, list: async (options) => (options?.fresh ? signingKeys.list() : stale) },
    };
    const address = replyAddress(given.thread.id, US.replyDomain, fresh);
    expect(await given.arrives(letter(), { recipients: [address] })).toEqual({ reply: 1 });
  });
});

describe('what belongs to no conversation is kept where admins see it', () => {
  const flipped = () => given.address.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'));
  test.each([
    ['a forged address', () => flipped()],
    ['an address of a key that was retired', () => given.address.replace(/^(reply\+)./, '$1z')],
    ['an address that was cut on its way', () => given.address.replace(/^(.{40}).*(?=@)/, '$1')],
    ['another mailbox of the domain', () => 'info@reply.shop.example'],
    ['another domain', () => 'kim@elsewhere.example'],
    ['what is no address', () => '\u0000'],
  ])('%s', async (_, address) => {
    expect(await given.arrives(letter(), { recipients: [address()] })).toEqual({ unowned: 1 });
    expect(given.messages).toEqual([]);
    const [parked] = await given.parked(NO_WORKSPACE);
    expect(parked).toMatchObject({ queue: 'mail', reason: expect.any(String) });
    expect(JSON.parse(parked?.body ?? '')).toMatchObject({
      receipt: { key: 'inbound/ses-1', recipients: [address()] },
    });
  });

  test('a conversation that is not kept any more', async () => {
    const [key] = await given.deps.signingKeys.list();
    const address = replyAddress('a'.repeat(16), US.replyDomain, key as NonNullable<typeof key>);
    expect(await given.arrives(letter(), { recipients: [address] })).toEqual({ unowned: 1 });
  });

  test('tried again by hand it is kept again, and goes round in no loop', async () => {
    await given.arrives(letter(), { recipients: ['info@reply.shop.example'] });
    const [parked] = await given.parked(NO_WORKSPACE);
    await given.deps.parked.remove(NO_WORKSPACE, parked?.id ?? '');
    expect(await given.again(parked?.body ?? '')).toEqual({ unowned: 1 });
    expect(await given.parked(NO_WORKSPACE)).toMatchObject([{ retries: 1 }]);
    expect(given.world.sent('mail')).toEqual([]);
  });

  test('is kept for the address that names none, apart from what was kept before', async () => {
    const recipients = ['info@reply.shop.example', given.address, 'sales@reply.shop.example'];
    expect(await given.arrives(letter(), { recipients })).toEqual({ unowned: 2, reply: 1 });
    for (const { body } of await given.parked(NO_WORKSPACE)) expect(await given.again(body)).toEqual({ unowned: 1 });
    const parked = await given.parked(NO_WORKSPACE);
    expect(parked.map(({ retries }) => retries).toSorted()).toEqual([0, 0, 1, 1]);
  });

  test('tried again by hand it is kept again, however many have come in the hour', async () => {
    const recipients = ['info@reply.shop.example'];
    for (let mails = 0; mails < 101; mails++) await given.arrives(letter(), { recipients });
    const [parked] = await given.parked(NO_WORKSPACE);
    expect(await given.again(parked?.body ?? '')).toEqual({ unowned: 1 });
  });

  test('spam, viruses and floods are not kept', async () => {
    const recipients = ['info@reply.shop.example'];
    expect(await given.arrives(letter(), { recipients, verdicts: { spam: 'FAIL' } })).toEqual({ dropped: 1 });
    expect(await given.arrives(letter(), { recipients, verdicts: { virus: 'FAIL' } })).toEqual({ dropped: 1 });
    for (let mails = 0; mails < 100; mails++) await given.arrives(letter(), { recipients });
    expect(await given.arrives(letter(), { recipients })).toEqual({ dropped: 1 });
    expect(await given.parked(NO_WORKSPACE)).toHaveLength(100);
  });
});

describe('more than twenty mails of a customer in an hour (C8)', () => {
  const next = (number: number) => letter([`Message-ID: <n-${number}@mail.example.com>`], `${number}`);

  test('are held back, visibly, and can be taken later', async () => {
    for (let mails = 1; mails <= 20; mails++) expect(await given.arrives(next(mails))).toEqual({ reply: 1 });
    expect(await given.arrives(next(21))).toEqual({ suspended: 1 });
    given.world.clock.pass(60_000);
    expect(await given.arrives(next(22))).toEqual({ suspended: 1 });
    const notes = given.messages.filter(({ data }) => data.private);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.data.text).toContain('20 e-mails');
    const parked = await given.parked();
    expect(parked).toHaveLength(2);
    expect(parked[0]).toMatchObject({ queue: 'mail', conversation: { channelId: 'web', conversationId: 'chat-1' } });
    expect(await given.again(parked[0]?.body ?? '')).toEqual({ reply: 1 });
  });

  test('an hour later they are taken again', async () => {
    for (let mails = 1; mails <= 21; mails++) await given.arrives(next(mails));
    given.world.clock.pass(3_600_000);
    expect(await given.arrives(next(22))).toEqual({ reply: 1 });
  });

  test('what programs send counts too, and other customers do not', async () => {
    for (let mails = 1; mails <= 20; mails++)
      await given.arrives(letter([`Message-ID: <${mails}@x>`, 'Auto-Submitted: auto-replied']));
    expect(await given.arrives(next(21))).toEqual({ suspended: 1 });
    const about = {
      id: threadId(ref, 'lee@example.com'),
      ref,
      customerId: 'cu-2',
      address: 'lee@example.com',
      language: 'ko',
    };
    await given.deps.mailThreads.open(about, START);
    const [key] = await given.deps.signingKeys.list();
    const recipients = [replyAddress(about.id, US.replyDomain, key as NonNullable<typeof key>)];
    expect(await given.arrives(letter(['From: lee@example.com']), { recipients })).toEqual({ reply: 1 });
  });
});

describe('nothing is lost', () => {
  const failing =
    (retry = true) =>
    async (): Promise<never> => {
      throw new StoreError('store.unavailable', 'as told', { retry });
    };
  test.each<[string, () => Partial<typeof given.deps>]>([
    ['the table does not answer', () => ({ mailThreads: { ...given.deps.mailThreads, get: failing() } })],
    ['the keys cannot be read', () => ({ signingKeys: { ...given.deps.signingKeys, list: failing() } })],
    [
      'the mail cannot be read',
      () => ({ mailStore: { ...given.world.ports.mailStore, put: failing(), get: failing(), link: failing() } }),
    ],
    [
      'the queue does not answer',
      () => ({ queues: Object.assign(Object.create(given.deps.queues), { sendEvents: failing() }) }),
    ],
    ['the thread cannot be written', () => ({ mailThreads: { ...given.deps.mailThreads, add: failing() } })],
  ])('%s: it is taken again, once', async (_, broken) => {
    const whole = given.deps;
    given.deps = { ...whole, ...broken() };
    await expect(given.arrives(letter(), { messageId: 'ses-9' })).rejects.toThrow(StoreError);
    given.deps = whole;
    expect(await given.arrives(letter(), { messageId: 'ses-9' })).toEqual({ reply: 1 });
    expect(new Set(given.messages.map(({ id }) => id)).size).toBe(1);
  });

  test('the thread cannot be written, and the answer is in the conversation when it is taken again: the next mail refers to it', async () => {
    const { mailThreads } = given.deps;
    given.deps = { ...given.deps, mailThreads: { ...mailThreads, add: failing() } };
    await expect(given.arrives(letter(), { messageId: 'ses-9' })).rejects.toThrow(StoreError);
    await given.apply();
    given.deps = { ...given.deps, mailThreads };
    expect(await given.arrives(letter(), { messageId: 'ses-9' })).toEqual({ repeat: 1 });
    expect((await mailThreads.get(given.thread.id))?.messageIds).toEqual(['<answer-1@mail.example.com>']);
  });

  test('a mail that is not in the store is parked with its conversation', async () => {
    const { mailStore } = given.world.ports;
    given.deps = {
      ...given.deps,
      mailStore: { ...mailStore, put: mailStore.put, link: mailStore.link, get: async () => undefined },
    };
    expect(await given.arrives()).toEqual({ missing: 1 });
    expect(await given.parked()).toMatchObject([{ queue: 'mail', conversation: { conversationId: 'chat-1' } }]);
  });

  test('whatever its bytes are, a mail ends as a message, a note, or a repeat', async () => {
    const line = fc.oneof(
      fc.constantFrom('--b', '--b--', '', 'Content-Type: multipart/mixed; boundary=b', 'Auto-Submitted: x', '> quoted'),
      fc.constantFrom(`From: ${CUSTOMER}`, 'Message-ID: <1@x>', 'Subject: =?iso-2022-jp?B?GyRC?=', ' folded', '-- '),
      anyString(),
    );
    const mails = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(line).map((lines) => Buffer.from(lines.join('\r\n'))),
    );
    await fc.assert(
      fc.asyncProperty(mails, async (bytes) => {
        given.world.clock.pass(3_600_000);
        const [outcome, ...others] = Object.keys(await given.arrives(Buffer.from(bytes)));
        expect(['reply', 'note', 'repeat']).toContain(outcome);
        expect(others).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('whatever its addresses are, each ends somewhere', async () => {
    const recipients = fc.uniqueArray(fc.oneof(anyString(), fc.emailAddress()), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(recipients, async (some) => {
        given.world.clock.pass(3_600_000);
        const { unowned = 0 } = await given.arrives(letter(), { recipients: some });
        expect(unowned).toBe(some.length);
      }),
      { numRuns: 50 },
    );
  });
});
