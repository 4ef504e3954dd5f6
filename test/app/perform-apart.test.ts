/** Steps that go apart from the conversation's channel: e-mail, SMS, turns of an assistant. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { perform } from '../../src/app/perform';
import type { Effect } from '../../src/engine/effects';
import { DEFAULT_SETTINGS, type Settings } from '../../src/engine/settings';
import type { MailResult } from '../../src/ports/mail';
import type { OutboundResult } from '../../src/ports/outbound-http';
import { effect, ref, START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

let receives = 0;
async function receive(effects: Effect[], of = ref) {
  const batch = { schema: 1 as const, ref: of, batchId: 'b1', effects };
  return perform(batch, world.deps, { owner: `request-${++receives}`, timeLeft: () => 120_000 });
}
async function receiveAll(effects: Effect[]): Promise<number[]> {
  const pauses: number[] = [];
  for (;;) {
    const { againAfter } = await receive(effects);
    if (againAfter === undefined) return pauses;
    pauses.push(againAfter);
    world.clock.pass(againAfter);
  }
}
const claimOf = ({ id }: Effect, of = ref) => world.deps.claims.get(of, id);
const set = (settings: Partial<Settings>) =>
  world.deps.configuration.putWorkspace({
    ...{ workspaceId: 'main', version: 1, order: [], snapshot: 0 },
    settings: { ...DEFAULT_SETTINGS, ...settings },
  });
/** The process died when it had claimed the effect, and nobody knows whether it acted. */
const claimedByTheDead = ({ id, type }: Effect) =>
  world.deps.claims.claim(ref, {
    ...{ effectId: id, type, owner: 'dead', now: START, leaseUntil: START + 180_000, repeatable: false },
  });

describe('an e-mail', () => {
  const fields = { to: 'kim@example.com', subject: '반품 안내', text: '안녕하세요' };
  const email = effect('mail', { type: 'email.send', lane: 'slow', fields });

  test('is sent once, however often its message comes, and the claim says as what', async () => {
    await receive([email]);
    await receive([email]);
    expect(world.ports.mail.sent).toMatchObject([
      {
        email: { ...fields, from: { address: 'no-reply@threadkeeper.example' } },
        note: { effectId: 'mail', type: 'email.send', to: 'email', workflowId: 'wf1', channelId: 'web', data: fields },
      },
    ]);
    expect(await claimOf(email)).toMatchObject({ state: 'done', detail: expect.stringContaining('mail-1') });
  });

  test("comes from the workspace's sender as it is set when it is sent", async () => {
    await set({ email: { from: 'help@threadkeeper.example', name: '고객센터' } });
    await receive([email]);
    const from = { address: 'help@threadkeeper.example', name: '고객센터' };
    expect(world.ports.mail.sent).toMatchObject([{ email: { from } }]);
  });

  test('to an address that is none fails at once, visibly, and its run is told', async () => {
    const wrong = { ...email, fields: { ...fields, to: 'josé@example.com' } };
    expect(await receive([wrong])).toEqual({ ended: { failed: 1 } });
    expect(world.events).toMatchObject([
      { type: 'effect.failed', data: { reason: expect.stringContaining('non-ASCII') } },
    ]);
  });

  test('is tried again when it was certainly not taken', async () => {
    const busy: MailResult = { kind: 'refused', reason: 'TooManyRequestsException: slow down', forGood: false };
    world.ports.mail.next.push(busy, busy);
    expect(await receiveAll([email])).toEqual([5_000, 20_000]);
    expect(world.ports.mail.sent).toHaveLength(1);
  });

  test('refused for good is failed at once', async () => {
    world.ports.mail.next.push({ kind: 'refused', reason: 'MessageRejected: not verified', forGood: true });
    await receive([email]);
    expect(await claimOf(email)).toMatchObject({ state: 'failed', detail: expect.stringContaining('not verified') });
  });

  test('is unknown when nobody says how it went, and never sent again', async () => {
    world.ports.mail.next.push({ kind: 'ambiguous', reason: 'no answer' });
    await receive([email, effect('next', { after: 'mail', lane: 'slow', type: 'email.send', fields })]);
    world.clock.pass(3_600_000);
    await receive([email]);
    expect(await claimOf(email)).toMatchObject({ state: 'unknown' });
    expect(world.ports.mail.sent.map(({ note }) => note.effectId)).toEqual(['next']);
  });

  test.each([fields, { ...fields, to: '' }])('is unknown when whoever sent it is gone: %j', async (now) => {
    await claimedByTheDead(email);
    world.clock.pass(181_000);
    expect(await receive([{ ...email, fields: now }])).toEqual({ ended: { unknown: 1 } });
    expect(world.ports.mail.sent).toEqual([]);
  });
});

describe('an SMS', () => {
  const sms = effect('sms', {
    type: 'sms.send',
    lane: 'slow',
    fields: { to: '+821012345678', text: '확정되었습니다' },
  });
  const last = () => world.ports.outbound.exchanges.at(-1);

  test('of a chat is told to the system that the channel delivers to', async () => {
    await receive([sms]);
    expect(last()).toMatchObject({ request: { url: 'https://desk.example.com/hooks' }, note: { to: 'sms' } });
  });

  test('leaves by the channel that the workspace set for it', async () => {
    await set({ sms: { channelId: 'phone' } });
    await receive([sms]);
    expect(last()).toMatchObject({ request: { url: expect.stringContaining('api.twilio.com') }, note: { to: 'sms' } });
  });

  test("does not leave by another workspace's channel", async () => {
    await set({ sms: { channelId: 'theirs' } });
    const theirs = { accountSid: `AC${'1'.repeat(32)}`, number: '+8221234567' };
    const of = { workspaceId: 'other', createdAt: START, version: 1, secrets: ['b'.repeat(32)] };
    await world.deps.channels.put({ ...of, id: 'theirs', kind: 'twilio-voice', config: theirs });
    await receive([sms]);
    expect(world.asked).toEqual([]);
    expect(await claimOf(sms)).toMatchObject({ state: 'failed', detail: expect.stringContaining('theirs') });
  });

  test('is unknown when Twilio does not answer, and sent again where the receiver knows a repeat', async () => {
    const lost: OutboundResult = { kind: 'ambiguous', reason: 'no answer' };
    world.ports.outbound.next.push(lost);
    expect(await receive([sms])).toMatchObject({ againAfter: 5_000 });
    await set({ sms: { channelId: 'phone' } });
    world.ports.outbound.next.push(lost);
    const other = { ...sms, id: 'other' };
    expect(await receive([other])).toEqual({ ended: { unknown: 1 } });
  });
});

describe('a turn of an assistant', () => {
  const turn = effect('turn', {
    ...{ type: 'assistant.handOver', lane: 'slow', awaited: true },
    fields: { url: 'https://assistant.example', turn: 1, text: '반품' },
  });
  const says = (body: string, type = 'application/json'): OutboundResult => ({
    ...{ kind: 'answer', status: 200, headers: { 'content-type': type }, body },
  });

  test('brings back what the assistant says', async () => {
    world.ports.outbound.next.push(says('{"text":"주문 번호는요?","more":1}'));
    await receive([turn]);
    expect(world.events).toMatchObject([
      {
        type: 'effect.answered',
        data: { effectId: 'turn', runId: 'r1', type: 'assistant.handOver', status: 200 },
      },
    ]);
    expect(world.events[0]?.data).toMatchObject({ body: { text: '주문 번호는요?', handBack: false } });
  });

  test('fails with the reason when the answer cannot be understood', async () => {
    world.ports.outbound.next.push(says('<html>', 'text/html'));
    expect(await receive([turn])).toEqual({ ended: { failed: 1 } });
    expect(world.events).toMatchObject([
      { type: 'effect.failed', data: { effectId: 'turn', reason: expect.stringContaining('text/html') } },
    ]);
  });

  test('is asked again when the assistant is not there, and recognises the turn', async () => {
    world.ports.outbound.next.push({ ...says(''), status: 503 } as OutboundResult, says('{"handBack":true}'));
    await receiveAll([turn]);
    const keys = world.ports.outbound.exchanges.map(({ request }) => request.headers['idempotency-key']);
    expect(keys).toEqual(['turn', 'turn']);
    expect(world.events).toMatchObject([{ data: { body: { handBack: true } } }]);
  });
});
