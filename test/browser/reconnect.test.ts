/** Coming back as customers see it: Chromium, the script for widgets, the page behind a link, and the whole stack behind them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { renderReturnPage } from '../../src/mail/render/return-page';
import type { Client, State } from '../scenarios/client';
import { sharedStack } from '../scenarios/given';
import { openChromium } from '../sdk/support/chromium';
import { Portal } from './support/portal';

const given = sharedStack();
const contexts: BrowserContext[] = [];
let browser: Browser;
let portal: Portal;
let shop: Client;

beforeAll(async () => {
  portal = new Portal(() => given.stack.clock.now());
  [browser] = await Promise.all([openChromium(), portal.open()]);
});
beforeEach(async () => {
  shop = await given.newcomer();
  await portal.join(shop);
});
afterEach(async () => {
  // Pages that are still there would go on telling a stack that is gone.
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await given.stack.settled();
});
afterAll(async () => {
  await browser.close();
  portal.close();
});

/** Somebody's browser; `customer`: who is logged in at the shop. */
async function device(options: BrowserContextOptions & { customer?: string } = {}): Promise<BrowserContext> {
  const { customer, ...rest } = options;
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...rest });
  contexts.push(context);
  if (customer) await context.addCookies([{ name: 'customer', value: customer, url: portal.origin }]);
  return context;
}
const PHONE = { viewport: { width: 390, height: 700 }, locale: 'ko-KR' };

async function visit(context: BrowserContext, url = portal.helpPage(shop)): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
const says = async (page: Page, text = 'hello') => {
  await page.getByLabel('Message').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('said').waitFor();
};
async function outcomeOf(page: Page) {
  // A form may lead to the page only now.
  await page.locator('#outcome:not(:empty)').waitFor();
  return page.evaluate<Record<string, unknown>>('keeper.ready');
}

type Reconnect = { state: string; since?: string; until?: string; reservedAgentId?: string; endedBy?: string };
const stateOf = async () => (await shop.conversation('chat')) as State & { connected: boolean; reconnect?: Reconnect };
type Seen = Awaited<ReturnType<typeof stateOf>>;

/** Waits for what a page tells in the background. */
async function seen(isMeant: (state: Seen) => boolean): Promise<Seen> {
  for (;;) {
    const state = await stateOf();
    if (isMeant(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const isConnected = ({ connected }: Seen) => connected;
/** The page has told that it is there. */
const beats = (page: Page) =>
  page.waitForResponse((response) => !!response.request().postData()?.includes('"state":"connected"'));
/** A page that goes is given a moment to come back. */
const isGoing = ({ waits }: Seen) =>
  waits.some(({ kind, due = '' }) => kind === 'presence' && Date.parse(due) - given.stack.clock.now() <= 5_000);

/** What the channel was told of agents and of coming back, in order. */
const told = async () => {
  await shop.settle();
  const types = /^(capacity|agent|conversation)\./;
  return (await shop.outbox())
    .filter(({ channelId, type }) => channelId === shop.channel && types.test(type))
    .map(({ type, data }) => [type, data.agentId].filter(Boolean).join(' '));
};

/** A customer who is logged in has written, and an agent answers. */
async function chatting(context: BrowserContext): Promise<Page> {
  const page = await visit(context);
  expect(await outcomeOf(page)).toEqual({ result: 'new' });
  await says(page);
  await shop.event('chat', 'conversation.assigned', { agentId: 'ag' });
  await shop.agentSays('chat', 'let me look', { agent: undefined });
  await seen(isConnected);
  return page;
}
const closes = (page: Page) => page.close({ runBeforeUnload: true });
async function leaves(page: Page): Promise<Seen> {
  await closes(page);
  await seen(isGoing);
  await shop.advance('PT7S');
  return seen(({ reconnect }) => reconnect?.state === 'disconnected');
}
const linkTo = async () =>
  (await shop.ask<{ url: string }>('POST', `/v1/conversations/${shop.channel}/chat/reconnect-link`)).url;

const HELD = ['capacity.reserved ag'];
const BACK = ['capacity.released ag', 'agent.assign ag', 'conversation.resumed ag'];

test('two tabs, one closed, is connected; both closed is held for three minutes; the prompt leads back to the same agent', async () => {
  const laptop = await device({ customer: 'kim' });
  const first = await chatting(laptop);
  const second = await visit(laptop);
  await second.getByRole('button', { name: 'Continue' }).click();
  expect(await outcomeOf(second)).toMatchObject({ result: 'resumed', conversationId: 'chat' });
  await beats(second);
  await closes(first);
  await shop.advance('PT1M');
  expect((await seen(isConnected)).reconnect?.state).toBe('connected');
  expect(await told()).toEqual([]);

  const { reconnect, connected } = await leaves(second);
  expect({ ...reconnect, connected }).toMatchObject({ state: 'disconnected', reservedAgentId: 'ag', connected: false });
  expect(Date.parse(reconnect?.until ?? '') - Date.parse(reconnect?.since ?? '')).toBe(180_000);
  expect(await shop.ask('GET', '/v1/agents/ag/capacity')).toMatchObject({
    reserved: [{ conversationId: 'chat', until: reconnect?.until }],
  });

  const again = await visit(laptop);
  await again.getByRole('dialog', { name: 'Continue your conversation?' }).getByText('The same agent').waitFor();
  await again.keyboard.press('Enter');
  expect(await outcomeOf(again)).toMatchObject({ conversationId: 'chat', agentId: 'ag', sameAgent: true });
  await seen(isConnected);
  expect((await told()).slice(0, 4)).toEqual([...HELD, ...BACK]);
  expect(await stateOf()).toMatchObject({ status: 'open', agentId: 'ag', reconnect: { state: 'reconnected' } });
});

test('a link opened on the phone leads back to the same agent; looking at it, often and ahead, changes nothing', async () => {
  const page = await chatting(await device({ customer: 'kim' }));
  const link = await linkTo();
  await leaves(page);
  const phone = await device(PHONE);
  const landing = await visit(phone, link);
  await landing.reload();
  await visit(phone, link);
  for (const method of ['GET', 'HEAD']) await fetch(link, { method, redirect: 'manual' });
  expect(await told()).toEqual(HELD);
  expect(await stateOf()).toMatchObject({ connected: false, reconnect: { state: 'disconnected' } });

  const asked: string[] = [];
  phone.on('request', (request) => {
    if (!request.url().startsWith(portal.origin)) asked.push(request.headers().referer ?? '');
  });
  await landing.getByText('진행 중이던 상담을 같은 상담원이').waitFor();
  await landing.getByRole('button', { name: '상담으로 돌아가기' }).click();
  expect(await outcomeOf(landing)).toMatchObject({ result: 'resumed', conversationId: 'chat', agentId: 'ag' });
  expect(landing.url()).toBe(portal.helpPage(shop));
  expect(new Set(asked)).toEqual(new Set(['']));
  await seen(isConnected);
  expect((await told()).slice(0, 4)).toEqual([...HELD, ...BACK]);
  await says(landing, '다시 왔어요');
  expect(await stateOf()).toMatchObject({ status: 'open', agentId: 'ag', openedCount: 1 });

  const before = await told();
  const other = await visit(phone, link);
  await other.getByRole('button').click();
  expect(await outcomeOf(other)).toMatchObject({ result: 'resumed', conversationId: 'chat' });
  await closes(other);
  await shop.advance('PT10S');
  expect(await told()).toEqual(before);
  expect(await shop.ask('GET', '/v1/agents/ag/capacity')).toMatchObject({ active: 1, reserved: [] });
});

test('the page behind a link needs no script: it leads back, and says why where it cannot', async () => {
  const page = await chatting(await device({ customer: 'kim' }));
  const link = await linkTo();
  await leaves(page);
  const plain = await device({ javaScriptEnabled: false });
  const { html: body, headers } = renderReturnPage({ language: 'en', state: { ok: false, reason: 'unavailable' } });
  await plain.route(link, (route) => route.fulfill({ body, headers }), { times: 1 });
  const landing = await visit(plain, link);
  await landing.getByRole('button', { name: 'Try again' }).click();
  await landing.getByRole('button', { name: 'Return to the conversation' }).press('Enter');
  await landing.waitForURL(`${portal.helpPage(shop)}?threadkeeper=${link.split('/').at(-1)}`);
  expect((await told()).slice(0, 4)).toEqual([...HELD, ...BACK]);

  await landing.goto(`${link.slice(0, -1)}${link.endsWith('a') ? 'b' : 'a'}`);
  await landing.getByRole('heading', { name: 'This link does not work' }).waitFor();
  await landing.goto(link);
  await portal.change(shop, { enabled: false });
  await landing.getByRole('button').click();
  await landing.getByText('Earlier conversations cannot be continued here').waitFor();
  await portal.change(shop, {});
  await landing.goto(link);
  await shop.advance('PT10M');
  await landing.getByRole('button').click();
  await landing.getByText('Too much time has passed').waitFor();
  await landing.getByRole('link', { name: 'Start a new conversation' }).click();
  await landing.waitForURL(portal.helpPage(shop));
  expect(await stateOf()).toMatchObject({ status: 'wrapUp', reconnect: { endedBy: 'limit' } });
  await portal.change(shop, { redirectUrl: `${portal.origin}/${shop.channel}/late` });
  await landing.goto(link);
  expect(await landing.title()).toBe('Too late');
});

test.each([
  ['agent', 'Our team has ended this conversation', 'The agent has ended it.'],
  ['customer', 'You closed this conversation', 'You have closed it.'],
])(
  'ended by the %s: the page behind the link says so, and the widget that comes with it too',
  async (by, onPage, inWidget) => {
    const laptop = await device({ customer: 'kim' });
    await chatting(laptop);
    const link = await linkTo();
    const phone = await device();
    const landing = await visit(phone, link);
    await shop.event('chat', 'session.ended', { by });
    await shop.settle();
    await landing.getByRole('button').click();
    await landing.getByText(onPage).waitFor();
    const widget = await visit(phone, `${portal.helpPage(shop)}?threadkeeper=${link.split('/').at(-1)}`);
    await widget.getByRole('dialog').getByText(inWidget).waitFor();
    expect(await outcomeOf(widget)).toMatchObject({ result: 'new' });
    await widget.getByRole('button', { name: 'Start new' }).click();
    expect(await outcomeOf(await visit(laptop))).toEqual({ result: 'new' });
  },
);

test('who comes too late is told so by the widget, or led to where the channel wants it', async () => {
  const laptop = await device({ customer: 'kim', locale: 'ko-KR' });
  const page = await chatting(laptop);
  const link = `${portal.helpPage(shop)}?threadkeeper=${(await linkTo()).split('/').at(-1)}`;
  await leaves(page);
  const late = await visit(laptop);
  await late.getByRole('dialog').waitFor();
  await shop.advance('PT3M');
  await late.getByRole('button', { name: '이어서 상담하기' }).click();
  await late.getByText('다시 연결할 수 있는 시간이 지났습니다.').waitFor();
  expect(await outcomeOf(late)).toEqual({ result: 'new', reason: 'expired' });
  await portal.change(shop, { redirectUrl: `${portal.origin}/${shop.channel}/late` });
  const led = await (await device()).newPage();
  await led.goto(link);
  await led.waitForURL(/\/late$/);
  expect(await told()).toEqual([...HELD, 'capacity.released ag', 'conversation.wrapUp']);
});

test('starting new and Escape leave the conversation as it is', async () => {
  const laptop = await device({ customer: 'kim' });
  await leaves(await chatting(laptop));
  const [one, two] = [await visit(laptop), await visit(laptop)];
  await one.getByRole('dialog').waitFor();
  await one.keyboard.press('Escape');
  await two.getByRole('button', { name: 'Start new' }).click();
  for (const page of [one, two]) expect(await outcomeOf(page)).toEqual({ result: 'new' });
  expect(await told()).toEqual(HELD);
  expect(await stateOf()).toMatchObject({ connected: false, reconnect: { state: 'disconnected' } });
});

test('going from page to page, back and forward, and reloading is no parting', async () => {
  const page = await chatting(await device({ customer: 'kim' }));
  await page.reload();
  expect(await outcomeOf(page)).toMatchObject({ result: 'resumed', conversationId: 'chat' });
  await page.goto(`${portal.helpPage(shop)}/orders`);
  await outcomeOf(page);
  await page.goBack();
  await outcomeOf(page);
  await page.goForward();
  expect(await outcomeOf(page)).toMatchObject({ result: 'resumed' });
  await beats(page);
  await shop.advance('PT10S');
  expect(await seen(isConnected)).toMatchObject({ reconnect: { state: 'connected' } });
  expect(await told()).toEqual([]);
});

test('a machine that slept until it was taken for gone comes back by itself, to the same agent', async () => {
  const laptop = await device({ customer: 'kim' });
  const page = await chatting(laptop);
  await laptop.setOffline(true);
  await shop.advance('PT2M10S');
  expect(await stateOf()).toMatchObject({ connected: false, reconnect: { state: 'disconnected' } });
  await laptop.setOffline(false);
  await seen(isConnected);
  expect(await told()).toEqual([...HELD, ...BACK]);
  await page.close();
});

describe('whatever goes wrong, a new chat can be started', () => {
  test('the API is down', async () => {
    const laptop = await device({ customer: 'kim' });
    await leaves(await chatting(laptop));
    await laptop.route(`${given.stack.url}/**`, (route) => route.abort());
    const page = await visit(laptop);
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    await says(page);
  });

  test('the link was tampered with, and reconnect was turned off', async () => {
    const laptop = await device({ customer: 'kim' });
    await leaves(await chatting(laptop));
    const token = (await linkTo()).split('/').at(-1) ?? '';
    const forged = await visit(
      await device(),
      `${portal.helpPage(shop)}?threadkeeper=${[...token].reverse().join('')}`,
    );
    expect(await outcomeOf(forged)).toMatchObject({ result: 'new' });
    await portal.change(shop, { enabled: false });
    const off = await visit(await device(), `${portal.helpPage(shop)}?threadkeeper=${token}`);
    expect(await outcomeOf(off)).toEqual({ result: 'new', reason: 'disabled' });
    expect(await outcomeOf(await visit(laptop))).toEqual({ result: 'new' });
    for (const page of [forged, off]) expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

test('a page of another origin can neither look nor go on', async () => {
  await leaves(await chatting(await device({ customer: 'kim' })));
  const link = await linkTo();
  const thief = await device();
  const elsewhere = portal.origin.replace('localhost', '127.0.0.1');
  await thief.addCookies([{ name: 'customer', value: 'kim', url: elsewhere }]);
  const page = await visit(thief, portal.helpPage(shop).replace(portal.origin, elsewhere));
  expect(await outcomeOf(page)).toEqual({ result: 'new' });
  const read = `fetch('${link}', { headers: { accept: 'application/json' } }).then((answer) => answer.json())`;
  await expect(page.evaluate(read)).rejects.toThrow('Failed to fetch');
  const own = await visit(await device());
  expect(await own.evaluate(read)).toMatchObject({ state: 'resumable', agentId: 'ag' });
  expect(await told()).toEqual(HELD);
});
