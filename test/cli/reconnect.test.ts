/** Bringing customers back, from the command line. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Receiver } from './receiver';
import { cli } from './run-cli';

const PATH = '/v1/channels/web/reconnect';
const SET = { enabled: true, timeLimit: 'PT5M', portalUrl: 'https://shop.example/help' };
let receiver: Receiver;

beforeEach(async () => {
  receiver = await new Receiver().start();
});
afterEach(() => receiver.stop());

const run = (...args: string[]) => cli(...args, '--url', receiver.url);
const has = (set: object | undefined) => {
  const nothing = { status: 404, body: { detail: 'There is no such reconnect setting.' } };
  receiver.routes[`GET ${PATH}`] = () => (set ? { body: set } : nothing);
  receiver.routes['GET /v1/channels'] = () => ({ body: { items: [{ id: 'web' }] } });
  receiver.routes[`PUT ${PATH}`] = (body) => ({ body });
};
const put = () => receiver.calls.find(({ route }) => route === `PUT ${PATH}`)?.body;

test('tells how a channel does it', async () => {
  has(SET);
  const { code, out } = await run('channels', 'reconnect', 'web');
  expect(code).toBe(0);
  expect(out).toContain('within PT5M');
  expect(out).toContain('https://shop.example/help');
  has(undefined);
  expect((await run('channels', 'reconnect', 'web')).out).toContain('--enable --portal-url');
  expect(put()).toBeUndefined();
});

test('changes what is named and leaves the rest', async () => {
  has(SET);
  await run('channels', 'reconnect', 'web', '--disable', '--redirect-url', 'https://shop.example/late');
  expect(put()).toEqual({ ...SET, enabled: false, redirectUrl: 'https://shop.example/late' });
});

test('turns it on for the first time', async () => {
  has(undefined);
  const asked = await run('channels', 'reconnect', 'web', '--enable');
  expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('--portal-url') });
  await run('channels', 'reconnect', 'web', '--enable', '--limit', 'PT1M', '--portal-url', 'https://shop.example/help');
  expect(put()).toEqual({ enabled: true, timeLimit: 'PT1M', portalUrl: 'https://shop.example/help' });
});

test('asked for nothing that could be, says so', async () => {
  has(undefined);
  expect(await run('channels', 'reconnect', 'web', '--enable', '--disable')).toMatchObject({ code: 2 });
  receiver.routes['GET /v1/channels/other/reconnect'] = () => ({ status: 404, body: {} });
  const wrong = await run('channels', 'reconnect', 'other');
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('there are: web') });
});

test('prints a link, or why there is none', async () => {
  receiver.routes['POST /v1/conversations/web/chat-1/reconnect-link'] = () => ({
    body: { url: 'https://api.example/r/abc' },
  });
  expect(await run('reconnect-link', 'web/chat-1')).toMatchObject({ code: 0, out: 'https://api.example/r/abc' });
  receiver.routes['POST /v1/conversations/web/chat-1/reconnect-link'] = () => ({
    ...{ status: 409, body: { detail: 'The agent has ended the session.' } },
  });
  const refused = await run('reconnect-link', 'web', 'chat-1');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('ended the session') });
});

test('what the channel cannot be set to is refused, with the place', async () => {
  has(SET);
  const errors = [{ path: '/timeLimit', message: 'must be from PT1M to PT72H' }];
  const detail = '/timeLimit: must be from PT1M to PT72H';
  receiver.routes[`PUT ${PATH}`] = () => ({ status: 400, body: { status: 400, detail, errors } });
  const refused = await run('channels', 'reconnect', 'web', '--limit', 'PT10S');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('from PT1M to PT72H'), out: '' });
});
