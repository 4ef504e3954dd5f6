import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acceptWebhook } from '../../src/app/accept-webhook';
import { cachedChannels } from '../../src/app/cached-channels';
import type { WebhookRequest } from '../../src/channels/channel';
import { newWebhookSecret } from '../../src/channels/webhook/signature';
import { StoreError } from '../../src/ports/store-error';
import { standardWebhook } from '../channels/fixtures/requests';
import { SECRET, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

const message = (id: string, subject = 'chat-1', data: object = {}) => ({
  ...{ specversion: '1.0', id, source: 'web', subject, type: 'message.created' },
  data: { messageId: id, author: { type: 'customer', id: 'cu-7' }, text: '반품하고 싶어요', ...data },
});
const signed = (body: unknown, options = {}): WebhookRequest =>
  standardWebhook(typeof body === 'string' ? body : JSON.stringify(body), {
    secret: SECRET,
    seconds: START / 1_000,
    ...options,
  });
const accept = (request: WebhookRequest, channelId = 'web') => acceptWebhook(channelId, request, world.deps);
const problemOf = async (request: WebhookRequest, channelId?: string) => {
  const accepted = await accept(request, channelId);
  return accepted.ok ? undefined : accepted.problem;
};

describe('a webhook', () => {
  test('that is signed is queued, with workspace, channel and arrival', async () => {
    expect(await accept(signed([message('e1'), message('e2')]))).toEqual({ ok: true, accepted: 2 });
    expect(world.events).toMatchObject([
      { schema: 1, id: 'e1', workspaceId: 'main', channelId: 'web', subject: 'chat-1', receivedAt: START },
      { id: 'e2' },
    ]);
  });

  test('is answered only after the queue took it', async () => {
    world.deps.queues.sendEvents = () => Promise.reject(new StoreError('queue.unavailable', 'no', { retry: true }));
    await expect(accept(signed(message('e1')))).rejects.toMatchObject({ retry: true });
  });

  test('for no channel is refused', async () => {
    expect(await problemOf(signed(message('e1')), 'none')).toMatchObject({ status: 404, code: 'channel.unknown' });
  });

  test('with a wrong signature is refused and nothing of it queued', async () => {
    const forged = signed(message('e1'), { secret: newWebhookSecret(Buffer.alloc(32, 8)) });
    expect(await problemOf(forged)).toMatchObject({ status: 401 });
    expect(world.events).toEqual([]);
  });

  test('signed with a secret newer than the copy at hand is taken', async () => {
    const deps = { ...world.deps, channels: cachedChannels(world.deps.channels, world.clock) };
    await acceptWebhook('web', signed(message('e1')), deps);
    const secret = newWebhookSecret(Buffer.alloc(32, 9));
    const record = await world.deps.channels.get('web');
    if (record) await world.deps.channels.put({ ...record, version: 2, secrets: [secret] });
    expect(await acceptWebhook('web', signed(message('e2'), { secret }), deps)).toMatchObject({ ok: true });
    expect(await acceptWebhook('web', signed(message('e3')), deps)).toMatchObject({ problem: { status: 401 } });
  });

  test('that is malformed is refused with the place', async () => {
    const wrong = [message('e1'), message('e2', 'chat-1', { author: { type: 'ghost' } })];
    expect(await problemOf(signed(wrong))).toMatchObject({ status: 400, index: 1, path: '/data/author/type' });
    expect(world.events).toEqual([]);
  });

  test('larger than a megabyte, or with an event larger than 256 KB, is refused', async () => {
    expect(await problemOf(signed(`"${'x'.repeat(1024 * 1024)}"`))).toMatchObject({ status: 413 });
    expect(await problemOf(signed({ ...message('e1'), note: 'x'.repeat(256 * 1024) }))).toMatchObject({ status: 413 });
  });

  test('with a long text keeps all of it: what is cut off travels beside it', async () => {
    const text = '가나다라마'.repeat(5_000);
    await accept(signed(message('e1', 'chat-1', { text })));
    const [event] = world.events;
    if (event?.type !== 'message.created') throw new Error('no message');
    expect(event.data.text).toHaveLength(20_000);
    expect(event.textCut).toBe(true);
    expect(`${event.data.text}${event.textRest}`).toBe(text);
  });
});

describe('too many events', () => {
  const flood = async (count: number, subject: string, name = '') => {
    for (let sent = 0; sent < count; sent += 100) {
      const batch = Array.from({ length: 100 }, (_, at) => message(`${subject}${name}-${sent + at}`, subject));
      const accepted = await accept(signed(batch, { seconds: world.clock.now() / 1_000 }));
      if (!accepted.ok) return accepted.problem;
    }
    return undefined;
  };

  test('for one conversation are refused until the minute is over; others are taken', async () => {
    world.clock.pass(20_000);
    expect(await flood(3_000, 'busy')).toBeUndefined();
    expect(await flood(100, 'busy', 'more')).toMatchObject({
      status: 429,
      code: 'rate.conversation',
      retryAfterSeconds: 40,
    });
    expect(await flood(100, 'calm')).toBeUndefined();
    world.clock.pass(40_000);
    expect(await flood(100, 'busy', 'later')).toBeUndefined();
  });
});

describe('any input', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  const near = fc.oneof(
    fc.json({ depthSize: 'medium' }),
    fc.anything().map((data) => JSON.stringify({ ...message('e1'), data }) ?? 'null'),
  );
  const bodies = fc.oneof(
    bytes.map((body) => Buffer.from(body)),
    near.map((body) => Buffer.from(body)),
  );
  const headers = fc.dictionary(
    fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-twilio-signature', 'content-type'),
    fc.string(),
  );
  const settles = async (request: WebhookRequest, channelId: string) => {
    const problem = await problemOf(request, channelId);
    expect(problem?.status ?? 202).toBeLessThan(500);
  };

  test('unsigned is refused, never a fault', async () => {
    const url = fc.webUrl({ withQueryParameters: true });
    await fc.assert(
      fc.asyncProperty(
        bodies,
        headers,
        url,
        fc.constantFrom('web', 'phone', '', 'none'),
        async (body, given, address, channelId) => {
          await settles({ method: 'POST', url: address, headers: given, body }, channelId);
          expect(world.events).toEqual([]);
        },
      ),
    );
  });

  test('signed is taken or refused, never a fault', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) =>
        settles(standardWebhook(body, { secret: SECRET, seconds: START / 1_000 }), 'web'),
      ),
    );
  });
});
