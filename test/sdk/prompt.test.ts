/** What a customer who comes back is asked, and what becomes of it, in a real browser. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium } from './support/chromium';
import { FakeSite } from './support/fake-site';

let browser: Browser;
let context: BrowserContext;
const site = new FakeSite();

const held = {
  ...{ conversationId: 'chat-1', agentId: 'ag-1', sameAgent: true },
  ...{ startedAt: '2026-01-05T09:00:00Z', lastMessageAt: '2026-01-05T09:10:00Z', until: '2026-01-05T09:20:00Z' },
};
const older = { ...held, conversationId: 'chat-0', sameAgent: false, lastMessageAt: '2026-01-04T09:10:00Z' };
const resumed = {
  ...{ result: 'resumed', portalUrl: 'https://shop.example/chat', agentId: 'ag-1', sameAgent: true },
  conversation: { channelId: 'web', conversationId: 'chat-1' },
};

beforeAll(async () => {
  [browser] = await Promise.all([openChromium(), site.open()]);
});
beforeEach(async () => {
  site.reset();
  site.answers['GET /v1/reconnect'] = { body: { conversations: [older, held], newConversation: true } };
  site.answers['POST /v1/reconnect/continue'] = { body: resumed };
  site.answers['POST /v1/reconnect/new'] = { body: { newConversation: true } };
  site.script = 'keep(Threadkeeper.start({ api, channel, jwt }));';
  context = await browser.newContext({ reducedMotion: 'reduce' });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  site.close();
});

const offer = (...conversations: object[]) => {
  site.answers['GET /v1/reconnect'] = { body: { conversations, newConversation: true } };
};

/** @returns the page, and what went wrong on it unheard */
async function open(path = '/', prepare?: string): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(site.origin + path);
  return { page, errors };
}

const outcomeOf = (page: Page) => page.evaluate<object>('keeper.ready');
const callsOf = (path: string) => site.calls.filter((call) => call.path === path && call.method !== 'OPTIONS');

describe('the ready-made prompt', () => {
  test('continues: the same conversation, and the customer is connected to it', async () => {
    offer(held);
    const { page, errors } = await open();
    const dialog = page.getByRole('dialog', { name: 'Continue your conversation?' });
    await dialog.getByRole('button', { name: 'Continue' }).dblclick();
    expect(await outcomeOf(page)).toEqual({
      ...{ result: 'resumed', conversationId: 'chat-1', agentId: 'ag-1', sameAgent: true },
      portalUrl: resumed.portalUrl,
    });
    await dialog.waitFor({ state: 'detached' });
    const [{ headers, body }] = callsOf('/v1/reconnect/continue') as [(typeof site.calls)[0]];
    expect(headers.authorization).toBe('Bearer jwt-of-kim');
    expect(body).toEqual({ channel: 'web', conversationId: 'chat-1' });
    expect(callsOf('/v1/reconnect/continue')).toHaveLength(1);
    const [connected] = await site.seen(({ path }) => path === '/v1/reconnect/presence');
    expect(connected?.body).toMatchObject({ conversationId: 'chat-1', state: 'connected' });
    expect(errors).toEqual([]);
  });

  test('starts new, and tells so', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Start new' }).click();
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    const [declined] = await site.seen(({ method, path }) => method === 'POST' && path === '/v1/reconnect/new');
    expect(declined?.body).toEqual({ channel: 'web' });
  });

  test('can be used by the keyboard alone: focus comes in, stays in, and goes back where it was', async () => {
    site.script = `document.getElementById('before').focus(); ${site.script}`;
    const { page } = await open();
    await page.getByRole('dialog').waitFor();
    const focus = () =>
      page.evaluate(() => {
        const inside = document.activeElement?.shadowRoot?.activeElement as HTMLInputElement | undefined;
        return inside?.textContent || inside?.type || document.activeElement?.id;
      });
    const seen = [await focus()];
    for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      seen.push(await focus());
    }
    expect(seen).toEqual(['Continue', 'Start new', 'radio', 'Continue', 'radio', 'Start new', 'Continue']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await outcomeOf(page);
    expect(callsOf('/v1/reconnect/continue')[0]?.body.conversationId).toBe('chat-0');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focus()).toBe('before');
  });

  test('Escape is no choice: a new conversation now, and the offer again on the next page', async () => {
    const { page } = await open();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(callsOf('/v1/reconnect/new')).toEqual([]);
    await page.reload();
    await page.getByRole('dialog').waitFor();
  });

  test('magnified until it has to be scrolled: the question is read first, and the buttons are there', async () => {
    const { page } = await open();
    await page.setViewportSize({ width: 512, height: 320 });
    await page.reload();
    const dialog = page.getByRole('dialog');
    const boxes = [dialog, dialog.getByRole('heading'), dialog.getByRole('button').last()].map((one) =>
      one.boundingBox(),
    );
    const [whole, question, button] = await Promise.all(boxes);
    const endOf = (box: typeof whole) => (box?.y ?? 0) + (box?.height ?? 0);
    expect(await dialog.evaluate((one) => one.scrollHeight > one.clientHeight)).toBe(true);
    expect(question?.y).toBeGreaterThan(whole?.y ?? 0);
    expect(endOf(button)).toBeLessThan(endOf(whole));
    // What the keyboard comes to is not behind them.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowDown');
    const chosen = await dialog.getByRole('radio').last().boundingBox();
    expect(await dialog.getByRole('radio').last().isChecked()).toBe(true);
    expect(endOf(chosen)).toBeLessThan(button?.y ?? 0);
  });

  test('is announced with its text, and keeps keys from the page', async () => {
    offer(held);
    site.language = 'ko-KR';
    site.script += `window.keys = []; addEventListener('keydown', ({ key }) => keys.push(key));`;
    const { page } = await open();
    const dialog = page.getByRole('dialog', { name: '이전 상담을 이어가시겠어요?' });
    await dialog.waitFor();
    expect(await dialog.ariaSnapshot()).toContain('같은 상담원이 이어서 도와드립니다.');
    expect(await dialog.getAttribute('aria-describedby')).toBe('text');
    await page.keyboard.press('k');
    expect(await page.evaluate('keys')).toEqual([]);
  });

  test('moves only for who does not mind, and shows under a strict security policy', async () => {
    site.head = `<meta http-equiv="Content-Security-Policy" content="style-src 'none'">`;
    const { page } = await open();
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const styleOf = (name: string) =>
      page.getByRole('dialog').evaluate((dialog, asked) => getComputedStyle(dialog).getPropertyValue(asked), name);
    await page.getByRole('dialog').waitFor();
    expect(await styleOf('border-top-left-radius')).toBe('16px');
    expect(await styleOf('animation-name')).toBe('rise');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await styleOf('animation-name')).toBe('none');
  });

  test.each([
    ['expired', 'The time to reconnect has passed.'],
    ['endedByAgent', 'The agent has ended it.'],
    ['closedByCustomer', 'You have closed it.'],
  ])('%s meanwhile: says so, and nobody waits for it to be read', async (reason, text) => {
    site.answers['POST /v1/reconnect/continue'] = { body: { result: reason, newConversation: true } };
    const { page } = await open();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await outcomeOf(page)).toEqual({ result: 'new', reason });
    const dialog = page.getByRole('dialog', { name: 'Your earlier conversation is over' });
    await dialog.getByText(text).waitFor();
    // Of a dialog that is open already, screen readers read what has the focus.
    const described = await dialog.getByRole('button').getAttribute('aria-describedby');
    expect(described?.split(' ')).toEqual(['title', 'text']);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
  });

  test('too late, where the channel leads such customers elsewhere', async () => {
    const redirectUrl = 'https://shop.example/contact';
    site.answers['POST /v1/reconnect/continue'] = { body: { result: 'expired', redirectUrl, newConversation: true } };
    await context.route(redirectUrl, (route) => route.fulfill({ body: 'contact' }));
    const { page } = await open();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(redirectUrl);
  });

  test('an address that is none of the web is not followed', async () => {
    const answer = { result: 'expired', redirectUrl: 'javascript:window.evil=1', newConversation: true };
    site.answers['POST /v1/reconnect/continue'] = { body: answer };
    const { page } = await open();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await outcomeOf(page)).toEqual({ result: 'new', reason: 'expired' });
  });

  test('is not shown to who has begun a conversation before the answer was there', async () => {
    site.script += `keeper.connect('chat-9');`;
    const { page } = await open();
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('stop takes it away', async () => {
    const { page } = await open();
    await page.getByRole('dialog').waitFor();
    await page.evaluate('keeper.stop()');
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('events only', () => {
  const start = (onOffer: string) => `keep(Threadkeeper.start({ api, channel, jwt, onOffer: ${onOffer} }));`;

  test('the page is given the offer, the latest first, and no prompt is shown', async () => {
    site.script = start('(offer) => { window.offer = offer; }');
    const { page } = await open();
    await page.waitForFunction('window.offer');
    expect(await page.evaluate('offer.conversations')).toEqual([held, older]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate('offer.continue()')).toMatchObject({ result: 'resumed', conversationId: 'chat-1' });
    expect(await outcomeOf(page)).toMatchObject({ result: 'resumed' });
  });

  test('who has begun another conversation meanwhile stays in that one', async () => {
    site.script = start('(offer) => { window.offer = offer; }');
    const { page } = await open();
    await page.waitForFunction('window.offer');
    await page.evaluate(`keeper.connect('chat-9'); offer.continue().then(() => keeper.ready);`);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
    const about = callsOf('/v1/reconnect/presence').map(({ body }) => [body.conversationId, body.state]);
    expect(about).toEqual([['chat-9', 'connected']]);
  });

  test('the first choice counts', async () => {
    const choices = '(offer) => { window.told = Promise.all([offer.startNew(), offer.continue(), offer.startNew()]); }';
    site.script = start(choices);
    const { page } = await open();
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(await page.evaluate('told')).toEqual([{ result: 'new' }, { result: 'new' }, { result: 'new' }]);
    await site.seen(({ method, path }) => method === 'POST' && path === '/v1/reconnect/new');
    expect(callsOf('/v1/reconnect/continue')).toEqual([]);
    expect(callsOf('/v1/reconnect/new')).toHaveLength(1);
  });
});

describe('a tab that is in a conversation', () => {
  test('goes on with it on the next page without asking; another tab is asked', async () => {
    offer(held);
    const { page } = await open();
    await page.getByRole('button', { name: 'Continue' }).click();
    await outcomeOf(page);
    await page.goto(`${site.origin}/next`);
    expect(await outcomeOf(page)).toMatchObject({ result: 'resumed', conversationId: 'chat-1' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    const { page: other } = await open();
    await other.getByRole('dialog').waitFor();
  });

  test('is asked for nothing when that conversation is over', async () => {
    const { page } = await open('/', `sessionStorage.setItem('threadkeeper:web', '{"conversationId":"chat-7"}')`);
    await outcomeOf(page);
    site.answers['POST /v1/reconnect/continue'] = { body: { result: 'endedByAgent', newConversation: true } };
    offer();
    await page.reload();
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('a link', () => {
  beforeEach(() => {
    site.script = 'keep(Threadkeeper.start({ api, channel }));';
    site.answers['POST /r/abc234'] = { body: resumed };
  });

  test('resumes at once, for somebody who is not logged in, and leaves the address bar', async () => {
    const { page } = await open('/chat?lang=ko&threadkeeper=abc234&utm=a%20b#top');
    expect(page.url()).toBe(`${site.origin}/chat?lang=ko&utm=a%20b#top`);
    expect(await outcomeOf(page)).toMatchObject({ result: 'resumed', conversationId: 'chat-1' });
    const [asked] = callsOf('/r/abc234');
    expect(asked?.headers).toMatchObject({ accept: 'application/json' });
    expect(asked?.headers.referer).toBeUndefined();
    const [connected] = await site.seen(({ path }) => path === '/v1/reconnect/presence');
    expect(connected?.body).toMatchObject({ conversationId: 'chat-1', credential: 'abc234' });
    await page.reload();
    expect(await outcomeOf(page)).toMatchObject({ result: 'resumed' });
  });

  test('that cannot be checked on one page is still good on the next', async () => {
    const { page } = await open('/?threadkeeper=abc234');
    await outcomeOf(page);
    site.answers['POST /r/abc234'] = { body: { result: 'unavailable', newConversation: true } };
    await page.reload();
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    site.answers['POST /r/abc234'] = { body: resumed };
    await page.reload();
    expect(await outcomeOf(page)).toMatchObject({ result: 'resumed' });
  });

  test('of old says that it is over, and starts new', async () => {
    site.answers['POST /r/abc234'] = { status: 410, body: { result: 'expired', newConversation: true } };
    const { page } = await open('/?threadkeeper=abc234');
    expect(await outcomeOf(page)).toEqual({ result: 'new', reason: 'expired' });
    await page.getByRole('dialog', { name: 'Your earlier conversation is over' }).waitFor();
  });

  test('of old leads to where the channel wants it', async () => {
    const redirectUrl = 'https://shop.example/contact';
    site.answers['POST /r/abc234'] = { body: { result: 'expired', redirectUrl, newConversation: true } };
    await context.route(redirectUrl, (route) => route.fulfill({ body: 'contact' }));
    const { page } = await open('/?threadkeeper=abc234');
    await page.waitForURL(redirectUrl);
  });

  test('that was tampered with is no way in, and no obstacle', async () => {
    site.answers['POST /r/abc234'] = { status: 404, body: { result: 'unknown', newConversation: true } };
    const { page } = await open('/?threadkeeper=abc234');
    expect(await outcomeOf(page)).toEqual({ result: 'new', reason: 'unknown' });
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('whatever goes wrong, it is a new conversation, and the page notices nothing', () => {
  const broken: [string, () => void, string?][] = [
    ['the API fails', () => (site.answers['GET /v1/reconnect'] = { status: 500, body: {} })],
    ['the API says nonsense', () => (site.answers['GET /v1/reconnect'] = { text: '<html>' })],
    ['the API says null', () => (site.answers['GET /v1/reconnect'] = { text: 'null' })],
    ['the API lists nonsense', () => offer({ conversationId: 7 }, {})],
    ['the connection breaks', () => (site.answers['GET /v1/reconnect'] = 'drop')],
    ['the API does not answer', () => (site.answers['GET /v1/reconnect'] = 'hang')],
    ['the JWT cannot be had', () => (site.script = failing("jwt: () => { throw new Error('no') }"))],
    ['the JWT never comes', () => (site.script = failing('jwt: () => new Promise(() => {})'))],
    ['nobody is logged in', () => (site.script = failing('jwt: () => undefined'))],
    ['the listener throws', () => (site.script = failing("jwt, onOffer() { throw new Error('no') }"))],
    ['the log throws', () => (site.script = failing("jwt() { throw 1 }, onError() { throw new Error('no') }"))],
    ['there are no options', () => (site.script = 'keep(Threadkeeper.start())')],
    ['there is no fetch', () => {}, 'delete window.fetch; window.fetch = undefined'],
    ['the browser has no dialog', () => {}, 'HTMLDialogElement.prototype.showModal = undefined'],
    ['the times are nonsense', () => offer({ ...held, startedAt: 'soon' })],
    ['storage is forbidden', () => offer(), "Object.defineProperty(window, 'sessionStorage', { get() { throw 1 } })"],
  ];
  const failing = (options: string) => `keep(Threadkeeper.start({ api, channel, timeout: 300, ${options} }));`;

  // Jest takes a parameter without a value for its callback.
  test.each(broken.map(([name, ...rest]) => [name, rest] as const))('%s', async (_, [breakIt, prepare]) => {
    site.script = failing('jwt');
    breakIt();
    const { page, errors } = await open('/', prepare);
    expect(await outcomeOf(page)).toEqual({ result: 'new' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.evaluate(`keeper.connect('chat-2'); keeper.stop()`);
    expect(errors).toEqual([]);
  });

  test('continuing fails', async () => {
    site.script = failing('jwt');
    for (const answer of ['drop', 'hang', { status: 500, body: {} }, { text: '[' }] as const) {
      site.answers['POST /v1/reconnect/continue'] = answer;
      const { page, errors } = await open();
      await page.getByRole('button', { name: 'Continue' }).click();
      expect(await outcomeOf(page)).toEqual({ result: 'new' });
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(errors).toEqual([]);
      await page.close();
    }
  });
});
