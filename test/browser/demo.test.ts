/** The demo page, as somebody plays with it who has just typed `npm start`: in a real browser, on the whole stack. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { type Given, givenStack } from '../scenarios/given';
import { openChromium } from '../sdk/support/chromium';

let browser: Browser;
let given: Given;
let context: BrowserContext;
const errors: string[] = [];

beforeAll(async () => {
  [browser, given] = await Promise.all([openChromium(), givenStack()]);
}, 120_000);
afterEach(async () => {
  await context.close();
  const { denied, failures } = given.stack;
  expect({ denied, failures, errors }).toEqual({ denied: [], failures: [], errors: [] });
});
afterAll(async () => {
  await browser.close();
  await given.stop();
});

/** Both sides of the page. */
interface Demo {
  page: Page;
  shop: FrameLocator;
  press(name: string): Promise<void>;
  /** In the shop. */
  customerPresses(name: string): Promise<void>;
  /** Waits until it can be read among the conversations. */
  agentsSee(text: string): Promise<void>;
}

async function opened(prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Demo> {
  context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => void errors.push(message));
  await prepare(page);
  await page.goto(`${given.stack.url}/_local/demo`);
  const shop = page.frameLocator('iframe');
  return {
    ...{ page, shop },
    press: (name) => page.getByRole('button', { name, exact: true }).first().click(),
    customerPresses: (name) => shop.getByRole('button', { name, exact: true }).last().click(),
    agentsSee: (text) => page.getByRole('region', { name: 'Conversations' }).getByText(text).first().waitFor(),
  };
}

async function startsChat({ page, shop, press, customerPresses }: Demo): Promise<void> {
  const add = page.getByRole('button', { name: 'Add them' });
  await page.getByText(/^Sample workflows/).waitFor();
  if (await add.isVisible()) await add.click();
  await page.getByText('Sample workflows: 6 of 6').waitFor();
  await customerPresses('Start a chat');
  await customerPresses('Talk to a person');
  await shop.getByText('Somebody will be with you').waitFor();
  await page.getByRole('region', { name: 'Conversations' }).getByText('open').first().waitFor();
  await press('Take over');
  await shop.getByText('Haneul Han takes care of it').waitFor();
}

async function answers({ page, press }: Demo, text: string): Promise<void> {
  await page.getByLabel('Answer').fill(text);
  await press('Send');
  await page.getByRole('log', { name: 'Messages' }).getByText(text).waitFor();
}

const hiddenBelow = (log: Locator) =>
  log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);

const told = (...types: string[]) =>
  given.stack.outside.outbox().flatMap(({ type, data }) => (types.includes(type) ? [[type, data.agentId]] : []));

test('who is cut off comes back by the link of a message, to the same agent; too late it is over', async () => {
  const demo = await opened();
  const { page, shop, press, agentsSee } = demo;
  await page.getByLabel('I am').first().selectOption('visitor');
  await startsChat(demo);
  await answers(demo, 'Hello, this is Haneul.');
  await shop.getByText('Hello, this is Haneul.').waitFor();
  await agentsSee('Connected');
  await press('Close the tab');
  await agentsSee('Disconnected, held for 3:00');
  await page.getByText('Haneul Han 0 active, 1 reserved').waitFor();

  const link = page.getByRole('region', { name: 'Customer' }).getByRole('link');
  const url = String(await link.getAttribute('href'));
  await press('+1 min');
  await agentsSee('Disconnected, held for 2:00');
  await link.click();
  await page.waitForURL(url);
  await page.getByRole('button', { name: 'Return to the conversation' }).click();
  await page.waitForURL(`${given.stack.url}/_local/demo`);
  await shop.getByText('Hello, this is Haneul.').waitFor();
  await agentsSee('Reconnected');
  await shop.getByText('Back again, with Haneul Han').waitFor();
  await page.getByText('Haneul Han 1 active, 0 reserved').waitFor();
  expect(told('agent.assign', 'conversation.resumed').slice(-2)).toEqual([
    ['agent.assign', 'demo-haneul'],
    ['conversation.resumed', 'demo-haneul'],
  ]);

  // Who is there stays there however far the clock jumps.
  await press('+5 min');
  await agentsSee('Reconnected');
  await press('Lose the network');
  // The room for the messages is less now; the last of them stays in sight.
  await shop.getByText('No connection').waitFor();
  const log = shop.getByRole('log');
  await expect(hiddenBelow(log)).resolves.toBeLessThan(2);
  await press('+5 min');
  await press('+1 min');
  await agentsSee('Session over: nobody came back');
  await press('Close the tab');
  await page.goto(url);
  await page.getByText('This conversation cannot be continued').waitFor();
  await page.getByRole('link', { name: 'Start a new conversation' }).click();
  await page.waitForURL(`${given.stack.url}/_local/demo`);
});

test('bots ask, the prompt brings back, and what is not read goes on by e-mail', async () => {
  const demo = await opened();
  const { page, shop, press, customerPresses, agentsSee } = demo;
  await press('Turn on');
  await customerPresses('Start a chat');
  await customerPresses('I want to return something');
  await customerPresses('Submit');
  await shop.getByText('Please fill this in.').waitFor();
  await shop.getByLabel('Order number').last().fill('1234');
  await shop.getByLabel('Reason').last().selectOption('Broken');
  await customerPresses('Submit');
  await shop.getByRole('img', { name: 'label.svg' }).waitFor();
  await page.getByRole('log', { name: 'Messages' }).getByText('Order 1234, reason: Broken').waitFor();
  await shop.getByLabel('Message', { exact: true }).fill('And my plate?');
  await page.keyboard.press('Enter');
  await agentsSee('open');
  await press('Take over');
  await agentsSee('Haneul Han');

  await press('Close the tab');
  await agentsSee('Left; counts as gone in 0:05');
  await press('To the next wait');
  await agentsSee('Disconnected, held for 3:00');
  await press('Come back to the shop');
  await customerPresses('Continue');
  await shop.getByText('Back again, with Haneul Han').waitFor();
  await agentsSee('Reconnected');

  await press('Close the tab');
  await answers(demo, 'Your plate comes tomorrow.');
  await agentsSee('1 unread');
  await press('+5 min');
  await press('+5 min');
  await press('+1 min');
  await agentsSee('Session over: nobody came back');
  await page.locator('[aria-busy=false]').waitFor();
  await page.goto(`${given.stack.url}/_local/mailbox`);
  const mail = page.getByRole('link', { name: /seoyeon\.kim@example\.com.*Your plate comes tomorrow/ });
  await mail.waitFor();
});

test('a page that was open before the stack was started anew, with nothing, begins anew too', async () => {
  const json = { apiKey: 'tk_of-the-stack-before' };
  const { page, customerPresses } = await opened((on) =>
    on.route('**/_local/info', (route) => route.fulfill({ json }), { times: 1 }),
  );
  await page.getByText(/^Sample workflows/).waitFor();
  await customerPresses('Start a chat');
  await page.getByRole('region', { name: 'Conversations' }).getByText('Seoyeon Kim').first().waitFor();
  expect(await page.getByRole('alert').isVisible()).toBe(false);
});
