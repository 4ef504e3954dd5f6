/** Every row of the tables in docs/decisions/0003-twilio-call-mapping.md. */
import { describe, expect, test } from '@jest/globals';
import { twilioVoice } from '../../../src/channels/twilio-voice';
import type { TwilioVoiceConfig } from '../../../src/channels/twilio-voice/config';
import type { EventData } from '../../../src/engine/event';
import {
  AGENT_PHONE,
  CALLER,
  CHILD,
  child,
  inbound,
  outbound,
  PARENT,
  progress,
  QUEUE,
  type TwilioForm,
} from '../fixtures/calls';
import { NOW, OUR_NUMBER, twilioChannel, twilioRequest } from '../fixtures/requests';

const goesOn = { continueUrl: 'https://ivr.example.com/voice?a=1&b=2' };

function translate(form: TwilioForm, config: Partial<TwilioVoiceConfig> = {}) {
  return twilioVoice.translate(twilioRequest(form), twilioChannel(config), NOW);
}
function eventsOf(form: TwilioForm, config: Partial<TwilioVoiceConfig> = {}) {
  const result = translate(form, config);
  if (!result.ok) throw new Error(result.detail);
  return result.events;
}
/** Type and reason; of an event that does not end the call, the reason is what it would be missed for. */
function said(form: TwilioForm, config: Partial<TwilioVoiceConfig> = {}): string[] {
  return eventsOf(form, config).map(({ type, data, extensions }) => {
    const reason = type === 'call.ended' ? data.missedReason : extensions?.missedreason;
    return reason === undefined ? type : `${type} ${reason}`;
  });
}
const customer = { id: `tel:${CALLER}`, phone: CALLER, country: 'KR' };

describe("the customer's own leg", () => {
  test.each([
    ['queued', 'call.ringing'],
    ['initiated', 'call.ringing'],
    ['ringing', 'call.ringing'],
    ['in-progress', 'call.ringing'],
    ['completed', 'call.ended userLeft'],
    ['busy', 'call.ended allAgentsBusy'],
    ['failed', 'call.ended noOperator'],
    ['no-answer', 'call.ended ringTimeOver'],
    ['canceled', 'call.ended userLeft'],
  ])('inbound, %s: %s', (status, event) => expect(said(inbound(status, progress(0)))).toEqual([event]));

  test.each([
    ['queued', 'call.placed'],
    ['initiated', 'call.placed'],
    ['ringing', 'call.placed'],
    ['in-progress', 'call.answered'],
    ['completed', 'call.ended'],
    ['busy', 'call.ended'],
    ['failed', 'call.ended'],
    ['no-answer', 'call.ended'],
    ['canceled', 'call.ended'],
  ])('outbound, %s: %s', (status, event) => expect(said(outbound(status, progress(0)))).toEqual([event]));

  test('the voice webhook of an inbound call', () => {
    expect(eventsOf(inbound('ringing'))).toEqual([
      {
        id: `${PARENT}:voice:ringing`,
        subject: PARENT,
        type: 'call.ringing',
        data: { from: CALLER, to: OUR_NUMBER, customer },
        extensions: { leg: 'parent', twiliostatus: 'ringing' },
      },
    ]);
  });

  test('a status callback has its number, its time and how long the call was', () => {
    expect(eventsOf(outbound('completed', { ...progress(3, 40), CallDuration: '31' }))).toEqual([
      {
        id: `${PARENT}:3`,
        subject: PARENT,
        time: NOW - 20_000,
        type: 'call.ended',
        data: { from: OUR_NUMBER, to: CALLER, customer, durationSeconds: 31 },
        extensions: { leg: 'parent', twiliostatus: 'completed', sequence: 3 },
      },
    ]);
  });

  test.each(['client:kim', 'sip:kim@acme.sip.twilio.com', 'sip:kim@acme.sip.us1.twilio.com;transport=tls'])(
    'from %s it is an agent who calls',
    (From) => {
      const call = inbound('in-progress', { ...progress(0), From, To: CALLER });
      expect(said(call)).toEqual(['call.placed']);
      expect(eventsOf(call)).toMatchObject([{ data: { agentId: 'kim', to: CALLER, customer } }]);
    },
  );

  test.each(['sip:kim@pbx.example.com', `sip:${CALLER}@acme.sip.twilio.com`])('from %s it is a customer', (From) => {
    expect(said(inbound('ringing', { From }))).toEqual(['call.ringing']);
  });
});

describe('who calls', () => {
  test.each([
    [CALLER, customer],
    [`sip:${CALLER}@trunk.example.com`, customer],
    ['+266696687', undefined],
    ['+7378742833', undefined],
    ['+2562533', undefined],
    ['+8656696', undefined],
    ['+86282452253', undefined],
    ['anonymous', undefined],
    ['Restricted', undefined],
    ['sip:anonymous@anonymous.invalid', undefined],
    ['1000', undefined],
  ])('%s', (From, known) => {
    const [event] = eventsOf(inbound('ringing', { From }));
    const data = event?.data as EventData<'call.ringing'> | undefined;
    expect(data?.customer).toEqual(known);
  });

  test('a country that is no country code is left out', () => {
    expect(eventsOf(inbound('ringing', { FromCountry: 'Korea' }))).toMatchObject([
      { data: { customer: { id: `tel:${CALLER}`, phone: CALLER } } },
    ]);
  });

  test('an address longer than fits is cut', () => {
    expect(eventsOf(inbound('ringing', { From: `sip:${'x'.repeat(300)}@y` }))).toMatchObject([
      { data: { from: `sip:${'x'.repeat(60)}` } },
    ]);
  });
});

describe('a leg dialled to an agent', () => {
  test.each([
    ['queued', 'call.inbound'],
    ['initiated', 'call.inbound'],
    ['ringing', 'call.inbound'],
    ['in-progress', 'call.answered'],
    ['completed', 'call.answered'],
    ['busy', 'call.inbound allAgentsBusy'],
    ['failed', 'call.inbound noOperator'],
    ['no-answer', 'call.inbound ringTimeOver'],
    ['canceled', 'call.inbound'],
  ])('%s: %s', (status, event) => expect(said(child(status, progress(0)))).toEqual([event]));

  test("belongs to the customer's call and names the agent, not the numbers", () => {
    expect(eventsOf(child('in-progress', progress(2)))).toEqual([
      {
        id: `${CHILD}:2`,
        subject: PARENT,
        time: NOW - 58_000,
        type: 'call.answered',
        data: { agentId: 'kim' },
        extensions: { leg: 'child', twiliostatus: 'in-progress', sequence: 2 },
      },
    ]);
  });

  test.each([
    ['client:kim', CALLER, { agentId: 'kim' }],
    ['sip:lee@acme.sip.twilio.com', CALLER, { agentId: 'lee' }],
    [AGENT_PHONE, CALLER, { agentId: AGENT_PHONE }],
    ['client:kim', OUR_NUMBER, { agentId: 'kim' }],
    [AGENT_PHONE, OUR_NUMBER, {}],
  ])('to %s, showing %s: %j', (To, From, data) =>
    expect(eventsOf(child('ringing', { ...progress(1), To, From }))[0]?.data).toEqual(data),
  );
});

describe('the end of a Dial', () => {
  const dial = (status: string, more: TwilioForm = {}) =>
    inbound('in-progress', { DialCallStatus: status, DialCallSid: CHILD, ...more });

  test.each([
    ['completed', ['call.answered'], ['call.answered', 'call.ended']],
    ['answered', ['call.answered'], ['call.answered', 'call.ended']],
    ['busy', ['call.inbound allAgentsBusy'], ['call.inbound allAgentsBusy', 'call.ended allAgentsBusy']],
    ['failed', ['call.inbound noOperator'], ['call.inbound noOperator', 'call.ended noOperator']],
    ['no-answer', ['call.inbound ringTimeOver'], ['call.inbound ringTimeOver', 'call.ended ringTimeOver']],
    ['canceled', ['call.inbound userLeft'], ['call.inbound userLeft', 'call.ended userLeft']],
  ])('%s: the call goes on where there is somewhere to go, else it ends', (status, on, over) => {
    expect(said(dial(status), goesOn)).toEqual(on);
    expect(said(dial(status))).toEqual(over);
    expect(said(dial(status, { CallStatus: 'completed' }), goesOn)).toEqual(
      status === 'no-answer' ? ['call.inbound userLeft', 'call.ended userLeft'] : over,
    );
  });

  test('picked up, but never put through', () => {
    expect(said(dial('completed', { DialBridged: 'false' }))).toEqual([
      'call.inbound noOperator',
      'call.ended noOperator',
    ]);
    expect(said(dial('completed', { DialBridged: 'false', CallStatus: 'completed' }))).toEqual([
      'call.inbound userLeft',
      'call.ended userLeft',
    ]);
    expect(said(dial('completed', { DialBridged: 'true' }), goesOn)).toEqual(['call.answered']);
  });

  test('tells how long they spoke, and two events have two ids', () => {
    expect(eventsOf(dial('completed', { DialCallDuration: '31' }))).toMatchObject([
      {
        id: `${PARENT}:${CHILD}:dial:call.answered`,
        data: { from: CALLER, to: OUR_NUMBER },
        extensions: { twiliostatus: 'completed' },
      },
      { id: `${PARENT}:${CHILD}:dial:call.ended`, data: { durationSeconds: 31 } },
    ]);
  });

  test('of a call that an agent placed has no reason', () => {
    const placed = { From: 'client:kim', To: CALLER };
    expect(said(dial('no-answer', placed))).toEqual(['call.placed', 'call.ended']);
    expect(said(dial('completed', placed), goesOn)).toEqual(['call.answered']);
  });
});

describe('a queue', () => {
  const left = (result: string, more: TwilioForm = {}) =>
    inbound('in-progress', { QueueResult: result, QueueSid: QUEUE, ...more });

  test.each([
    ['bridged', ['call.answered'], ['call.answered', 'call.ended']],
    ['redirected-from-bridged', ['call.answered'], ['call.answered']],
    ['bridging-in-process', ['call.inbound'], ['call.inbound']],
    [
      'hangup',
      ['call.queued abandonedInQueue', 'call.ended abandonedInQueue'],
      ['call.queued abandonedInQueue', 'call.ended abandonedInQueue'],
    ],
    ['leave', ['call.ringing abandonedInQueue'], ['call.ringing abandonedInQueue', 'call.ended abandonedInQueue']],
    ['redirected', ['call.ringing'], ['call.ringing']],
    ['queue-full', ['call.ringing exceededQueue'], ['call.ringing exceededQueue', 'call.ended exceededQueue']],
    ['error', ['call.ringing noOperator'], ['call.ringing noOperator', 'call.ended noOperator']],
    ['system-error', ['call.ringing noOperator'], ['call.ringing noOperator', 'call.ended noOperator']],
  ])('left by %s: the call goes on where there is somewhere to go, else it ends', (result, on, over) => {
    expect(said(left(result), goesOn)).toEqual(on);
    expect(said(left(result))).toEqual(over);
  });

  test('waiting in it, however often Twilio asks, is one event', () => {
    const waiting = (position: string) =>
      eventsOf(inbound('in-progress', { QueueSid: QUEUE, QueuePosition: position, QueueTime: '9' }));
    expect(waiting('2')).toMatchObject([{ id: `${PARENT}:${QUEUE}:waiting`, type: 'call.queued', data: { customer } }]);
    expect(waiting('1')).toEqual(waiting('2'));
  });

  test('an agent takes the call out', () => {
    expect(said(inbound('in-progress', { QueueSid: QUEUE, QueueTime: '9' }))).toEqual(['call.answered']);
  });
});

describe('what Twilio is answered', () => {
  const answer = (form: TwilioForm, config: Partial<TwilioVoiceConfig> = {}) => {
    const result = translate(form, config);
    return result.ok && result.reply?.body.replace('<?xml version="1.0" encoding="UTF-8"?>', '');
  };
  const to = (query: string) =>
    `<Response><Redirect method="POST">https://ivr.example.com/voice?a=1&amp;b=2&amp;${query}</Redirect></Response>`;
  const nothing = '<Response></Response>';

  test.each([
    ['a new call', inbound('ringing'), nothing, to('event=voice')],
    [
      'a Dial that ended',
      inbound('in-progress', { DialCallStatus: 'busy' }),
      nothing,
      to('event=dial&amp;DialCallStatus=busy'),
    ],
    [
      'a queue that was left',
      inbound('in-progress', { QueueResult: 'leave' }),
      nothing,
      to('event=queue&amp;QueueResult=leave'),
    ],
    [
      'waiting',
      inbound('in-progress', { QueuePosition: '1' }),
      '<Response><Pause length="60"/></Response>',
      to('event=waiting'),
    ],
    ['a status', inbound('in-progress', progress(1)), nothing, nothing],
    ['a dialled leg', child('in-progress'), nothing, nothing],
    ['taken out of the queue', inbound('in-progress', { QueueSid: QUEUE }), nothing, nothing],
    ['a call that is over', inbound('completed', { DialCallStatus: 'completed' }), nothing, nothing],
  ])('%s', (_name, form, alone, handedOver) => {
    expect(answer(form)).toBe(alone);
    expect(answer(form, goesOn)).toBe(handedOver);
    expect(translate(form)).toMatchObject({ reply: { contentType: 'text/xml' } });
  });
});

describe('what is refused or left out', () => {
  test.each([
    ['CallSid', { CallSid: '' }],
    ['CallSid', { CallSid: '../../x' }],
    ['ParentCallSid', { ParentCallSid: 'x y' }],
    ['CallStatus', { CallStatus: '' }],
    ['CallStatus', { CallStatus: 'exploded' }],
    ['SequenceNumber', { SequenceNumber: '1e3' }],
    ['CallDuration', { CallDuration: '-1' }],
    ['DialCallStatus', { DialCallStatus: 'maybe' }],
    ['QueueResult', { QueueResult: 'maybe' }],
  ])('a wrong %s is refused with its name: %j', (name, change) => {
    expect(translate(inbound('ringing', change))).toMatchObject({
      ok: false,
      status: 400,
      code: 'twilio.invalidField',
      path: `/${name}`,
    });
  });

  test('a time ahead of our clock by more than 5 minutes is refused', () => {
    const at = (Timestamp: string) => translate(inbound('ringing', { Timestamp }));
    expect(at('Mon, 05 Jan 2026 09:05:00 +0000')).toMatchObject({ ok: true, events: [{ time: NOW + 300_000 }] });
    expect(at('Mon, 05 Jan 2026 09:05:01 +0000')).toMatchObject({ ok: false, status: 400, path: '/Timestamp' });
  });

  test.each(['yesterday', '2026-01-05', 'Mon, 99 Jan 2026 09:00:00 +0000'])(
    'a time in another form is left out: %s',
    (Timestamp) => {
      expect(eventsOf(inbound('ringing', { Timestamp }))[0]).not.toHaveProperty('time');
    },
  );

  test('fields we do not know change nothing', () => {
    expect(eventsOf(inbound('ringing', { StirVerstat: 'x', RecordingUrl: 'https://x' }))).toEqual(
      eventsOf(inbound('ringing')),
    );
  });
});
