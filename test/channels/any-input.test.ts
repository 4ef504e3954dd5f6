/** Whatever is sent, every kind answers: verified or refused, events or a 4xx that says what to do. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TranslateResult, Verdict } from '../../src/channels/channel';
import { channelKind, channelKinds } from '../../src/channels/registry';
import { CALL_STATUSES, DIAL_STATUSES, QUEUE_RESULTS } from '../../src/channels/twilio-voice/call-request';
import { EVENT_TYPES, eventData } from '../../src/engine/event';
import { anyString } from '../support/any-string';
import { NOW, standardWebhook, twilioChannel, twilioRequest, webhookChannel } from './fixtures/requests';

const channels = { webhook: webhookChannel(), 'twilio-voice': twilioChannel() };
const text = anyString({ maxLength: 30 });
const short = fc.constantFrom('a', '', 'x'.repeat(129), '2026-01-05T09:00:00Z', '2099-01-01T00:00:00Z', '__proto__');

const noise = fc.oneof(short, text, fc.jsonValue({ maxDepth: 2 }));

/** Something right, with none to two of its fields replaced or added. */
function almost<T extends object>(right: fc.Arbitrary<T>, names: readonly string[], wrong: fc.Arbitrary<unknown>) {
  const changes = fc.dictionary(fc.constantFrom(...names), wrong, { maxKeys: 2 });
  return fc
    .tuple(right, fc.boolean(), changes)
    .map(([value, clean, change]) => (clean ? value : { ...value, ...change }));
}

/** More than any type needs: what a type does not know is dropped. */
const everything = {
  conversationId: 'chat-42',
  messageId: 'm-1',
  upToMessageId: 'm-1',
  connectionId: 'c-1',
  workflowId: 'wf-1',
  teamChatId: 'chat-42',
  agentId: 'kim',
  by: 'agent',
  author: { type: 'customer' },
  customer: { id: 'chat-42', profile: { plan: 'pro' } },
};
const data = almost(fc.constant(everything), [...Object.keys(everything), 'text', 'files', '__proto__'], noise);
const type = fc.constantFrom(...EVENT_TYPES);
const subject = fc.constant('chat-42');
const eventLike = fc.oneof(
  almost(
    fc.record({ specversion: fc.constant('1.0'), id: text.filter((id) => id !== ''), subject, type, data }),
    ['id', 'subject', 'type', 'time', 'source', 'extra', 'datacontenttype'],
    noise,
  ),
  almost(fc.record({ type, data }), ['timestamp', 'type', 'version'], noise),
);
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((json) => Buffer.from(json)),
);
const payloads = fc.oneof(eventLike, fc.array(eventLike, { maxLength: 4 }));
const TELLS = ['DialCallStatus', 'QueueResult'] as const;
const forms = almost(
  fc.record({
    CallSid: fc.constant('CA1'),
    CallStatus: fc.constantFrom(...CALL_STATUSES),
    Direction: fc.constantFrom('inbound', 'outbound-api', 'outbound-dial', 'x'),
    From: fc.oneof(text, fc.constantFrom('client:', 'sip:', '+821012345678', 'client:한')),
    To: text,
    SequenceNumber: fc.nat().map(String),
    [TELLS[0]]: fc.constantFrom('', ...DIAL_STATUSES),
    [TELLS[1]]: fc.constantFrom('', ...QUEUE_RESULTS),
  }),
  ['CallSid', 'ParentCallSid', 'CallStatus', 'From', 'QueuePosition', 'Timestamp', 'SequenceNumber', ...TELLS],
  text,
) as fc.Arbitrary<Record<string, string>>;

function expectVerdict(verdict: Verdict) {
  if (!verdict.ok) expect([400, 401]).toContain(verdict.status);
}
/** Checks a result and counts its events. */
function expectResult(result: TranslateResult): number {
  if (!result.ok) {
    expect([400, 413]).toContain(result.status);
    expect(result.detail.length).toBeGreaterThan(10);
    return 0;
  }
  for (const { id, subject, type, data } of result.events) {
    expect(id.length * subject.length).toBeGreaterThan(0);
    expect(Math.max(id.length, subject.length)).toBeLessThanOrEqual(128);
    expect(eventData[type].safeParse(data).success).toBe(true);
  }
  return result.events.length;
}

describe.each(Object.values(channelKinds))('a channel of kind $kind', (kind) => {
  const channel = channels[kind.kind as keyof typeof channels];

  test('answers any body and headers', () => {
    const header = fc.oneof(text, fc.constantFrom('v1,', String(NOW / 1000), 'msg_1'));
    const names = fc.constantFrom(
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      'x-twilio-signature',
      'content-type',
    );
    const url = fc.oneof(fc.webUrl({ withQueryParameters: true }), text);
    fc.assert(
      fc.property(bodies, fc.dictionary(names, header), url, (body, headers, at) => {
        const request = { method: 'POST', url: at, headers, body };
        expectVerdict(kind.verify(request, channel, NOW));
        expectResult(kind.translate(request, channel, NOW));
      }),
      { numRuns: 500 },
    );
  });

  test('answers bodies that look almost right', () => {
    const requests =
      kind.kind === 'webhook'
        ? payloads.map((body) => standardWebhook(JSON.stringify(body)))
        : forms.map((form) => twilioRequest(form));
    let events = 0;
    fc.assert(
      fc.property(requests, (request) => {
        expect(kind.verify(request, channel, NOW)).toEqual({ ok: true });
        events += expectResult(kind.translate(request, channel, NOW));
      }),
      { numRuns: 1000 },
    );
    // Else the generators miss what they are for.
    expect(events).toBeGreaterThan(100);
  });
});

test('a kind is found by its name, and nothing else is', () => {
  expect(channelKind('webhook')?.title).toMatch(/Standard Webhooks/);
  expect(channelKind('twilio-voice')?.title).toMatch(/Twilio/);
  for (const name of ['', 'constructor', '__proto__', 'Webhook']) expect(channelKind(name)).toBeUndefined();
});
