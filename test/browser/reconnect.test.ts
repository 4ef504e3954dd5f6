/** Coming back as customers see it: Chromium, the script for widgets, the page behind a link, and the whole stack behind them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
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
  const context = await browser.newContext(rest);
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
const outcomeOf = (page: Page) => page.evaluate<Record<string, unknown>>('keeper.ready');

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
