import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AnsweredCall, answerCall, TooLate } from '../../src/app/answer-call';
import { LiveConfigurations } from '../../src/app/configuration';
import { SentMemory } from '../../src/app/handle-event';
import { twilioSignature } from '../../src/channels/twilio-voice/signature';
import type { ConversationRef } from '../../src/engine/event';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { TimelineEntry } from '../../src/engine/timeline';
import type { Workflow } from '../../src/engine/workflow';
import { StoreError } from '../../src/ports/store-error';
import { START, World } from './world';

const ADDRESS = 'https://tk.example.com/voice/phone';
const MENU = { do: 'call.menu', text: '1번', choices: { 1: [{ do: 'call.hangUp' }] } };
const call: ConversationRef = { workspaceId: 'main', channelId: 'phone', conversationId: 'CA1' };

let world: World;
beforeEach(async () => {
  world = await World.open();
});

async function publish(...steps: object[]): Promise<void> {
  const workflow = {
    ...{ id: 'ivr', name: 'IVR', revision: 1, hours: 'always', mode: 'exclusive', publishedAt: START - 1 },
    ...{ trigger: { type: 'call.ringing' }, steps },
  } as unknown as Workflow;
  const settings = { ...DEFAULT_SETTINGS, language: 'en' };
  const common = { workspaceId: 'main', version: 1, settings };
  await world.deps.configuration.putSnapshot({ ...common, schema: 1, publishedAt: START - 1, workflows: [workflow] });
  await world.deps.configuration.putWorkspace({ ...common, order: ['ivr'], snapshot: 1 });
}

async function configure(config: object): Promise<void> {
  const record = await world.deps.channels.get('phone');
  if (record) await world.deps.channels.put({ ...record, version: 2, config: { ...record.config, ...config } });
}

function request(form: Record<string, string>, url = ADDRESS) {
  const whole = { CallSid: 'CA1', From: '+821012345678', To: '+82212345678', Direction: 'inbound', ...form };
  const params = new Map(Object.entries(whole).map(([name, value]) => [name, [value]]));
  const headers = { 'x-twilio-signature': twilioSignature('a'.repeat(32), url, params) };
  return { method: 'POST', url, headers, body: Buffer.from(new URLSearchParams(whole).toString()) };
}

async function answers(form: Record<string, string>, url?: string, patience = 2_000): Promise<AnsweredCall> {
  const live = new LiveConfigurations(world.deps.configuration).forBatch();
  const answered = await answerCall('phone', request(form, url), world.deps, {
    live,
    sent: new SentMemory(),
    patience,
  });
  if (!('isFallback' in answered)) throw new Error(`no answer to a call: ${JSON.stringify(answered)}`);
  return answered;
}
const rings = (url?: string, patience?: number) => answers({ CallStatus: 'ringing' }, url, patience);
const down = () => Promise.reject(new StoreError('store.throttled', 'no', { retry: true }));
const never = () => new Promise<never>(() => undefined);

describe('a caller for whom the stores are too busy', () => {
  test.each([
    ['fail', down, StoreError],
    ['do not answer', never, TooLate],
  ])('gets the fallback where they %s, and what was told goes by the queue', async (_name, fails, trouble) => {
    await publish(MENU);
    await configure({ fallback: { say: 'One moment', language: 'en', number: '+821099990000' } });
    world.deps.conversations.load = fails;
    const answered = await rings(undefined, 50);
    expect(answered).toMatchObject({ isFallback: true, trouble: expect.any(trouble) });
    expect(answered.reply.body).toMatch(/<Say language="en-US">One moment<\/Say><Dial /);
    expect(world.events).toMatchObject([
      { id: 'CA1:voice:ringing', type: 'call.ringing', subject: 'CA1' },
      { id: 'CA1:fallback:call.inbound', type: 'call.inbound' },
    ]);
  });

  test('what was pressed goes by the queue too, so that its run goes on without a voice', async () => {
    world.deps.conversations.load = down;
    const url = `${ADDRESS}?run=r1&effect=e1&workflow=ivr&step=call.menu`;
    await answers({ CallStatus: 'in-progress', Digits: '1' }, url);
    expect(world.events).toMatchObject([{ type: 'effect.answered', data: { runId: 'r1', body: { digits: '1' } } }]);
  });

  test('is answered even when the queue takes nothing either', async () => {
    world.deps.conversations.load = never;
    world.deps.queues.sendEvents = never;
    expect((await rings(undefined, 50)).reply.body).toContain('<Response></Response>');
  });

  test('is answered by the run when only what follows cannot be sent', async () => {
    await publish({ do: 'call.route', number: '+821099990000' });
    world.deps.queues.sendEvents = down;
    const answered = await rings();
    expect(answered.reply.body).toContain('<Number ');
    expect(answered).toMatchObject({ isFallback: false, trouble: expect.any(StoreError) });
  });
});

describe('a caller whose run was moved by something else', () => {
  test('hears what it said, when another request had started it', async () => {
    await publish({ do: 'call.say', text: 'Hello' }, MENU);
    const first = await rings();
    // The same call, asked for once more in another state.
    const again = await answers({ CallStatus: 'in-progress' });
    expect(again.reply).toEqual(first.reply);
    expect(again.isFallback).toBe(false);
  });

  test('hears the menu again when the answer is to a question that is over', async () => {
    await publish(MENU);
    const menu = await rings();
    const stale = await answers(
      { CallStatus: 'in-progress', Digits: '1' },
      `${ADDRESS}?run=r0&effect=e0&workflow=ivr&step=call.menu`,
    );
    expect(stale.reply).toEqual(menu.reply);
  });
});

describe('a caller whose run waits for something else', () => {
  const webhook = { do: 'webhook.call', url: 'https://crm.example.com/', as: 'crm' };
  const held = /<Pause length="(\d+)"\/><Redirect method="POST">([^<]+)<\/Redirect>/;
  const holdIn = ({ reply }: AnsweredCall) => {
    const [, seconds, url] = held.exec(reply.body) ?? [];
    return { seconds, url: url?.replaceAll('&amp;', '&') };
  };

  test('is held, and hears what it says then, once', async () => {
    await publish({ do: 'call.say', text: 'One moment' }, webhook);
    const first = await rings();
    expect(first.reply.body).toContain('<Say language="en-US">One moment</Say><Pause');
    const { url } = holdIn(first);
    expect(holdIn(await answers({ CallStatus: 'in-progress' }, url))).toEqual({ seconds: '2', url });
    await says('found', 'Your order is on its way', 2);
    const then = await answers({ CallStatus: 'in-progress' }, url);
    expect(then.reply.body).toContain('<Response><Say language="en-US">Your order is on its way</Say></Response>');
    expect(await answers({ CallStatus: 'in-progress' }, url)).toEqual(then);
  });

  /** The run says something, decided by another function; then it is over. */
  async function says(id: string, text: string, sequence: number): Promise<void> {
    const { conversation } = await world.deps.conversations.load(call);
    const runId = conversation?.runs[0]?.id ?? '';
    const said = { id: 'ef', type: 'call.say', workflowId: 'ivr', runId, fields: { text } };
    const runs = [{ runId, workflowId: 'ivr', change: 'completed' as const }];
    const entry: TimelineEntry = { schema: 1, id, sequence, at: START, kind: 'event', effects: [said], runs };
    await world.deps.timeline.put(call, entry);
  }

  test('is held as long as a short wait lasts', async () => {
    await publish({ do: 'wait', duration: 'PT20S' }, { do: 'note.add', text: 'x' });
    expect(holdIn(await rings()).seconds).toBe('21');
  });

  test('is not held for minutes: the fallback is given', async () => {
    await publish({ do: 'wait', duration: 'PT5M' }, { do: 'note.add', text: 'x' });
    expect(await rings()).toMatchObject({ isFallback: true });
  });

  test('gets the fallback when the run ended without another word', async () => {
    await configure({ continueUrl: 'https://own.example/' });
    const ended = await answers({ CallStatus: 'in-progress' }, `${ADDRESS}?run=r1&after=1`);
    expect(ended.reply.body).toContain('<Redirect method="POST">https://own.example/?event=voice</Redirect>');
  });
});

describe('what only tells something', () => {
  test('is queued, as webhooks are', async () => {
    const live = new LiveConfigurations(world.deps.configuration).forBatch();
    const status = { CallStatus: 'completed', CallbackSource: 'call-progress-events', SequenceNumber: '0' };
    const answered = await answerCall('phone', request(status), world.deps, { live, sent: new SentMemory() });
    expect(answered).toMatchObject({ ok: true, accepted: 1 });
    expect(world.events).toMatchObject([{ type: 'call.ended', data: { missedReason: 'userLeft' } }]);
  });
});

test('runs are counted, once', async () => {
  await publish({ do: 'call.say', text: 'Hello' });
  await rings();
  await rings();
  expect((await world.deps.statistics.sum('main', ['2026-01-05'])).ivr).toMatchObject({ started: 1, completed: 1 });
});
