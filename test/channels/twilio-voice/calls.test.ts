/** Whole calls: what an engine that knows the order ringing, queued, inbound, answered, ended makes of them. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InboundEvent } from '../../../src/channels/channel';
import { twilioVoice } from '../../../src/channels/twilio-voice';
import type { TwilioVoiceConfig } from '../../../src/channels/twilio-voice/config';
import { eventData } from '../../../src/engine/event';
import { calls, PARENT, type TwilioForm } from '../fixtures/calls';
import { NOW, twilioChannel, twilioRequest } from '../fixtures/requests';

function eventsOf(forms: readonly TwilioForm[], config: Partial<TwilioVoiceConfig>): InboundEvent[] {
  return forms.flatMap((form) => {
    const result = twilioVoice.translate(twilioRequest(form), twilioChannel(config), NOW);
    if (!result.ok) throw new Error(result.detail);
    return result.events;
  });
}

/** Once per id; states only ever advance; the first reason stays; what was answered or placed by us was not missed. */
function outcomeOf(events: readonly InboundEvent[]) {
  const unique = [...new Map(events.toReversed().map((event) => [event.id, event])).values()].reverse();
  const types = new Set(unique.map(({ type }) => type));
  const reasons = unique.map(
    ({ data, extensions }) => extensions?.missedreason ?? (data as { missedReason?: string }).missedReason,
  );
  const outbound = types.has('call.placed');
  const answered = types.has('call.answered');
  return {
    ended: types.has('call.ended'),
    answered,
    inInbox: !outbound && (answered || types.has('call.inbound')),
    reason: outbound || answered ? undefined : reasons.find((reason) => reason !== undefined),
  };
}

const goesOn = { continueUrl: 'https://ivr.example.com/voice' };
const answered = { ended: true, answered: true, inInbox: true, reason: undefined };
const outcomes: Record<string, ReturnType<typeof outcomeOf>> = {
  'answered by the agent who was dialled': answered,
  'nobody picked up': { ended: true, answered: false, inInbox: true, reason: 'ringTimeOver' },
  'the caller hung up while it rang': { ended: true, answered: false, inInbox: true, reason: 'userLeft' },
  'the second agent answered': answered,
  'given up in the queue': { ended: true, answered: false, inInbox: false, reason: 'abandonedInQueue' },
  'taken out of the queue': answered,
  'the queue was full': { ended: true, answered: false, inInbox: false, reason: 'exceededQueue' },
  'placed by the API and answered': { ...answered, inInbox: false },
  "placed from an agent's browser": { ...answered, inInbox: false },
};

describe.each(Object.entries(calls))('a call: %s', (name, forms) => {
  test.each([
    ['goes on at the owner', goesOn],
    ['ends here', {}],
  ])('ends as it did, where the call %s', (_where, config) => {
    expect(outcomeOf(eventsOf(forms, config))).toEqual(outcomes[name]);
  });

  test('delivered twice and in any order, it is the same events and ends as well', () => {
    const { reason: _, ...outcome } = outcomes[name]!;
    const once = new Set(eventsOf(forms, goesOn).map(({ id }) => id));
    fc.assert(
      fc.property(fc.shuffledSubarray([...forms, ...forms], { minLength: forms.length * 2 }), (shuffled) => {
        const events = eventsOf(shuffled, goesOn);
        expect(new Set(events.map(({ id }) => id))).toEqual(once);
        expect(outcomeOf(events)).toMatchObject(outcome);
      }),
    );
  });

  test('is one conversation, of valid events, with short ids', () => {
    for (const { id, subject, type, data } of eventsOf(forms, {})) {
      expect(subject).toBe(PARENT);
      expect(id.length).toBeLessThanOrEqual(128);
      expect(eventData[type].parse(data)).toEqual(data);
    }
  });
});

test('the call does not end before the owner is done with it', () => {
  const events = eventsOf(calls['the second agent answered']!, goesOn);
  expect(events.findIndex(({ type }) => type === 'call.ended')).toBe(events.length - 1);
});
