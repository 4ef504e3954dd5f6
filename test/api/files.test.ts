import { beforeEach, describe, expect, test } from '@jest/globals';
import { signToken } from '../../src/mail/signed-token';
import { StoreError } from '../../src/ports/store-error';
import { Installation } from './installation';

const KEY = `attachments/${'a'.repeat(52)}/견적서.pdf`;
let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
  await api.deps.mailStore?.put(KEY, Buffer.from('x'), { type: 'application/pdf', name: '견적서.pdf' });
});
async function tokenOf(key: string, purpose: 'files' | 'unsubscribe' = 'files'): Promise<string> {
  const [newest] = await api.deps.signingKeys.list();
  if (!newest) throw new Error('There is always a key.');
  return signToken(purpose, key, newest);
}
const open = (token: string, headers = {}) => api.call(`GET /files/${token}`, { as: null, headers });

describe('the link of a file', () => {
  test('leads to it for five minutes, without a key, and leaves no trace', async () => {
    const { status, headers } = await open(await tokenOf(KEY));
    expect(status).toBe(302);
    expect(headers).toMatchObject({
      location: `memory:${encodeURIComponent(KEY)}?seconds=300`,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  test('is no other file’s, and nobody else’s to make', async () => {
    const token = await tokenOf(KEY);
    const swapped = Buffer.from('inbound/ses-1').toString('base64url') + token.slice(token.indexOf('.'));
    for (const wrong of [swapped, `${token}a`, token.slice(1), 'x', await tokenOf(KEY, 'unsubscribe')])
      expect(await open(wrong)).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
  });

  test('of a key that was retired leads nowhere', async () => {
    const token = await tokenOf(KEY);
    const [old] = await api.deps.signingKeys.list();
    await api.deps.signingKeys.rotate(api.now);
    expect((await open(token)).status).toBe(302);
    await api.deps.signingKeys.retire(old?.id ?? '');
    expect((await open(token)).status).toBe(404);
  });

  test('says in the language of whoever follows it that the file is gone', async () => {
    const { status, body } = await open(await tokenOf('attachments/b/gone.pdf'), {
      'accept-language': 'ko-KR,ko;q=0.9',
    });
    expect(status).toBe(404);
    expect(body).toContain('<html lang="ko"');
  });

  test('where the store may not say that it is gone, it is taken for that; other failures pass', async () => {
    const fails = (code: string) => async (): Promise<never> => {
      throw new StoreError(code, 'as told', { retry: true });
    };
    const token = await tokenOf(KEY);
    const { mailStore } = api.deps;
    if (!mailStore) throw new Error('It is in memory.');
    mailStore.get = fails('store.denied');
    expect((await open(token)).status).toBe(404);
    mailStore.get = fails('store.throttled');
    await expect(open(token)).rejects.toThrow(StoreError);
  });

  test('where no e-mail is received there are no files', async () => {
    const token = await tokenOf(KEY);
    Object.assign(api.deps, { mailStore: undefined });
    expect((await open(token)).status).toBe(404);
  });
});

test('the timeline links the whole of an e-mail, for as long as it is kept', async () => {
  const email = { messageId: '<1@x.example>', from: 'kim@example.com', threadId: 'a', original: 'inbound/ses-1' };
  const data = { messageId: 'mail-1', author: { type: 'customer', id: 'cu-7' }, text: 'hi', via: 'email' } as const;
  const of = { schema: 1, workspaceId: 'acme', channelId: 'web', subject: 'chat-1', receivedAt: api.now } as const;
  await api.take({ ...of, id: 'mail-1', type: 'message.created', origin: 'command', email, data });
  const { body } = await api.call('GET /v1/conversations/web/chat-1/timeline');
  const link = new URL(body.items[0].event.email.original);
  expect(link.href).toMatch(/^https:\/\/api\.example\/files\//);
  await api.deps.mailStore?.put('inbound/ses-1', Buffer.from('x'), { type: 'message/rfc822', name: 'mail' });
  const { headers } = await api.call(`GET ${link.pathname}`, { as: null });
  expect(headers.location).toContain(encodeURIComponent('inbound/ses-1'));
});
