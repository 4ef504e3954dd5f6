import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { webhook } from '../../../src/channels/webhook';
import { newWebhookSecret } from '../../../src/channels/webhook/signature';
import type { Effect } from '../../../src/engine/effects';
import { NOW, SECRET, webhookChannel } from '../fixtures/requests';

const ref = { workspaceId: 'ws-1', channelId: 'web', conversationId: 'chat-42' };
const effect: Effect = {
  schema: 1,
  id: 'ef_1',
  type: 'message.send',
  lane: 'channel',
  fields: { text: '안녕하세요', conversationId: 'chat-of-somebody-else', files: [] },
  workflowId: 'wf-1',
  runId: 'run-1',
  cause: { rootEventId: 'evt-1', depth: 1 },
  createdAt: NOW - 1000,
  notAfter: NOW + 60_000,
};
const channel = webhookChannel({ deliverUrl: 'https://desk.example.com/hooks' });
const ids = { effectId: 'ef_1', ...ref, workflowId: 'wf-1', runId: 'run-1' };

describe('an effect at a webhook channel', () => {
  test('is posted with its ids, which win over fields of the same name', () => {
    const sent = webhook.send(effect, ref, channel, NOW);
    expect(sent).toMatchObject({ method: 'POST', url: 'https://desk.example.com/hooks', idempotent: true });
    expect(JSON.parse(sent!.body)).toEqual({
      type: 'message.send',
      timestamp: '2026-01-05T08:59:59.000Z',
      data: { ...ids, text: '안녕하세요', files: [] },
    });
  });

  test('leaves out the ids of a run that there was not', () => {
    const { workflowId, runId, ...command } = effect;
    expect(JSON.parse(webhook.send(command, ref, channel, NOW)!.body).data).not.toHaveProperty('runId');
  });

  test('has the same id and body at each attempt, signed anew', () => {
    const [first, second] = [
      webhook.send(effect, ref, channel, NOW)!,
      webhook.send(effect, ref, channel, NOW + 60_000)!,
    ];
    expect(second.headers['webhook-id']).toBe('ef_1');
    expect([first.headers['webhook-id'], first.body]).toEqual([second.headers['webhook-id'], second.body]);
    expect(second.headers['webhook-timestamp']).toBe(String(NOW / 1000 + 60));
    expect(second.headers['webhook-signature']).not.toBe(first.headers['webhook-signature']);
  });

  test('is accepted by the package with the old secret and with the new', () => {
    const fresh = newWebhookSecret(Buffer.alloc(32, 1));
    const sent = webhook.send(effect, ref, { ...channel, secrets: [fresh, SECRET] }, Date.now())!;
    for (const secret of [fresh, SECRET])
      expect(new Webhook(secret).verify(sent.body, sent.headers)).toMatchObject({ data: ids });
  });

  test('stands in our state only where there is nobody to tell', () => {
    expect(webhook.send(effect, ref, webhookChannel(), NOW)).toBeUndefined();
  });
});

describe('the address to deliver to', () => {
  test.each(['https://desk.example.com/x?y=1', 'http://localhost:8080/', 'http://127.0.0.1/', 'http://[::1]:1/'])(
    'may be %s',
    (deliverUrl) => {
      expect(webhook.config.safeParse({ deliverUrl }).success).toBe(true);
    },
  );

  test.each([
    'http://desk.example.com',
    'ftp://desk.example.com',
    'desk.example.com',
    'https://a:b@desk.example.com',
    'http://localhost.evil.com',
    '',
  ])('may not be %s', (deliverUrl) => expect(webhook.config.safeParse({ deliverUrl }).success).toBe(false));

  test('is all there is to configure', () => {
    expect(webhook.config.safeParse({ url: 'https://x' }).success).toBe(false);
  });
});
