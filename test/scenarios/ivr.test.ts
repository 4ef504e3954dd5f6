import { describe, expect, test } from '@jest/globals';
import { CALLER, type Caller, outlineOf, phoneOf, verbsOf } from './caller';
import { Client } from './client';
import { refused, sharedStack } from './given';

const given = sharedStack();

const AGENT = '+821099990000';
const lines = {
  teams: { delivery: [AGENT, 'client:kim'], nobody: { queue: 'support' } },
  agents: { kim: 'client:kim' },
};
const menu = {
  do: 'call.menu',
  text: '배송은 1번, 음성 사서함은 2번 <지금>',
  choices: {
    1: [
      { do: 'call.digits', text: '주문 번호 네 자리', length: 4, as: 'order' },
      { do: 'note.add', text: '주문 {{answer.order}}' },
      { do: 'call.route', teamId: 'delivery' },
      { do: 'sms.send', text: '다시 걸어 드릴게요 https://shop.example/back' },
      { do: 'call.hangUp' },
    ],
    2: [
      { do: 'call.voicemail', text: '메시지를 남겨 주세요', maxSeconds: 60 },
      { do: 'note.add', text: '음성 {{answer.voicemail}}' },
    ],
  },
  otherwise: [{ do: 'call.say', text: '안녕히 계세요' }, { do: 'call.hangUp' }],
  repeat: 1,
};
const steps = [{ do: 'call.say', text: 'Hello & welcome', language: 'en' }, menu];
const ivr = { name: 'ivr', trigger: { type: 'call.ringing' }, steps };

/** Somebody with a telephone channel and a published workflow. */
async function shop(workflow: object = ivr, config: object = lines) {
  const owner = await given.newcomer();
  const calling = await phoneOf(owner, config);
  const someone = new Client(owner.url, { channel: `phone-${owner.channel}`, apiKey: owner.apiKey });
  const w = await someone.publish(workflow as Record<string, unknown>);
  return { someone, w, calling };
}
const texts = async (someone: Client, w: string, type: string) => {
  await someone.settle();
  return (await someone.outbox(w)).filter((entry) => entry.type === type).map(({ data }) => data.text);
};
const notes = async (someone: Client, { sid }: Caller, w: string) => {
  const effects = (await someone.timeline(sid)).flatMap((item) => item.effects ?? []);
  const mine = effects as unknown as { type: string; workflowId: string; fields: { text?: string } }[];
  return mine.filter((one) => one.type === 'note.add' && one.workflowId === w).map(({ fields }) => fields.text);
};

describe('T2: a customer calls', () => {
  test('menu → digits → route, and somebody answers', async () => {
    const { someone, w, calling } = await shop();
    const caller = calling();
    const greeting = verbsOf(await caller.rings());
    expect(greeting).toMatch(/^<Say language="en-US">Hello &amp; welcome<\/Say><Gather /);
    expect(greeting).toContain('numDigits="1" finishOnKey="" action="');
    expect(greeting).toContain('<Say language="ko-KR">배송은 1번, 음성 사서함은 2번 &lt;지금&gt;</Say></Gather>');
    expect(await caller.presses('1')).toContain('numDigits="4" finishOnKey="#"');
    const dial = verbsOf(await caller.presses('1234'));
    expect(outlineOf(dial)).toBe(`<Dial><Number>${AGENT}</Number><Client>kim</Client></Dial>`);
    expect(dial).toContain('statusCallbackEvent="initiated ringing answered completed"');
    expect(await someone.conversation(caller.sid)).toMatchObject({ inInbox: true, status: 'open' });
    await caller.leg('in-progress', 'client:kim', 2);
    expect(verbsOf(await caller.dialled('completed', { DialCallDuration: '31', DialBridged: 'true' }))).toBe('');
    await caller.hangsUp();
    const { call, runs, agentId } = (await someone.conversation(caller.sid)) as never as Record<string, unknown>;
    expect({ call, runs, agentId }).toMatchObject({ call: { state: 'ended' }, runs: [], agentId: 'kim' });
    expect(call).not.toHaveProperty('missedReason');
    expect(await notes(someone, caller, w)).toEqual(['주문 1234']);
    expect(await texts(someone, w, 'sms.send')).toEqual([]);
  });

  test.each(['after', 'before'])(
    'menu → voicemail, ended by hanging up, which is told %s the recording',
    async (order) => {
      const { someone, w, calling } = await shop();
      const caller = calling();
      await caller.rings();
      expect(outlineOf(await caller.presses('2'))).toMatch(/^<Say>메시지를 남겨 주세요<\/Say><Record\/><Redirect>/);
      expect(caller.twiml).toContain('<Record maxLength="60"');
      const menu = caller.twiml;
      if (order === 'before') await caller.hangsUp();
      await someone.settle();
      caller.twiml = menu;
      await caller.recorded('https://api.twilio.com/recordings/RE1', 7);
      if (order === 'after') await caller.hangsUp();
      expect(await notes(someone, caller, w)).toEqual(['음성 https://api.twilio.com/recordings/RE1']);
    },
  );

  test('a voicemail that nobody speaks into goes on without', async () => {
    const { someone, w, calling } = await shop();
    const caller = calling();
    await caller.rings();
    await caller.presses('2');
    expect(verbsOf(await caller.goesOn())).toBe('');
    expect(await notes(someone, caller, w)).toEqual(['음성 ']);
  });

  test.each(['no-answer', 'busy', 'failed'])(
    'a route that is %s: an SMS with a link, and the call ends',
    async (how) => {
      const { someone, w, calling } = await shop();
      const caller = calling();
      await caller.rings();
      await caller.presses('1');
      await caller.presses('1234');
      expect(verbsOf(await caller.dialled(how))).toBe('<Hangup/>');
      await caller.hangsUp();
      expect(await texts(someone, w, 'sms.send')).toEqual(['다시 걸어 드릴게요 https://shop.example/back']);
      const [sms] = (await someone.outbox(w)).filter(({ to }) => to === 'sms');
      expect(sms?.data).toMatchObject({ to: CALLER });
      const { call } = (await someone.conversation(caller.sid)) as never as { call: object };
      const reason = { 'no-answer': 'ringTimeOver', busy: 'allAgentsBusy', failed: 'noOperator' }[how];
      expect(call).toMatchObject({ state: 'ended', missedReason: reason });
    },
  );

  test('each request may come twice: the same words, and nothing happens twice', async () => {
    const { someone, w, calling } = await shop();
    const caller = calling();
    const twice = async (request: () => Promise<string>) => {
      const before = caller.twiml;
      const first = await request();
      caller.twiml = before;
      expect(await request()).toBe(first);
    };
    await twice(() => caller.rings());
    await twice(() => caller.presses('1'));
    await twice(() => caller.presses('1234'));
    await twice(() => caller.dialled('no-answer'));
    await someone.settle();
    expect(await notes(someone, caller, w)).toEqual(['주문 1234']);
    expect(await texts(someone, w, 'sms.send')).toHaveLength(1);
  });

  test('what nobody pressed is asked again, then otherwise', async () => {
    const { calling } = await shop();
    const caller = calling();
    await caller.rings();
    expect(outlineOf(await caller.presses(''))).toMatch(/^<Gather>/);
    expect(outlineOf(await caller.presses('9'))).toBe('<Say>안녕히 계세요</Say><Hangup/>');
  });

  test('is held on the line while a webhook is asked, and hears what comes of it', async () => {
    const steps = [
      { do: 'call.say', text: '잠시만요' },
      { do: 'webhook.call', url: 'https://crm.example/orders', as: 'crm' },
      { do: 'call.say', text: '확인했습니다' },
      { do: 'call.hangUp' },
    ];
    const { someone, calling } = await shop({ ...ivr, steps });
    const caller = calling();
    const held = await caller.rings();
    expect(outlineOf(held)).toMatch(/^<Say>잠시만요<\/Say><Pause\/><Redirect>/);
    await someone.settle();
    expect(outlineOf(await caller.goesOn())).toBe('<Say>확인했습니다</Say><Hangup/>');
  });

  test('who hangs up in the menu ends the run, and has left', async () => {
    const { someone, w, calling } = await shop();
    const caller = calling();
    await caller.rings();
    expect((await someone.conversation(caller.sid)).runs).toMatchObject([{ workflowId: w }]);
    await caller.hangsUp();
    const { runs, call } = (await someone.conversation(caller.sid)) as never as { runs: []; call: object };
    expect({ runs, call }).toMatchObject({ runs: [], call: { state: 'ended', missedReason: 'userLeft' } });
    const changes = (await someone.timeline(caller.sid)).flatMap((item) => item.runs ?? []);
    expect(changes.at(-1)).toMatchObject({ workflowId: w, change: 'ended' });
  });
});

describe('routes', () => {
  const to = (route: object, ...more: object[]) => ({ ...ivr, steps: [{ do: 'call.route', ...route }, ...more] });
  const apology = { do: 'call.say', text: '연결할 수 없습니다' };

  test('to an agent, a number and a queue', async () => {
    const routed = async (route: object) => outlineOf(await (await shop(to(route))).calling().rings());
    expect(await routed({ agentId: 'kim' })).toBe('<Dial><Client>kim</Client></Dial>');
    expect(await routed({ number: '+8225551234' })).toBe('<Dial><Number>+8225551234</Number></Dial>');
    expect(await routed({ teamId: 'nobody' })).toBe('<Enqueue>support</Enqueue>');
  });

  test('to whom the channel has no line for fail at once, visibly, and the run goes on', async () => {
    const { someone, calling } = await shop(to({ teamId: 'sales' }, apology, { do: 'call.hangUp' }));
    const caller = calling();
    const heard = await caller.rings();
    expect(outlineOf(heard)).toBe('<Say>연결할 수 없습니다</Say><Hangup/>');
    expect(await caller.rings()).toBe(heard);
    const told = (await someone.timeline(caller.sid)).map(({ event }) => event?.data.body);
    expect(told).toContainEqual({ outcome: 'failed', detail: expect.stringContaining('"sales"') });
  });

  test('through a queue: the call is queued, and answered when an agent took it', async () => {
    const { someone, calling } = await shop(to({ teamId: 'nobody' }, apology));
    const caller = calling();
    await caller.rings();
    expect(await someone.conversation(caller.sid)).toMatchObject({ queued: true, inInbox: false });
    expect(verbsOf(await caller.leftQueue('bridged', { CallStatus: 'completed' }))).toBe('');
    const { call, queued } = (await someone.conversation(caller.sid)) as never as { call: object; queued: boolean };
    expect({ call, queued }).toMatchObject({ queued: false, call: { state: 'ended' } });
    expect(call).not.toHaveProperty('missedReason');
  });

  describe('to an agent who is assigned while the call is queued (T7)', () => {
    async function assigned() {
      const { someone, calling } = await shop(to({ teamId: 'nobody' }, apology, { do: 'call.hangUp' }));
      const steps = [{ do: 'agent.assign', agentId: 'kim' }];
      const w = await someone.publish({ trigger: { type: 'call.queued', wait: 'PT30S' }, steps });
      const caller = calling();
      await caller.rings();
      await someone.settle();
      await someone.advance('PT40S');
      const sent = (await someone.outbox(w)).filter(({ type }) => type === 'agent.assign');
      expect(sent).toMatchObject([{ to: 'channel', data: { agentId: 'kim', ring: true } }]);
      return { someone, caller };
    }

    test('rings there, and answers', async () => {
      const { someone, caller } = await assigned();
      expect(outlineOf(await caller.isTakenOutFor('kim'))).toBe('<Dial><Client>kim</Client></Dial>');
      expect(await someone.conversation(caller.sid)).toMatchObject({ inInbox: true, agentId: 'kim' });
      expect(verbsOf(await caller.dialled('completed', { DialBridged: 'true' }))).toBe('');
      expect(await someone.conversation(caller.sid)).toMatchObject({ queued: false, runs: [] });
    });

    test('goes on behind the route when nobody picks up', async () => {
      const { caller } = await assigned();
      await caller.isTakenOutFor('kim');
      expect(outlineOf(await caller.dialled('no-answer'))).toBe('<Say>연결할 수 없습니다</Say><Hangup/>');
    });
  });

  test('a queue that is full: the run goes on', async () => {
    const { calling } = await shop(to({ teamId: 'nobody' }, apology, { do: 'call.hangUp' }));
    const caller = calling();
    await caller.rings();
    expect(outlineOf(await caller.leftQueue('queue-full'))).toBe('<Say>연결할 수 없습니다</Say><Hangup/>');
  });
});

describe('when no workflow has the last word', () => {
  const other = { ...ivr, filter: { fact: 'call.from', op: 'is', value: '+15550001111' } };
  const greets = { ...ivr, steps: [{ do: 'call.say', text: '안녕하세요' }] };

  test('nothing matched, and nothing is set up: an empty answer', async () => {
    expect(verbsOf(await (await shop(other)).calling().rings())).toBe('');
  });

  test("the owner's own TwiML goes on", async () => {
    const { calling } = await shop(greets, { continueUrl: 'https://ivr.example/voice' });
    const redirect = '<Redirect method="POST">https://ivr.example/voice?event=voice</Redirect>';
    expect(verbsOf(await calling().rings())).toBe(`<Say language="ko-KR">안녕하세요</Say>${redirect}`);
  });

  test('the fallback of the channel is said and rung, once', async () => {
    const fallback = { say: 'One moment', language: 'en', number: AGENT };
    const { someone, calling } = await shop(other, { fallback });
    const caller = calling();
    expect(outlineOf(await caller.rings())).toBe(`<Say>One moment</Say><Dial><Number>${AGENT}</Number></Dial>`);
    expect(verbsOf(await caller.dialled('no-answer'))).toBe('');
    const { call, inInbox } = (await someone.conversation(caller.sid)) as never as { call: object; inInbox: boolean };
    expect({ call, inInbox }).toMatchObject({ inInbox: true, call: { state: 'ended', missedReason: 'ringTimeOver' } });
  });

  test('a fallback may be a queue', async () => {
    expect(outlineOf(await (await shop(other, { fallback: { queue: 'all' } })).calling().rings())).toBe(
      '<Enqueue>all</Enqueue>',
    );
  });
});

test('an agent who calls from a browser hears no menu, and T8 fires', async () => {
  const { someone, w, calling } = await shop(ivr, { ...lines, continueUrl: 'https://own.example/out' });
  const outbound = await someone.publish({ trigger: { type: 'call.outbound' } });
  const caller = calling();
  const { twiml } = await caller.post({ CallStatus: 'ringing', From: 'client:kim', To: CALLER });
  expect(outlineOf(twiml)).toBe('<Redirect>https://own.example/out?event=voice</Redirect>');
  expect(await someone.evaluations(caller.sid, outbound)).toMatchObject([{ fired: true }]);
  expect(await someone.evaluations(caller.sid, w)).toEqual([]);
});

describe('who is answered', () => {
  test('only Twilio, for this channel and this very URL', async () => {
    const { someone, calling } = await shop();
    const caller = calling();
    const asks = (options: object) => caller.post({ CallStatus: 'ringing' }, options);
    expect((await asks({ token: 'e'.repeat(32) })).status).toBe(401);
    await caller.rings();
    const url = /action="([^"]+)"/.exec(caller.twiml)?.[1]?.replaceAll('&amp;', '&') as string;
    const moved = await fetch(`${url}&effect=another`, {
      method: 'POST',
      body: new URLSearchParams({ CallSid: 'CA1' }),
    });
    expect(moved.status).toBe(401);
    refused(await someone.request('POST', '/voice/nowhere', 'CallSid=CA1'), 404);
    expect((await someone.conversation(caller.sid)).runs).toHaveLength(1);
  });

  test('a channel of another kind takes no calls', async () => {
    const owner = await given.newcomer();
    expect((await owner.request('POST', `/voice/${owner.channel}`, '{}')).status).toBeGreaterThanOrEqual(400);
  });

  test('who asks at the address of webhooks is sent on', async () => {
    const { calling } = await shop();
    const caller = calling();
    const { webhookUrl } = (caller as never as { channel: { webhookUrl: string } }).channel;
    const { status, twiml } = await caller.post(
      { CallStatus: 'ringing' },
      { url: webhookUrl.replace('/voice/', '/webhooks/') },
    );
    expect({ status, verbs: verbsOf(twiml) }).toEqual({
      status: 200,
      verbs: `<Redirect method="POST">${webhookUrl}</Redirect>`,
    });
    caller.twiml = twiml;
    expect(outlineOf(await caller.goesOn())).toMatch(/^<Say>Hello/);
  });
});
