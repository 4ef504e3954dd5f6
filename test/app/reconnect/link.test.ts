import { expect, test } from '@jest/globals';
import { linkBack } from '../../../src/app/reconnect/fill-link';
import { linkedSession, linkTo, portalWith } from '../../../src/app/reconnect/link';
import type { ChannelRecord, Channels } from '../../../src/ports/channels';
import type { SigningKey, SigningKeys } from '../../../src/ports/signing-keys';

const ref = { workspaceId: 'w', channelId: 'web', conversationId: 'chat-1' };
const key = (id: string): SigningKey => ({ id, secret: Buffer.from(`secret of ${id}`), createdAt: 0 });
const keys = (stale: SigningKey[], fresh = stale) =>
  ({ list: async ({ fresh: isFresh = false } = {}) => (isFresh ? fresh : stale) }) as SigningKeys;
const made = async (openedCount: number, signingKeys = keys([key('a')])) =>
  (await linkTo({ ref, openedCount }, { signingKeys, publicUrl: 'https://api.example' })).split('/r/')[1] ?? '';

test('a link is for the session that goes on; before there is one, for the first', async () => {
  for (const [openedCount, session] of [
    [0, 1],
    [1, 1],
    [2, 2],
  ] as const)
    expect(await linkedSession(await made(openedCount), keys([key('a')]))).toEqual({ ref, session });
});

test('a key that another process made a moment ago is known', async () => {
  const token = await made(1, keys([key('b'), key('a')]));
  expect(await linkedSession(token, keys([key('a')], [key('b'), key('a')]))).toEqual({ ref, session: 1 });
  expect(await linkedSession(token, keys([key('a')]))).toBeUndefined();
});

test.each([
  ['https://shop.example', 'https://shop.example/?threadkeeper=t'],
  ['https://shop.example/help?', 'https://shop.example/help?threadkeeper=t'],
  ['https://shop.example/help?page=1', 'https://shop.example/help?page=1&threadkeeper=t'],
  ['https://shop.example/help?page=1&', 'https://shop.example/help?page=1&threadkeeper=t'],
  ['https://shop.example/help#chat', 'https://shop.example/help?threadkeeper=t#chat'],
  ['https://shop.example/help?a=b#c?d#e', 'https://shop.example/help?a=b&threadkeeper=t#c?d#e'],
])('to %s it leads as %s', (portalUrl, address) => {
  expect(portalWith(portalUrl, 't')).toBe(address);
});

test('there is none where the channel is another workspace’s by now, or brings nobody back', async () => {
  const back = (workspaceId: string, enabled: boolean) => {
    const channel = { id: 'web', workspaceId, reconnect: { enabled } } as ChannelRecord;
    const channels = { get: async () => channel } as Partial<Channels> as Channels;
    const deps = { channels, signingKeys: keys([key('a')]), publicUrl: 'https://api.example' };
    return linkBack({ ref, openedCount: 1 }, deps);
  };
  expect(await back('w', true)).toMatch(/^https:\/\/api\.example\/r\//);
  expect(await back('other', true)).toBeUndefined();
  expect(await back('w', false)).toBeUndefined();
});
