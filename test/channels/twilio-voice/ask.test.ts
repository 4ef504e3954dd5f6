import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Asked, Speech, Spoken } from '../../../src/channels/call-dialogue';
import { twilioVoice } from '../../../src/channels/twilio-voice';
import { CALL_STATUSES, DIAL_STATUSES, QUEUE_RESULTS } from '../../../src/channels/twilio-voice/call-request';
import type { TwilioVoiceConfig } from '../../../src/channels/twilio-voice/config';
import { anyString } from '../../support/any-string';
import { CALLER, CHILD, child, inbound, PARENT, progress, QUEUE, type TwilioForm } from '../fixtures/calls';
import { NOW, OUR_NUMBER, twilioChannel, twilioRequest } from '../fixtures/requests';

const ADDRESS = 'https://tk.example.com/voice/phone';
const by = (step: string) => `${ADDRESS}?run=r1&effect=e1&workflow=w1&step=${step}`;
const lines = { agents: { kim: 'client:kim' }, teams: { a: ['+821099990000'], q: { queue: 'support' } } };

function ask(form: TwilioForm, url = ADDRESS, config: Partial<TwilioVoiceConfig> = lines) {
  return twilioVoice.ask?.(twilioRequest(form, url), twilioChannel(config), NOW);
}
function asked(form: TwilioForm, url = ADDRESS, config: Partial<TwilioVoiceConfig> = lines): Asked {
  const result = ask(form, url, config);
  if (!result?.ok) throw new Error(`nothing is asked: ${JSON.stringify(result)}`);
  return result;
}
const step = (type: string, fields = {}): Spoken => ({ id: 'e2', type, fields, runId: 'r1', workflowId: 'w1' });
const said = (steps: Spoken[], more: Partial<Speech> = {}) => ({ steps, language: 'ko', ...more });
const verbs = (answer: ReturnType<Asked['answer']>) =>
  answer.reply.body.replace(/^<\?xml[^>]*><Response>(.*)<\/Response>$/s, '$1').replaceAll(ADDRESS, '…');

describe('what waits for words', () => {
  test.each([
    ['a status callback', inbound('completed', progress(0)), ADDRESS],
    ['a dialled leg', child('ringing', progress(1)), ADDRESS],
    ['a queue where one waits', inbound('in-progress', { QueuePosition: '1' }), ADDRESS],
    ['a new call at the address of webhooks', inbound('ringing'), 'https://tk.example.com/webhooks/phone'],
  ])('is not %s', (_name, form, url) => expect(ask(form, url)).toBeUndefined());

  test('is a new call, which rings', () => {
    const { events, brings, ended } = asked(inbound('ringing'));
    expect(events).toMatchObject([{ id: `${PARENT}:voice:ringing`, type: 'call.ringing', data: { from: CALLER } }]);
    expect([brings, ended]).toEqual([undefined, undefined]);
  });

  test('is refused where it cannot be read', () => {
    expect(ask(inbound('ringing', { CallSid: '' }))).toMatchObject({ ok: false, status: 400, path: '/CallSid' });
  });
});

describe('what it brings to the run that asked', () => {
  const dial = (status: string, more: TwilioForm = {}) =>
    inbound('in-progress', { DialCallStatus: status, DialCallSid: CHILD, ...more });
  const queue = (result: string, status = 'in-progress') => inbound(status, { QueueResult: result, QueueSid: QUEUE });
  const left = { CallStatus: 'completed' };

  test.each([
    ['call.menu', inbound('in-progress', { Digits: '1' }), { digits: '1' }],
    ['call.menu', inbound('in-progress', { Digits: '#' }), { digits: '#' }],
    ['call.menu', inbound('in-progress', { Digits: '' }), { digits: '' }],
    ['call.digits', inbound('in-progress', { Digits: '1234' }), { digits: '1234' }],
    [
      'call.voicemail',
      inbound('completed', { RecordingUrl: 'https://r', RecordingDuration: '7' }),
      { recordingUrl: 'https://r', seconds: 7 },
    ],
    ['call.voicemail&silent=1', inbound('in-progress'), { recordingUrl: '', seconds: 0 }],
    ['call.route', dial('completed'), { outcome: 'answered' }],
    ['call.route', dial('answered'), { outcome: 'answered' }],
    ['call.route', dial('completed', { DialBridged: 'false' }), { outcome: 'noAnswer' }],
    ['call.route', dial('busy'), { outcome: 'busy' }],
    ['call.route', dial('no-answer'), { outcome: 'noAnswer' }],
    ['call.route', dial('no-answer', left), { outcome: 'left' }],
    ['call.route', dial('failed'), { outcome: 'failed' }],
    ['call.route', dial('canceled', left), { outcome: 'left' }],
    ['call.route', queue('bridged', 'completed'), { outcome: 'answered' }],
    ['call.route', queue('hangup', 'completed'), { outcome: 'left' }],
    ['call.route', queue('leave'), { outcome: 'noAnswer' }],
    ['call.route', queue('queue-full'), { outcome: 'busy' }],
    ['call.route', queue('system-error'), { outcome: 'failed' }],
  ])('%s %j', (name, form, body) => {
    const { brings, events } = asked(form, by(name));
    expect(brings).toMatchObject({ runId: 'r1', effectId: 'e1', workflowId: 'w1', step: name.split('&')[0], body });
    expect(asked(form, by(name)).brings).toEqual(brings);
    expect(events.every(({ type }) => type !== 'call.ended')).toBe(true);
  });

  test('another answer is another event', () => {
    const ids = ['1', '2', ''].map((Digits) => asked(inbound('in-progress', { Digits }), by('call.menu')).brings?.id);
    expect(new Set(ids).size).toBe(3);
  });

  test('a call redirected out of its queue brings nothing: it has somewhere else to go', () => {
    expect(asked(queue('redirected'), by('call.route')).brings).toBeUndefined();
  });

  test('the missed reason travels beside, and the end is told where the answer is one', () => {
    const { events, ended, answer } = asked(dial('busy'), by('call.route'));
    expect(events).toMatchObject([{ type: 'call.inbound', extensions: { missedreason: 'allAgentsBusy' } }]);
    expect(ended).toMatchObject({ type: 'call.ended', data: { missedReason: 'allAgentsBusy' } });
    expect(answer(said([step('call.hangUp')])).ends).toBe(true);
    expect(answer(said([step('call.menu', { text: 'x', keys: ['1'] })])).ends).toBe(false);
  });
});

describe('a call that leaves its queue for an agent', () => {
  test('asks for that agent, and nothing else happened', () => {
    const { rings, events, brings } = asked(inbound('in-progress'), `${ADDRESS}?ring=kim`);
    expect([rings, events, brings]).toEqual([{ agentId: 'kim' }, [], undefined]);
  });

  test('is over when the caller has gone', () => {
    expect(ask(inbound('completed', progress(0)), `${ADDRESS}?ring=kim`)).toBeUndefined();
  });
});

describe('how a step is said', () => {
  const heard = (...steps: Spoken[]) => verbs(asked(inbound('ringing'), ADDRESS).answer(said(steps)));
  const back = (name: string) => `…?run=r1&amp;effect=e2&amp;workflow=w1&amp;step=${name}`;
  const tells = `statusCallback="…" statusCallbackMethod="POST" statusCallbackEvent="initiated ringing answered completed"`;

  test.each([
    ['say', step('call.say', { text: 'a<b', language: 'en' }), '<Say language="en-US">a&lt;b</Say>'],
    ['hang up', step('call.hangUp'), '<Hangup/>'],
    [
      'menu',
      step('call.menu', { text: '1번', keys: ['1'] }),
      `<Gather input="dtmf" numDigits="1" finishOnKey="" action="${back('call.menu')}" method="POST" actionOnEmptyResult="true"><Say language="ko-KR">1번</Say></Gather>`,
    ],
    [
      'digits',
      step('call.digits', { text: '번호', length: 4, as: 'n' }),
      `<Gather input="dtmf" numDigits="4" finishOnKey="#" action="${back('call.digits')}" method="POST" actionOnEmptyResult="true"><Say language="ko-KR">번호</Say></Gather>`,
    ],
    [
      'voicemail',
      step('call.voicemail', { text: '삐', maxSeconds: 90 }),
      `<Say language="ko-KR">삐</Say><Record maxLength="90" finishOnKey="#" action="${back('call.voicemail')}" method="POST"/><Redirect method="POST">${back('call.voicemail')}&amp;silent=1</Redirect>`,
    ],
    [
      'route to an agent',
      step('call.route', { agentId: 'kim' }),
      `<Dial action="${back('call.route')}" method="POST"><Client ${tells}>kim</Client></Dial>`,
    ],
    [
      'route to a team',
      step('call.route', { teamId: 'a' }),
      `<Dial action="${back('call.route')}" method="POST"><Number ${tells}>+821099990000</Number></Dial>`,
    ],
    [
      'route to a queue',
      step('call.route', { teamId: 'q' }),
      `<Enqueue action="${back('call.route')}" method="POST">support</Enqueue>`,
    ],
  ])('%s', (_name, one, twiml) => {
    const isLast = one.type !== 'call.say';
    expect(heard(one)).toBe(twiml);
    expect(heard(step('call.say', { text: 'first' }), one)).toBe(`<Say language="ko-KR">first</Say>${twiml}`);
    expect(asked(inbound('ringing')).answer(said([one])).isFallback).toBe(!isLast);
  });

  test('who calls from a withheld number is shown with ours', () => {
    const { answer } = asked(inbound('ringing', { From: 'anonymous' }));
    expect(verbs(answer(said([step('call.route', { number: '+8225551234' })])))).toContain(`callerId="${OUR_NUMBER}"`);
  });

  test('a route offers the call to agents, or queues it', () => {
    const offers = (fields: object) => asked(inbound('ringing')).answer(said([step('call.route', fields)])).offers;
    expect(offers({ agentId: 'kim' })).toMatchObject({
      id: `${PARENT}:e2:call.inbound`,
      subject: PARENT,
      type: 'call.inbound',
      data: { agentId: 'kim', from: CALLER },
    });
    expect(offers({ teamId: 'a' })).toMatchObject({ type: 'call.inbound' });
    expect(offers({ teamId: 'q' })).toMatchObject({ type: 'call.queued' });
  });

  test.each([
    [{ agentId: 'lee' }, /agents/],
    [{ agentId: 'constructor' }, /agents/],
    [{ teamId: 'sales' }, /teams/],
    [{ number: '1234' }, /E\.164/],
  ])('a route to %j says what is missing', (fields, says) => {
    expect(asked(inbound('ringing')).obstacle(step('call.route', fields))).toMatch(says);
  });

  test('a caller who is held is asked for again, and told what the run said since', () => {
    const hold = { runId: 'r1', after: 3, seconds: 2 };
    const { answer } = asked(inbound('in-progress', { Digits: '1' }), by('call.menu'));
    const twiml = verbs(answer(said([step('call.say', { text: '확인 중' })], { hold })));
    expect(twiml).toBe(
      '<Say language="ko-KR">확인 중</Say><Pause length="2"/><Redirect method="POST">…?run=r1&amp;after=3</Redirect>',
    );
    const again = asked(inbound('in-progress'), `${ADDRESS}?run=r1&after=3`);
    expect([again.holds, again.events, again.brings]).toEqual([{ runId: 'r1', after: 3 }, [], undefined]);
  });

  test('nobody listens to a call that is over', () => {
    const { answer } = asked(inbound('completed', { DialCallStatus: 'no-answer' }), by('call.route'));
    expect(answer(said([step('call.say', { text: 'x' })]))).toMatchObject({ ends: true, isFallback: false });
    expect(verbs(answer(said([step('call.say', { text: 'x' })])))).toBe('');
  });
});

test('an agent’s own call is answered by the owner’s TwiML alone', () => {
  const fallback = { say: 'Nobody is here' };
  const placed = inbound('ringing', { From: 'client:kim', To: CALLER });
  expect(verbs(asked(placed, ADDRESS, { fallback }).answer(said([])))).toBe('');
  const continueUrl = 'https://own.example/out';
  expect(verbs(asked(placed, ADDRESS, { fallback, continueUrl }).answer(said([])))).toContain('own.example');
});

test('whatever Twilio asks and a run says, the answer is well-formed, and the same each time', () => {
  const text = anyString({ maxLength: 20 });
  const forms = fc.record({
    CallStatus: fc.constantFrom(...CALL_STATUSES),
    From: fc.oneof(text, fc.constantFrom(CALLER, 'client:kim', 'anonymous')),
    Digits: text,
    RecordingUrl: text,
    DialCallStatus: fc.constantFrom('', ...DIAL_STATUSES),
    QueueResult: fc.constantFrom('', ...QUEUE_RESULTS),
  });
  const urls = fc.constantFrom(
    ADDRESS,
    ...['call.menu', 'call.route', 'call.voicemail', 'x'].map(by),
    `${ADDRESS}?run=r&after=1`,
  );
  const fields = fc.record({
    text,
    language: text,
    length: fc.nat(),
    teamId: fc.constantFrom('a', 'q', 'z'),
    maxSeconds: text,
  });
  const types = fc.constantFrom(
    ...['say', 'menu', 'digits', 'route', 'voicemail', 'hangUp', 'x'].map((name) => `call.${name}`),
  );
  const steps = fc.array(
    fc.tuple(types, fields).map(([type, of]) => step(type, of)),
    { maxLength: 4 },
  );
  let answers = 0;
  fc.assert(
    fc.property(forms, urls, steps, (form, url, spoken) => {
      const result = ask(inbound('ringing', form), url);
      if (!result?.ok) return;
      const answer = result.answer(said(spoken));
      expect(answer).toEqual(result.answer(said(spoken)));
      expectWellFormed(answer.reply.body);
      answers++;
    }),
    { numRuns: 500 },
  );
  expect(answers).toBeGreaterThan(200);
});

/** Every tag closes what was opened last, and nothing else is markup. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const tag = /<\/(\w+)>|<(\w+)(?: \w+="[^"<]*")*(\/?)>/g;
  const rest = xml.replace(/^<\?xml[^>]*\?>/, '').replace(tag, (_, closes, opens, single) => {
    if (closes) expect(open.pop()).toBe(closes);
    else if (!single) open.push(opens);
    return '';
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
}
