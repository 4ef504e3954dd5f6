/** R3 and R5: links back, in what is written to customers and for desks of others; and with whom it goes on. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { refused, sharedStack } from '../given';
import { asks, customerOf, follows, PORTAL, Site, visits } from './site';

const given = sharedStack();
const LINK = /https?:\/\/\S+\/r\/[a-z2-7]{60,}/;
let site: Site;
beforeAll(async () => {
  site = await Site.open(given);
});
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

describe('{{reconnectLink}}', () => {
  const steps = [
    {
      do: 'message.send',
      text: '끊기면 여기로: {{reconnectLink}}',
      link: { label: '돌아오기', url: '{{reconnectLink}}' },
    },
    { do: 'sms.send', to: '+821012345678', text: '돌아오기 {{reconnectLink}}' },
    { do: 'email.send', to: 'kim@mail.example', subject: '상담', text: '{{customer.name}}님, {{reconnectLink}}' },
    { do: 'note.add', text: '[{{reconnectLink}}]' },
  ];
  const asking = [
    { do: 'message.buttons', text: '{{reconnectLink}}', buttons: [{ label: '네', steps: [] }] },
    { do: 'form.send', text: '{{reconnectLink}}', fields: [{ name: 'order', label: '주문 번호', type: 'text' }] },
    { do: 'ask.once', text: '{{reconnectLink}}', as: 'more' },
    { do: 'survey.send', question: '{{reconnectLink}}', scale: 5 },
  ];
  let sent: Map<string, Fields>;
  beforeAll(async () => {
    await site.desk.ask('PATCH', '/v1/settings', { email: { from: 'help@threadkeeper.test' } });
    const trigger = { type: 'message.customer' };
    const all = [steps, ...asking.map((one) => [one])];
    const published = await Promise.all(all.map((some) => site.desk.publish({ trigger, steps: some })));
    await site.desk.event('texts', 'customer.connected', { connectionId: 'tab' });
    await site.desk.customerSays('texts', '{{reconnectLink}}', { ...customerOf('texts'), name: '{{reconnectLink}}' });
    await site.desk.settle();
    const outbox = await Promise.all(published.map((id) => site.desk.outbox(id)));
    sent = new Map(outbox.flat().map(({ type, data }) => [type, data]));
    for (const id of published) await site.desk.pause(id);
  });

  test('is a link in messages, questions, SMS and e-mails, which leads back to this conversation', async () => {
    const { text, link } = sent.get('message.send') as { text: string; link: { url: string } };
    const url = LINK.exec(text)?.[0] ?? '';
    expect(text).toBe(`끊기면 여기로: ${url}`);
    expect(link.url).toBe(url);
    expect(await asks(url)).toMatchObject({ state: 'resumable', conversation: { conversationId: 'texts' } });
    for (const { do: type } of asking)
      expect(sent.get(type)).toMatchObject({ [type === 'survey.send' ? 'question' : 'text']: url });
    expect(sent.get('sms.send')?.text).toBe(`돌아오기 ${url}`);
    expect(sent.get('email.send')?.text).toContain(url);
  });

  test('is none to anybody else, nor where a customer wrote it', () => {
    expect(sent.get('note.add')?.text).toBe('[]');
    expect(String(sent.get('email.send')?.text).match(new RegExp(LINK, 'g'))).toHaveLength(1);
  });

  test('in an agent’s message by the API is a link for the customer; people at the desk see what was written', async () => {
    const text = '연결이 끊기면 {{reconnectLink}}';
    const said = await site.desk.command('texts', 'message', { author: { type: 'agent', id: 'ag' }, text });
    expect(said.status).toBeLessThan(300);
    const [{ data } = { data: {} as Fields }] = (await site.told('texts', 'message.send')).slice(-1);
    expect(data.text).toMatch(LINK);
    const written = (await site.desk.timeline('texts')).map(({ event }) => event?.data.text);
    expect(written).toContain(text);
    expect(written.filter((one) => LINK.test(String(one)))).toEqual([]);
  });
});

describe('a link that a desk asks for', () => {
  test('brings the customer back to the portal, to the same conversation and the same agent, signed in or not', async () => {
    await site.chat('desk');
    const url = await site.link('desk');
    expect(url).toMatch(LINK);
    await site.leaves('desk');
    const page = await visits(url, 'GET', { 'accept-language': 'ko' });
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.body).toContain('상담으로 돌아가기');
    const went = await follows(url);
    const portal = `https://shop.example/help?page=1&threadkeeper=${tokenOf(url)}#chat`;
    expect([went.status, went.location]).toEqual([303, portal]);
    expect(await site.conversation('desk')).toMatchObject({ status: 'open', agentId: 'agent of desk', openedCount: 1 });
  });

  test('is not used up by looking, nor by programs that look first', async () => {
    await site.chat('looked-at');
    const url = await site.link('looked-at');
    await site.leaves('looked-at');
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) await visits(url, method);
    const [head, get] = [await visits(url, 'HEAD'), await visits(url)];
    expect(head).toMatchObject({ status: 200, body: '' });
    for (const name of ['content-type', 'referrer-policy', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect(await site.conversation('looked-at')).toMatchObject({ reconnect: { state: 'disconnected' } });
    expect(await asks(url, 'POST')).toMatchObject({ result: 'resumed' });
  });

  test('survives what is done to addresses on the way', async () => {
    await site.chat('mangled');
    const url = await site.link('mangled');
    const token = tokenOf(url);
    const base = url.slice(0, -token.length);
    const encoded = [...token].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');
    const ways = [
      `${base}${encoded}`,
      `${url}?utm_source=chat&fbclid=a%20b`,
      `${url}?`,
      `${url}#top`,
      url.toLowerCase(),
      // What chat clients take for the end of an address: punctuation, brackets, particles, and the next line.
      ...['.', ')', '),', '>', '"', '’', '。', '」', '로', '에서 이어가세요', '%20', '%0D%0A', '%E2%80%8B'].map(
        (end) => `${url}${end}`,
      ),
    ];
    for (const way of ways) expect(await asks(way)).toMatchObject({ state: 'resumable' });
    await site.leaves('mangled');
    const { location } = await follows(`${url}%29.`);
    expect(location).toContain(`threadkeeper=${token}`);
    expect(location).not.toContain(`${token}.`);
    expect(encodeURIComponent(token)).toBe(token);
  });

  test('changed, cut off or added to leads nowhere', async () => {
    const token = tokenOf(await site.link('mangled'));
    const base = `${site.desk.url}/r/`;
    const flipped = (at: number, bit: number) =>
      token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << bit)) + token.slice(at + 1);
    const ends = [0, 1, Math.floor(token.length / 2), token.length - 32, token.length - 1];
    const wrong = [
      ...ends.flatMap((at) => [0, 1, 2, 3, 4, 5, 6].map((bit) => flipped(at, bit))),
      ...[
        token.slice(0, -1),
        token.slice(1),
        `${token}a`,
        `${token}=`,
        `${token}.a`,
        `.${token}`,
        ` ${token}`,
        token.toUpperCase(),
      ],
    ];
    for (const other of wrong) {
      expect(await asks(`${base}${encodeURIComponent(other)}`, 'POST')).toEqual({
        ...{ result: 'unknown', newConversation: true },
      });
    }
  });

  test('is of one session: another, or another’s, is not reached by parts of it', async () => {
    const theirs = await Site.open(given);
    await theirs.chat('mangled');
    const [mine, other] = [tokenOf(await site.link('mangled')), tokenOf(await theirs.link('mangled'))];
    const spliced = [mine.slice(0, -32) + other.slice(-32), other.slice(0, -32) + mine.slice(-32)];
    for (const token of spliced)
      expect(await asks(`${site.desk.url}/r/${token}`, 'POST')).toMatchObject({ result: 'unknown' });
    expect(await asks(`${site.desk.url}/r/${other}`)).toMatchObject({
      conversation: { channelId: theirs.desk.channel },
    });
  });

  test('followed is a return, to the agent who is free to go on; twice is once', async () => {
    await site.chat('double');
    const url = await site.link('double');
    await site.leaves('double');
    await site.desk.advance('PT2M');
    const [first, second] = await Promise.all([asks(url, 'POST'), asks(url, 'POST')]);
    expect(first).toMatchObject({ result: 'resumed', agentId: 'agent of double', sameAgent: true });
    expect(second).toEqual(first);
    expect(await site.conversation('double')).toMatchObject({ status: 'open', reconnect: { state: 'reconnected' } });
    expect(await site.capacity('agent of double')).toMatchObject({ active: 1, reserved: [] });
    const said = ['capacity.reserved', 'capacity.released reconnected', 'agent.assign', 'conversation.resumed'];
    const words = (await site.toldInWords('double')).map((word) => word.replace(/ agent of double.*/, ''));
    expect(words).toEqual(said);
    // Past what was left of the limit, and past another.
    await site.desk.advance('PT6M');
    expect(await asks(url, 'POST')).toEqual(first);
    expect(await site.conversation('double')).toMatchObject({ status: 'open', reconnect: { state: 'reconnected' } });
    await site.comes('double');
    await site.desk.advance('PT1H');
    expect(await site.conversation('double')).toMatchObject({ status: 'open', connected: true });
    expect(await site.toldInWords('double')).toHaveLength(said.length);
    await site.leaves('double', 'next tab');
    expect((await site.toldInWords('double')).at(-1)).toBe('capacity.reserved agent of double');
  });

  test('by who does not connect then is waited for ten minutes, not for ever', async () => {
    await site.chat('vanished');
    const url = await site.link('vanished');
    await site.leaves('vanished');
    expect(await asks(url, 'POST')).toMatchObject({ result: 'resumed' });
    await site.desk.advance('PT9M59S');
    expect(await asks(url)).toMatchObject({ state: 'resumable' });
    await site.desk.advance('PT1S');
    expect(await asks(url, 'POST')).toMatchObject({ result: 'expired' });
    expect(await site.conversation('vanished')).toMatchObject({ status: 'wrapUp' });
    expect((await site.toldInWords('vanished')).at(-1)).toBe('conversation.wrapUp reconnectExpired');
    expect(await site.capacity('agent of vanished')).toMatchObject({ active: 0, reserved: [] });
  });

  test('of a session before this one is over, and none is made for what is not open', async () => {
    await site.chat('again');
    const url = await site.link('again');
    await site.desk.event('again', 'conversation.closed', { by: 'agent' });
    const refusal = await site.asksForLink<never>('again');
    expect(refused(refusal, 409)).toEqual([]);
    await site.desk.customerSays('again', '하나 더요', customerOf('again'));
    expect(await asks(url, 'POST')).toMatchObject({ result: 'expired' });
    expect(await asks(await site.link('again'))).toMatchObject({ state: 'resumable' });
  });
});

describe('R5: back in time', () => {
  test('the channel is told to whom the chat belongs', async () => {
    await site.cutOff('same');
    await site.comes('same');
    expect((await site.told('same')).slice(1)).toMatchObject([
      { type: 'capacity.released', data: { agentId: 'agent of same', reason: 'reconnected' } },
      { type: 'agent.assign', data: { agentId: 'agent of same' } },
      { type: 'conversation.resumed', data: { agentId: 'agent of same', sameAgent: true } },
    ]);
  });

  test('whom the chat was given to meanwhile is kept instead, and not told to be the same', async () => {
    await site.chat('moved');
    const url = await site.link('moved');
    await site.leaves('moved');
    await site.desk.event('moved', 'conversation.assigned', { agentId: 'another' });
    await site.desk.settle();
    for (const method of ['GET', 'POST', 'POST'] as const)
      expect(await asks(url, method)).toMatchObject({ agentId: 'another', sameAgent: false });
    expect(await site.toldInWords('moved')).toEqual([
      ...['capacity.reserved agent of moved', 'capacity.released reassigned', 'capacity.reserved another'],
      ...['capacity.released reconnected', 'conversation.resumed another false'],
    ]);
  });

  test('after the agent has closed the window the same one is not promised, and everybody is told so', async () => {
    await site.chat('kept');
    const keptUrl = await site.link('kept');
    for (const id of ['window', 'window-by-link']) {
      await site.chat(id);
      await site.desk.event(id, 'session.windowClosed');
    }
    const url = await site.link('window-by-link');
    await site.leaves('window');
    await site.leaves('window-by-link');
    expect(await asks(url)).toMatchObject({ state: 'resumable', sameAgent: false });
    const page = async (link: string) => (await visits(link, 'GET', { 'accept-language': 'ko' })).body;
    expect(await page(url)).not.toBe(await page(keptUrl));
    expect((await site.prompt(await site.jwt(customerOf('window').id))).body.conversations).toMatchObject([
      { conversationId: 'window', sameAgent: false },
    ]);
    expect(await asks(url, 'POST')).toMatchObject({ result: 'resumed', sameAgent: false });
    await site.comes('window');
    for (const id of ['window', 'window-by-link']) {
      expect(await site.told(id, 'conversation.resumed')).toMatchObject([{ data: { sameAgent: false } }]);
      expect(await site.told(id, 'agent.assign')).toEqual([]);
      expect(await site.conversation(id)).toMatchObject({ status: 'open', openedCount: 1 });
    }
  });

  test('an agent who writes or takes it anew has the window open again', async () => {
    for (const id of ['reopened', 'taken']) {
      await site.chat(id);
      await site.desk.event(id, 'session.windowClosed');
    }
    await site.desk.agentSays('reopened', '다시 왔습니다', { author: { type: 'agent', id: 'agent of reopened' } });
    await site.desk.event('taken', 'conversation.assigned', { agentId: 'another' });
    for (const id of ['reopened', 'taken']) {
      await site.leaves(id);
      await site.comes(id);
      expect(await site.told(id, 'conversation.resumed')).toMatchObject([{ data: { sameAgent: true } }]);
    }
  });

  test('where no agent is, nobody is kept, and no same one is promised', async () => {
    await site.comes('nobody', 'tab');
    await site.desk.customerSays('nobody', '계세요?', customerOf('nobody'));
    const url = await site.link('nobody');
    await site.leaves('nobody');
    expect(await asks(url)).toMatchObject({ state: 'resumable', sameAgent: false, portalUrl: PORTAL });
    await site.comes('nobody');
    expect(await site.toldInWords('nobody')).toEqual(['conversation.resumed false']);
  });
});
