/** R8: whatever fails in coming back, a new conversation can be started, and the operator is told. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Given, givenStack } from '../given';
import { asks, customerOf, PORTAL, Site, visits } from './site';

let given: Given;
let site: Site;
let url: string;
let token: string;
beforeAll(async () => {
  given = await givenStack();
  site = await Site.open(given);
  await site.chat('chat');
  url = await site.link('chat');
  await site.leaves('chat');
  token = await site.jwt(customerOf('chat').id);
});
afterAll(() => given.stop());

/** The api function may not do this with the table any more; the result gives it back. */
async function forbid(...actions: string[]): Promise<() => Promise<void>> {
  const { stack } = given;
  const isOf = ({ functions, action }: { functions: string[]; action: string }) =>
    functions.includes('api') && actions.includes(action);
  const backs: (() => Promise<void>)[] = [];
  for (const grant of stack.grants().filter(isOf)) backs.push(await stack.withdraw(grant));
  return async () => {
    for (const back of backs) await back();
  };
}
/** How often the metric was counted in what the function has printed. */
const failures = () => given.stack.logs.tail('api').split('"ReconnectFailures":').length - 1;
const none = { newConversation: true, portalUrl: PORTAL };

test('conversations that cannot be read: a new one is offered, by link, page and prompt, and each time is counted', async () => {
  const before = failures();
  const giveBack = await forbid('dynamodb:BatchGetItem');
  expect(await asks(url)).toEqual({ state: 'unavailable', ...none });
  expect(await asks(url, 'POST')).toEqual({ result: 'unavailable', ...none });
  for (const method of ['GET', 'POST']) {
    const page = await visits(url, method);
    expect(page.status).toBe(200);
    expect(page.body).toContain(`href="${PORTAL}"`);
  }
  expect((await site.prompt(token)).body).toEqual({ conversations: [], reason: 'unavailable', ...none });
  expect((await site.continues('chat', token)).body).toEqual({ result: 'unavailable', ...none });
  expect(failures() - before).toBe(6);
  await giveBack();
});

test('a new conversation begins meanwhile, and the first is still to be had when the trouble is over', async () => {
  const giveBack = await forbid('dynamodb:BatchGetItem');
  const body = { channel: site.desk.channel };
  expect((await site.desk.request('POST', '/v1/reconnect/new', body)).body).toEqual(none);
  await site.desk.customerSays('new-chat', '다시 문의드려요', customerOf('chat'));
  await giveBack();
  expect(await site.desk.conversation('new-chat')).toMatchObject({ status: 'open' });
  expect(await asks(url, 'POST')).toMatchObject({ result: 'resumed', agentId: 'agent of chat' });
});

test('a store that takes nothing: whoever goes on is offered a new one', async () => {
  await site.cutOff('unwritten');
  const giveBack = await forbid('dynamodb:PutItem', 'dynamodb:UpdateItem');
  const answer = await site.continues('unwritten', await site.jwt(customerOf('unwritten').id));
  expect(answer.body).toEqual({ result: 'unavailable', ...none });
  await giveBack();
  expect(await site.toldInWords('unwritten')).toEqual(['capacity.reserved agent of unwritten']);
});

test('a table that answers nothing at all: still a page, still a new conversation', async () => {
  const giveBack = await forbid('dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query');
  const page = await visits(url);
  expect(page.status).toBe(200);
  expect(page.body).toContain('<html');
  expect(await asks(url)).toEqual({ state: 'unavailable', newConversation: true });
  const prompt = await site.desk.request('GET', `/v1/reconnect?channel=${site.desk.channel}`);
  expect([prompt.status, prompt.body]).toMatchObject([200, { conversations: [], newConversation: true }]);
  const begun = await site.desk.request('POST', '/v1/reconnect/new', { channel: site.desk.channel });
  expect([begun.status, begun.body]).toMatchObject([200, { newConversation: true }]);
  await giveBack();
});
