/** Unread answers by e-mail (C1, C2): what is sent is what is still unread when nobody else can send it, once. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readLinkToken } from '../../src/app/reconnect/link-token';
import { readReplyAddress } from '../../src/mail/reply-address';
import { readToken } from '../../src/mail/signed-token';
import type { ChannelRecord } from '../../src/ports/channels';
import { DAY, DUE, MAIL, THREAD, TO, UnreadScene } from './unread-scene';
import { event, ref, START } from './world';

let scene: UnreadScene;
beforeEach(async () => {
  scene = await UnreadScene.open();
});

const mailOf = async () => {
  await scene.receive();
  const [sent] = scene.sent;
  if (!sent) throw new Error(JSON.stringify(await scene.claim()));
  return sent.email;
};
/** Why it was not sent; undefined when it was. */
const whyNot = async () => {
  expect(await scene.receive()).toEqual({ ended: { skipped: 1 } });
  expect(scene.sent).toEqual([]);
  return (await scene.claim())?.detail;
};

describe('unread answers', () => {
  test('go out in one e-mail, however often its message comes', async () => {
    for (const _ of [1, 2, 3]) await scene.receive();
    expect(scene.sent).toHaveLength(1);
    const { email, note } = scene.sent[0] as never as (typeof scene.sent)[0];
    expect(email).toMatchObject({ to: TO, from: { address: 'no-reply@threadkeeper.example' } });
    for (const part of [email.text, email.html])
      for (const words of ['재고를 확인했습니다.', '내일 보내 드릴게요.', '이지은', '김서연'])
        expect(part).toContain(words);
    expect(note).toMatchObject({ effectId: MAIL.id, type: 'continuity.send', to: 'email' });
    expect(await scene.claim()).toMatchObject({ state: 'done', attempts: 1 });
  });

  test('are taken by one of many who receive them at the same time', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => scene.receive()));
    expect(scene.sent).toHaveLength(1);
    expect(all.filter(({ ended }) => ended.done === 1)).toHaveLength(1);
  });

  test('can be answered to an address that only this installation can make', async () => {
    const { replyTo = '' } = await mailOf();
    const keys = await scene.world.deps.signingKeys.list();
    expect(readReplyAddress(replyTo, 'reply.threadkeeper.example', keys)).toEqual({ ok: true, threadId: THREAD });
    expect(await scene.world.deps.mailThreads.get(THREAD)).toMatchObject({
      ref,
      address: TO,
      customerId: 'cu-7',
      language: 'ko',
    });
  });

  test('say that a program sent them, and take the address off the list with one click', async () => {
    const { headers = {}, html = '', text } = await mailOf();
    expect(headers).toMatchObject({
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Threadkeeper-Thread': THREAD,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    const [, token = ''] =
      /^<https:\/\/api\.example\/mail\/unsubscribe\/([^>]+)>$/.exec(headers['List-Unsubscribe'] ?? '') ?? [];
    const read = readToken('unsubscribe', token, await scene.world.deps.signingKeys.list());
    expect(JSON.parse(read?.payload ?? '')).toEqual(['main', TO]);
    for (const part of [html, text]) expect(part).toContain(token);
  });

  test('stand in one thread over all e-mails of the conversation', async () => {
    const first = await mailOf();
    const root = `<thread.${THREAD}@reply.threadkeeper.example>`;
    expect(first.headers).toMatchObject({ References: root });
    expect(first.headers).not.toHaveProperty('In-Reply-To');
    await scene.world.deps.mailThreads.add(THREAD, '<answer@gmail.example>', DUE + 1);
    await scene.receive([{ ...MAIL, id: 'ef_next' }]);
    const second = scene.sent[1]?.email;
    const ids = ['<mail-1@threadkeeper.example>', '<answer@gmail.example>'];
    expect(second?.headers).toMatchObject({ References: [root, ...ids].join(' '), 'In-Reply-To': ids[1] });
    expect(second).toMatchObject({ replyTo: first.replyTo, subject: first.subject });
  });

  test.each([
    ['fr-CA', '"fr"'],
    ['pt-BR', '"de"'],
    [undefined, '"de"'],
  ])("of a customer who speaks %s are written in theirs, else in the workspace's: %s", async (language, lang) => {
    await scene.set({}, { language: 'de' });
    await scene.customerIs({ language: language ?? 'xx' });
    expect((await mailOf()).html).toContain(`lang=${lang}`);
  });

  test('carry the whole text of what was longer than an event may be, and its files as links', async () => {
    const files = [{ name: '견적서.pdf', url: 'https://files.example/quote.pdf', size: 20_480 }];
    const text = 'ㄱ'.repeat(50);
    await scene.says({ messageId: 'm2', author: { type: 'agent' }, text, files }, { textRest: '나머지' });
    const { html = '', text: plain } = await mailOf();
    for (const part of [html, plain])
      for (const words of ['나머지', '견적서.pdf', 'https://files.example/quote.pdf']) expect(part).toContain(words);
  });

  test('leave out where a link of the chat would stand: theirs is below', async () => {
    await scene.says({
      messageId: 'm2',
      author: { type: 'agent' },
      text: '여기로 오세요: {{reconnectLink}}\n기다릴게요',
    });
    const { html = '', text: plain } = await mailOf();
    for (const part of [html, plain]) {
      expect(part).toContain('기다릴게요');
      expect(part).not.toContain('{{');
    }
  });

  test.each([
    ['the page that the customer was on', 'https://shop.example/cart?a=1', 'https://shop.example/cart?a=1'],
    ['the site, where that was elsewhere', 'https://evil.example/cart', 'https://shop.example/help'],
    ['the site, where that was no page', 'javascript:alert(1)', 'https://shop.example/help'],
    ['the site, where that tells a password', 'https://kim:secret@shop.example/', 'https://shop.example/help'],
  ])('lead back to %s', async (_, url, link) => {
    await scene.set({ siteUrl: 'https://shop.example/help' });
    await scene.conversationIs({ page: { url } });
    const { text } = await mailOf();
    expect(text).toContain(link);
    expect(text.includes(url)).toBe(url === link);
  });
});

describe('where the channel brings customers back (C4, R)', () => {
  const LINK = /https:\/\/api\.example\/r\/([a-z2-7]+)/;
  const portal = { portalUrl: 'https://shop.example/help', timeLimit: 'PT3M' };
  const gone = (dueAt: number) => ({
    away: { since: START },
    anchors: [{ kind: 'reconnect' as const, since: START, episode: 'e1', passedUpTo: -1, dueAt }],
  });
  const broughtBack = async (enabled = true) => {
    const channel = (await scene.world.deps.channels.get('web')) as ChannelRecord;
    const reconnect = { enabled, ...portal };
    await scene.world.deps.channels.put({ ...channel, reconnect, version: channel.version + 1 });
  };
  beforeEach(async () => {
    await scene.customerIs({ language: 'en' });
    await scene.set({ siteUrl: 'https://shop.example/help' });
    await broughtBack();
  });

  test('the link leads back into the session that goes on', async () => {
    await scene.conversationIs({ openedCount: 2, page: { url: 'https://shop.example/cart' } });
    const { text, html = '' } = await mailOf();
    for (const part of [text, html]) {
      const [, token = ''] = LINK.exec(part) ?? [];
      const keys = await scene.world.deps.signingKeys.list();
      expect(readLinkToken(token, keys)).toEqual({ ref, session: 2 });
      expect(part).not.toContain('https://shop.example/');
    }
  });

  test.each([
    ['while nobody has left', {}, 'Continue'],
    ['a moment before the limit', gone(DUE + 1), 'Continue'],
    ['at the limit, before its alarm has rung', gone(DUE), 'Start a new'],
    ['after the limit', { status: 'wrapUp' as const, sessionEnd: 'limit' as const }, 'Start a new'],
    ['after the agent ended the session', { status: 'wrapUp' as const, sessionEnd: 'agent' as const }, 'Start a new'],
    ['while the chat is put aside', { status: 'snoozed' as const }, 'Continue'],
  ])('%s it promises what it holds', async (_, state, label) => {
    await scene.conversationIs(state);
    const { text, html = '' } = await mailOf();
    for (const part of [text, html]) {
      expect(part).toMatch(LINK);
      expect(part).toContain(`${label} conversation`.replace('Continue', 'Continue the'));
    }
  });

  test('and where it does not any more, the link leads to the site', async () => {
    await broughtBack(false);
    const { text } = await mailOf();
    expect(text).toContain('Continue the conversation');
    expect(text).toContain('https://shop.example/help');
    expect(text).not.toMatch(LINK);
  });
});

describe('what is not unread any more when it is sent', () => {
  test('was read in part: only the rest is sent', async () => {
    await scene.conversationIs({ unread: [{ messageId: 'm2', at: DUE }] });
    const { text } = await mailOf();
    expect(text).not.toContain('재고를');
    expect(text).toContain('내일');
  });

  test.each([
    ['read, answered or deleted', { unread: [] }, 'read, answered or deleted'],
    ['closed', { status: 'closed' as const }, 'closed'],
    ['followed by other answers alone', { unread: [{ messageId: 'm3', at: DUE }] }, 'read, answered or deleted'],
    ['passed by what does not count', { unread: [{ messageId: 'm1', at: DUE, quiet: true as const }] }, 'read'],
  ])('%s: nothing is sent, and it is said why', async (_, more, says) => {
    await scene.conversationIs(more);
    expect(await whyNot()).toContain(says);
  });

  test('though the conversation is snoozed, or in wrap-up: it is sent', async () => {
    for (const status of ['snoozed', 'wrapUp'] as const) {
      await scene.conversationIs({ status });
      await scene.receive([{ ...MAIL, id: `ef_${status}` }]);
    }
    expect(scene.sent).toHaveLength(2);
  });

  test('turned off meanwhile: nothing is sent', async () => {
    await scene.set({ enabled: false });
    expect(await whyNot()).toContain('turned off');
  });
});

test('whose replies were revoked: nothing is sent, since an answer would not count', async () => {
  const { mailThreads } = scene.world.deps;
  await mailThreads.open({ id: THREAD, ref, address: TO, language: 'ko' }, DUE - 1);
  await mailThreads.revoke(THREAD, DUE - 1);
  expect(await whyNot()).toContain('revoked');
});

describe('the address', () => {
  test('is the one that is known when it is sent', async () => {
    await scene.customerIs({ email: ' Kim.New@Example.com ' });
    expect(await mailOf()).toMatchObject({ to: 'Kim.New@Example.com' });
    expect(await scene.world.deps.sentMails.get(MAIL.id)).toMatchObject({ to: 'Kim.New@Example.com', ref });
  });

  test.each([
    ['', 'No e-mail address'],
    ['josé@example.com', 'non-ASCII'],
    ['kim@', 'is no e-mail address'],
    ['kim@example.com\r\nBcc: all@example.com', 'line break'],
  ])('%j: nothing is sent, and it is said why', async (email, says) => {
    await scene.customerIs({ email });
    expect(await whyNot()).toContain(says);
  });

  test('of nobody: nothing is sent', async () => {
    await scene.conversationIs({ customerId: 'cu-8' });
    expect(await whyNot()).toContain('No e-mail address');
  });

  test.each(['bounce', 'complaint', 'unsubscribe', 'manual'] as const)(
    'is on the suppression list (%s): nothing is sent, in any case of its letters',
    async (reason) => {
      await scene.customerIs({ email: 'KIM@example.com' });
      await scene.world.deps.suppressions.put({ workspaceId: 'main', address: TO, reason, at: DUE });
      expect(await whyNot()).toContain('suppression list since 2026-01-05');
    },
  );

  test('is on the list of another workspace alone: it is sent', async () => {
    await scene.world.deps.suppressions.put({ workspaceId: 'other', address: TO, reason: 'manual', at: DUE });
    expect(await mailOf()).toMatchObject({ to: TO });
  });
});

describe('the texts', () => {
  const without = (messageId: string) => {
    const { fields } = MAIL;
    const messages = (fields.messages as { messageId: string; entryId: string }[]).map((message) =>
      message.messageId === messageId ? { ...message, entryId: 'not-in-the-timeline' } : message,
    );
    return { ...MAIL, fields: { messages } };
  };

  test('that are not in the timeline yet are taken from what the conversation has still to send', async () => {
    const data = { messageId: 'm2', text: '곧 갑니다', author: { type: 'agent' } };
    const said = event('e-m2', { type: 'message.created', data } as never);
    const entry = { schema: 1, id: 'not-in-the-timeline', sequence: 2, at: START, kind: 'event', event: said } as const;
    const outbox = { batchId: 'b', since: START, timeline: [entry], channel: [], slow: [], customers: [] };
    await scene.conversationIs({ outbox });
    expect(await scene.receive([without('m2')])).toEqual({ ended: { done: 1 } });
    expect(scene.sent[0]?.email.text).toContain('곧 갑니다');
  });

  test('that are not kept any more hold up no others', async () => {
    expect(await scene.receive([without('m2')])).toEqual({ ended: { done: 1 } });
    expect(scene.sent[0]?.email.text).toContain('재고를');
    expect(scene.sent[0]?.email.text).not.toContain('내일');
  });
});

describe('what is not set up', () => {
  test.each([
    ['no sender', { identity: undefined }, 'emailIdentity'],
    ['no domain for answers', { replyDomain: undefined }, 'replyDomain'],
  ])('%s: it fails, and it is said what to do', async (_, without, says) => {
    const { mail } = scene.world.deps;
    const send = mail.send.bind(mail);
    const deps = {
      ...scene.world.deps,
      mail: { ...{ identity: mail.identity, replyDomain: mail.replyDomain }, ...without, send },
    };
    await scene.receive([MAIL], deps as never);
    expect(await scene.claim()).toMatchObject({ state: 'failed', detail: expect.stringContaining(says) });
    expect(scene.sent).toEqual([]);
  });
});

test('what waited for longer than a day is not sent any more', async () => {
  scene.world.clock.pass(DAY + 1);
  await scene.receive();
  expect(await scene.claim()).toMatchObject({ state: 'expired' });
  expect(scene.sent).toEqual([]);
});
