/** Whatever is sent, every kind answers: verified or refused, events or a 4xx that says what to do. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TranslateResult, Verdict } from '../../src/channels/channel';
import { channelKind, channelKinds } from '../../src/channels/registry';
import { CALL_STATUSES, DIAL_STATUSES, QUEUE_RESULTS } from '../../src/channels/twilio-voice/call-request';
import { EVENT_TYPES, eventData } from '../../src/engine/event';
import { NOW, standardWebhook, twilioChannel, twilioRequest, webhookChannel } from './fixtures/requests';

const channels = { webhook: webhookChannel(), 'twilio-voice': twilioChannel() };
const text = fc.string({ unit: 'binary', maxLength: 30 });
const short = fc.constantFrom('a', '', 'x'.repeat(129), '2026-01-05T09:00:00Z', '2099-01-01T00:00:00Z', '__proto__');

const eventLike = fc.record(
  {
    specversion: fc.constantFrom('1.0', '2', 1),
    id: fc.oneof(short, text),
    type: fc.oneof(fc.constantFrom(...EVENT_TYPES), text),
    subject: short,
    source: short,
    time: fc.oneof(short, fc.jsonValue()),
    timestamp: short,
    data: fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          conversationId: short,
          messageId: short,
          author: fc.oneof(fc.jsonValue(), fc.record({ type: fc.constantFrom('customer', 'agent', 'x') })),
          text: fc.oneof(text, fc.constant('x'.repeat(20_002))),
          customer: fc.oneof(fc.jsonValue(), fc.record({ id: short, profile: fc.jsonValue() })),
          teamChatId: short,
          by: fc.constantFrom('agent', 'customer'),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((json) => Buffer.from(json)),
  fc
    .oneof(eventLike, fc.array(eventLike, { maxLength: 4 }), fc.jsonValue())
    .map((value) => Buffer.from(JSON.stringify(value))),
);
const forms = fc.record(
  {
    CallSid: fc.oneof(fc.constant('CA1'), text),
    ParentCallSid: text,
    CallStatus: fc.oneof(fc.constantFrom(...CALL_STATUSES), text),
    DialCallStatus: fc.oneof(fc.constantFrom(...DIAL_STATUSES), text),
    QueueResult: fc.oneof(fc.constantFrom(...QUEUE_RESULTS), text),
    Direction: fc.constantFrom('inbound', 'outbound-api', 'outbound-dial', 'x'),
    From: fc.oneof(text, fc.constantFrom('client:', 'sip:', '+821012345678', 'client:한')),
    To: text,
    Timestamp: text,
    SequenceNumber: fc.oneof(text, fc.nat().map(String)),
  },
  { requiredKeys: ['CallSid', 'CallStatus'] },
);

function expectVerdict(verdict: Verdict) {
  if (!verdict.ok) expect([400, 401]).toContain(verdict.status);
}
function expectResult(result: TranslateResult) {
  if (!result.ok) {
    expect([400, 413]).toContain(result.status);
    expect(result.detail.length).toBeGreaterThan(10);
    return;
  }
  for (const { id, subject, type, data } of result.events) {
    expect(id.length * subject.length).toBeGreaterThan(0);
    expect(Math.max(id.length, subject.length)).toBeLessThanOrEqual(128);
    expect(eventData[type].safeParse(data).success).toBe(true);
  }
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
      kind.kind === 'webhook' ? bodies.map((body) => standardWebhook(body)) : forms.map((form) => twilioRequest(form));
    fc.assert(
      fc.property(requests, (request) => {
        expect(kind.verify(request, channel, NOW)).toEqual({ ok: true });
        expectResult(kind.translate(request, channel, NOW));
      }),
      { numRuns: 1000 },
    );
  });
});

test('a kind is found by its name, and nothing else is', () => {
  expect(channelKind('webhook')?.title).toMatch(/Standard Webhooks/);
  expect(channelKind('twilio-voice')?.title).toMatch(/Twilio/);
  for (const name of ['', 'constructor', '__proto__', 'Webhook']) expect(channelKind(name)).toBeUndefined();
});
