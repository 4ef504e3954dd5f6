/** Who is there and who has gone, as the server sees it, in a real browser. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium } from './support/chromium';
import { type Call, FakeSite } from './support/fake-site';

let browser: Browser;
let context: BrowserContext;
const site = new FakeSite();

beforeAll(async () => {
  [browser] = await Promise.all([openChromium(), site.open()]);
});
beforeEach(async () => {
  site.reset();
  site.answers['GET /v1/reconnect'] = { body: { conversations: [], newConversation: true } };
  site.script = `keep(Threadkeeper.start({ api, channel, jwt, heartbeat: 200 })); keeper.connect('chat-1');`;
  context = await browser.newContext({ reducedMotion: 'reduce' });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  site.close();
});

const said = (state: string, connectionId?: string) => (call: Call) =>
  call.path === '/v1/reconnect/presence' &&
  call.body?.state === state &&
  (connectionId === undefined || call.body.connectionId === connectionId);

async function openTab(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return page;
}

const idsOf = (calls: Call[]) => [...new Set(calls.map(({ body }) => body.connectionId))];

describe('presence', () => {
  test('is told on start and again and again, by the same connection, without a preflight', async () => {
    await openTab();
    const calls = await site.seen(said('connected'), 3);
    expect(calls[0]?.body).toEqual({
      ...{ channel: 'web', conversationId: 'chat-1', state: 'connected', credential: 'jwt-of-kim' },
      connectionId: expect.stringMatching(/^[0-9a-f]{30}$/),
    });
    expect(idsOf(calls)).toHaveLength(1);
    expect(site.calls.filter(({ method, path }) => method === 'OPTIONS' && path.endsWith('/presence'))).toEqual([]);
  });

  test('two tabs, and one duplicated from the other, are three connections; closing one ends that one', async () => {
    const first = await openTab();
    await openTab();
    // The copy begins with all that the first has in its session storage.
    await first.evaluate(() => void window.open(location.href));
    await site.seen(() => idsOf(site.calls.filter(said('connected'))).length === 3);
    const own = (await site.seen(said('connected')))[0]?.body.connectionId;
    await first.close({ runBeforeUnload: true });
    const gone = await site.seen(said('disconnected'));
    expect(idsOf(gone)).toEqual([own]);
    expect(gone[0]?.body.credential).toBe('jwt-of-kim');
  });

  test('going to another page of the site ends it, and begins it anew', async () => {
    const page = await openTab();
    const [before] = await site.seen(said('connected'));
    await page.goto(`${site.origin}/other`);
    await site.seen(said('disconnected', before?.body.connectionId));
    await site.seen((call) => said('connected')(call) && call.body.connectionId !== before?.body.connectionId);
  });

  // Headless Chromium has no back/forward cache: these are the events of a page that goes into it and comes back.
  test('coming back by the back/forward cache is another connection', async () => {
    const page = await openTab();
    const [before] = await site.seen(said('connected'));
    const happens = (type: string) =>
      page.evaluate((name) => window.dispatchEvent(new PageTransitionEvent(name, { persisted: true })), type);
    await happens('pagehide');
    await site.seen(said('disconnected', before?.body.connectionId));
    await happens('pageshow');
    await site.seen((call) => said('connected')(call) && call.body.connectionId !== before?.body.connectionId);
  });

  test('without beacons, and with beacons refused, a request that outlives the page tells it', async () => {
    for (const beacon of ['undefined', '() => false']) {
      const page = await context.newPage();
      await page.addInitScript(`navigator.sendBeacon = ${beacon}`);
      await page.goto(site.origin);
      const [{ body }] = (await site.seen(said('connected'))) as [Call];
      await page.close({ runBeforeUnload: true });
      await site.seen(said('disconnected', body.connectionId));
      site.calls.length = 0;
    }
  });

  test('a failing server is asked again, and a refusal is not repeated', async () => {
    site.answers['POST /v1/reconnect/presence'] = { status: 503, body: {} };
    await openTab();
    await site.seen(said('connected'), 1);
    site.answers['POST /v1/reconnect/presence'] = { status: 403, body: {} };
    await site.seen(said('connected'), 2);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(site.calls.filter(said('connected'))).toHaveLength(2);
  });

  test.each([401, 404, 408, 429])('what may be otherwise a moment later (%d) is asked again', async (status) => {
    site.answers['POST /v1/reconnect/presence'] = { status, body: {} };
    await openTab();
    expect(idsOf(await site.seen(said('connected'), 2))).toHaveLength(1);
  });

  test('of whom nobody knows who it is nothing is told, and so not that they have gone', async () => {
    site.script = `keep(Threadkeeper.start({ api, channel, heartbeat: 200 })); keeper.connect('chat-1');`;
    const page = await openTab();
    await page.evaluate('keeper.stop()');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(site.calls).toEqual([]);
  });

  test('who has left before the site could say who it is was never told of', async () => {
    site.script = `const given = [];
const late = () => new Promise((resolve) => given.push(resolve));
keep(Threadkeeper.start({ api, channel, jwt: late, heartbeat: 200 })); keeper.connect('chat-1');`;
    const page = await openTab();
    await page.evaluate(`keeper.stop(); for (const resolve of given) resolve('jwt-of-kim');`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(site.calls.filter(({ path }) => path.endsWith('/presence'))).toEqual([]);
  });

  test('what is on its way when the page goes is called back, and not told again: it would come after its going', async () => {
    site.answers['POST /v1/reconnect/presence'] = 'hang';
    const page = await openTab();
    await site.seen(said('connected'));
    const calledBack = page.waitForEvent('requestfailed');
    await page.evaluate('keeper.stop()');
    expect((await calledBack).url()).toContain('/presence');
    await site.seen(said('disconnected'));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(site.calls.filter(said('connected'))).toHaveLength(1);
  });

  test('whoever logs in after following a link is told of as who they are', async () => {
    const conversation = { channelId: 'web', conversationId: 'chat-1' };
    const resumed = { body: { result: 'resumed', sameAgent: true, conversation } };
    Object.assign(site.answers, { 'POST /r/abc': resumed, 'POST /v1/reconnect/continue': resumed });
    site.script = 'keep(Threadkeeper.start({ api, channel, heartbeat: 200 }));';
    const page = await openTab('/?threadkeeper=abc');
    const provedBy = (credential: string) => (call: Call) =>
      said('connected')(call) && call.body.credential === credential;
    await site.seen(provedBy('abc'));
    site.script = 'keep(Threadkeeper.start({ api, channel, jwt, heartbeat: 200 }));';
    await page.goto(`${site.origin}/other`);
    await site.seen(provedBy('jwt-of-kim'));
  });

  test('back online it is told at once, by the same connection', async () => {
    site.script = `keep(Threadkeeper.start({ api, channel, jwt, heartbeat: 600000 })); keeper.connect('chat-1');`;
    await openTab();
    await site.seen(said('connected'));
    await context.setOffline(true);
    await context.setOffline(false);
    expect(idsOf(await site.seen(said('connected'), 2))).toHaveLength(1);
  });

  test('a phone that puts the page into the background has gone, a desktop has not', async () => {
    for (const isMobile of [false, true]) {
      const device = await browser.newContext({ isMobile, hasTouch: isMobile });
      const page = await device.newPage();
      site.calls.length = 0;
      await page.goto(site.origin);
      await site.seen(said('connected'));
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      if (isMobile) await site.seen(said('disconnected'));
      else await site.seen(said('connected'), site.calls.length + 2);
      expect(site.calls.filter(said('disconnected'))).toHaveLength(isMobile ? 1 : 0);
      await device.close();
    }
  });

  test('stop ends it, and nothing is told any more', async () => {
    const page = await openTab();
    await site.seen(said('connected'));
    await page.evaluate('keeper.stop()');
    await site.seen(said('disconnected'));
    const told = site.calls.length;
    await page.close({ runBeforeUnload: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(site.calls).toHaveLength(told);
  });
});
