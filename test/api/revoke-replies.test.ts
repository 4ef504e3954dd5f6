import { beforeEach, describe, expect, test } from '@jest/globals';
import { threadId } from '../../src/mail/reply-address';
import { Installation } from './installation';

const ref = { workspaceId: 'acme', channelId: 'web', conversationId: 'chat-1' };
const ADDRESS = 'kim@example.com';
let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  await api.hear('message.created', {
    ...{ messageId: 'm1', author: { type: 'customer', id: 'cu-7' }, text: 'hi' },
    customer: { id: 'cu-7', email: ADDRESS },
  });
  const thread = { id: threadId(ref, ADDRESS), ref, customerId: 'cu-7', address: ADDRESS, language: 'ko' };
  await api.deps.mailThreads.open(thread, api.now);
});
const revoke = (json?: object, as = 'acme write', path = 'web/chat-1') =>
  api.call(`POST /v1/conversations/${path}/revokeReplies`, { as, ...(json && { json }) });
const stored = () => api.deps.mailThreads.get(threadId(ref, ADDRESS));

describe('revoking the replies of a conversation', () => {
  test('takes the address that its customer answers to out of use', async () => {
    const revoked = { address: ADDRESS, revokedAt: '2026-01-05T09:00:00.000Z' };
    expect(await revoke()).toMatchObject({ status: 200, body: revoked });
    expect((await stored())?.revokedAt).toBe(api.now);
    api.now += 60_000;
    expect(await revoke()).toMatchObject({ status: 200, body: revoked });
  });

  test('takes another address, in any case of its letters', async () => {
    expect(await revoke({ address: 'KIM@example.com' })).toMatchObject({ status: 200, body: { address: ADDRESS } });
  });

  test.each([
    ['an address that was never written to', { address: 'lee@example.com' }, 'acme write', 'web/chat-1'],
    ['another conversation', undefined, 'acme write', 'web/chat-2'],
    ['another workspace', undefined, 'other write', 'web/chat-1'],
    ['another workspace, by the address', { address: ADDRESS }, 'other write', 'web/chat-1'],
  ])('finds nothing: %s', async (_, json, as, path) => {
    expect((await revoke(json, as, path)).status).toBe(404);
    expect((await stored())?.revokedAt).toBeUndefined();
  });

  test('is not for who may only read', async () => expect((await revoke(undefined, 'acme read')).status).toBe(403));
});
