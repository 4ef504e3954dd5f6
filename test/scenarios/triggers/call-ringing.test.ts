import { describe, expect, test } from '@jest/globals';
import type { Fields } from '../client';
import { sharedStack } from '../given';
import { aCall, answersTo, did, doneBy, is, judged, note, wentOf } from './tale';

const given = sharedStack();
const ringing = (steps: Fields[], more: Fields = {}) => ({ trigger: { type: 'call.ringing' }, steps, ...more });
const say = (text: string) => ({ do: 'call.say', text });
const menu = (more: Fields = {}) => ({
  do: 'call.menu',
  text: '반품은 1번, 배송은 2번을 눌러 주세요',
  choices: { 1: [say('반품')], 2: [say('배송')] },
  ...more,
});
const said = (effects: [string, Fields][]) => effects.map(([type, { text }]) => [type, text]);

/** A call at whose ringing a workflow begins. */
const aCallTo = async (...steps: Fields[]) => {
  const someone = await given.newcomer();
  const ivr = await someone.publish(ringing(steps));
  await aCall(someone, 'call', 'call.ringing');
  await someone.settle();
  const keys = (digits: string) => answersTo(ivr, someone, 'call', { digits });
  const heard = () => doneBy(someone, ivr, 'call');
  return { someone, ivr, keys, heard };
};

describe('T2 call.ringing', () => {
  test('fires when a customer calls, once, before the call reaches the inbox', async () => {
    const { someone, ivr, heard } = await aCallTo(say('안녕하세요'));
    await aCall(someone, 'call', 'call.ringing');
    expect(said(await heard())).toEqual([['call.say', '안녕하세요']]);
    expect(await judged(someone, ivr, 'call')).toEqual(['fired']);
    expect(await someone.conversation('call')).toMatchObject({ inInbox: false });
  });

  test('never fires for an outbound call, a call that an agent has answered, a chat', async () => {
    const someone = await given.newcomer();
    const ivr = await someone.publish(ringing([say('hello'), note()]));
    await aCall(someone, 'outbound', 'call.placed', 'call.ringing', 'call.answered');
    await aCall(someone, 'answered', 'call.answered', 'call.ringing');
    await someone.event('chat', 'conversation.started', { kind: 'chat', by: 'customer' });
    await someone.customerSays('chat');
    expect(await did(someone, ivr)).toEqual([]);
  });

  test('filter: the number called, the customer, the hour', async () => {
    const someone = await given.newcomer();
    const filter = { all: [is('call.to', '+8225550100'), is('customer.tier', 'VIP'), is('hours.inside', true)] };
    const ivr = await someone.publish(ringing([note()], { filter }));
    const rings = (call: string, to: string, tier: string) =>
      someone.event(call, 'call.ringing', { from: '+821012345678', to, customer: { id: call, tier } });
    await rings('vip', '+8225550100', 'VIP');
    await rings('other number', '+8225550199', 'VIP');
    await rings('basic', '+8225550100', 'basic');
    expect(await did(someone, ivr)).toEqual(['vip']);
  });

  test('it is always exclusive: among several that match the first in order answers', async () => {
    const someone = await given.newcomer();
    const first = await someone.publish(ringing([say('first')]));
    const second = await someone.publish(ringing([say('second')], { mode: 'background' }));
    await aCall(someone, 'call', 'call.ringing');
    expect(said(await doneBy(someone, first, 'call'))).toEqual([['call.say', 'first']]);
    expect(await judged(someone, second, 'call')).toEqual(['exclusive']);
  });

  test('IVR steps belong to this trigger only', async () => {
    const someone = await given.newcomer();
    const draft = { name: 'w', trigger: { type: 'chat.opened' }, steps: [say('hello')] };
    expect((await someone.request('POST', '/v1/workflows', draft)).status).toBe(400);
  });
});

describe('its steps answer the call', () => {
  test('say, in a language, with what is known', async () => {
    const someone = await given.newcomer();
    const ivr = await someone.publish(ringing([{ do: 'call.say', text: 'Hi {{customer.name}}', language: 'en' }]));
    await someone.event('call', 'call.ringing', { customer: { id: 'kim', name: 'Kim' } });
    expect(await doneBy(someone, ivr, 'call')).toEqual([['call.say', { text: 'Hi Kim', language: 'en' }]]);
  });

  test('a menu offers its keys and stands still; the pressed key leads on, then what follows the menu', async () => {
    const { someone, ivr, keys, heard } = await aCallTo(say('안녕하세요'), menu(), say('끝'));
    expect(await heard()).toMatchObject([
      ['call.say', { text: '안녕하세요' }],
      ['call.menu', { text: '반품은 1번, 배송은 2번을 눌러 주세요', keys: ['1', '2'] }],
    ]);
    expect(await someone.conversation('call')).toMatchObject({ runs: [{ workflowId: ivr, waitsFor: 'answer' }] });
    await keys('2');
    expect(said(await heard()).slice(2)).toEqual([
      ['call.say', '배송'],
      ['call.say', '끝'],
    ]);
    expect(await someone.conversation('call')).toMatchObject({ runs: [] });
  });

  test('another key, or none, repeats the menu so often, then takes otherwise', async () => {
    const { keys, heard } = await aCallTo(menu({ repeat: 2, otherwise: [say('otherwise')] }));
    await keys('9');
    await keys('');
    expect(said(await heard()).map(([type]) => type)).toEqual(['call.menu', 'call.menu', 'call.menu']);
    await keys('9');
    expect(said(await heard()).slice(3)).toEqual([['call.say', 'otherwise']]);
  });

  test('menus within menus', async () => {
    const inner = menu({ text: 'inner', choices: { 1: [say('one one')], '*': [say('one star')] } });
    const { keys, heard } = await aCallTo(menu({ choices: { 1: [inner, say('after inner')] } }), say('after all'));
    await keys('1');
    await keys('*');
    expect((await heard()).slice(1).map(([, { text }]) => text)).toEqual([
      'inner',
      'one star',
      'after inner',
      'after all',
    ]);
  });

  test('digits are collected under a name', async () => {
    const digits = { do: 'call.digits', text: '예약번호 네 자리', length: 4, as: 'booking' };
    const { someone, ivr, keys, heard } = await aCallTo(digits, note('예약번호 {{answer.booking}}'));
    expect(await heard()).toMatchObject([['call.digits', { text: '예약번호 네 자리', length: 4, as: 'booking' }]]);
    await keys('0427');
    expect((await someone.wrote(ivr)).at(-1)).toBe('예약번호 0427');
  });

  test.each([[{ teamId: 'returns' }], [{ agentId: 'kim' }], [{ number: '+8225550111' }]])(
    'route to %j: connected, the run is over',
    async (to) => {
      const { someone, ivr, heard } = await aCallTo({ do: 'call.route', ...to }, say('nobody is free'));
      expect(await heard()).toEqual([['call.route', to]]);
      await aCall(someone, 'call', 'call.inbound', 'call.answered');
      await someone.settle();
      expect(await someone.conversation('call')).toMatchObject({ inInbox: true, runs: [] });
      expect(await heard()).toHaveLength(1);
      expect((await wentOf(someone, ivr, 'call')).at(-1)).toBe('completed');
    },
  );

  test('voicemail says its text and records so long', async () => {
    const { heard } = await aCallTo({ do: 'call.voicemail', text: '메시지를 남겨 주세요', maxSeconds: 60 });
    expect(await heard()).toMatchObject([['call.voicemail', { text: '메시지를 남겨 주세요', maxSeconds: 60 }]]);
  });

  test('SMS to the caller, a team, a tag, then hang up', async () => {
    const choice = [
      { do: 'sms.send', text: 'https://shop.example/chat' },
      { do: 'team.assign', teamId: 'returns' },
      { do: 'conversation.tag', tag: '반품' },
      { do: 'call.hangUp' },
    ];
    const { someone, ivr, keys, heard } = await aCallTo(menu({ choices: { 1: choice } }));
    await keys('1');
    expect((await heard()).at(-1)).toEqual(['call.hangUp', {}]);
    expect(await someone.conversation('call')).toMatchObject({ teamId: 'returns', tags: ['반품'] });
    const [sms, ...others] = (await someone.outbox(ivr)).sort(
      (a, b) => Number(b.to === 'sms') - Number(a.to === 'sms'),
    );
    expect(sms).toMatchObject({ to: 'sms', data: { to: '+821012345678', text: 'https://shop.example/chat' } });
    expect(others.map(({ type }) => type)).toEqual(['call.menu', 'team.assign', 'conversation.tag', 'call.hangUp']);
  });

  test('what the caller does elsewhere: a branch on the customer', async () => {
    const someone = await given.newcomer();
    const branches = [{ when: is('customer.tier', 'VIP'), steps: [{ do: 'call.route', agentId: 'kim' }] }];
    const ivr = await someone.publish(ringing([{ do: 'branch', branches, otherwise: [menu()] }]));
    await someone.event('vip', 'call.ringing', { customer: { id: 'a', tier: 'VIP' } });
    await someone.event('other', 'call.ringing', { customer: { id: 'b' } });
    expect((await doneBy(someone, ivr, 'vip')).map(([type]) => type)).toEqual(['call.route']);
    expect((await doneBy(someone, ivr, 'other')).map(([type]) => type)).toEqual(['call.menu']);
  });
});

describe('while it rings', () => {
  test('a caller who hangs up ends the run; a late key changes nothing; T12 knows it as not in the inbox', async () => {
    const { someone, ivr, heard } = await aCallTo(menu());
    const trigger = { type: 'call.ended', wait: 'PT0S', scope: 'notInInbox' };
    const missed = await someone.publish({ trigger, steps: [note('sorry')] });
    const [run] = (await someone.conversation('call')).runs;
    await someone.event('call', 'call.ended', { missedReason: 'userLeft' });
    const late = someone.message('customer', '', { answer: { runId: run!.id, digits: '1' } });
    await someone.event('call', 'message.created', late);
    await someone.settle();
    expect((await heard()).map(([type]) => type)).toEqual(['call.menu']);
    expect((await wentOf(someone, ivr, 'call')).at(-1)).toBe('ended');
    await someone.advance('PT10S');
    expect(await someone.wrote(missed)).toEqual(['sorry']);
  });

  test("an answer to another run is nobody's", async () => {
    const { someone, heard } = await aCallTo(menu());
    const message = someone.message('customer', '', { answer: { runId: 'run_of_another', digits: '1' } });
    await someone.event('call', 'message.created', message);
    await someone.settle();
    expect((await heard()).map(([type]) => type)).toEqual(['call.menu']);
  });

  test('the run keeps its revision and goes on though the workflow is edited and paused', async () => {
    const { someone, ivr, keys, heard } = await aCallTo(menu());
    await someone.ask('PUT', `/v1/workflows/${ivr}`, { name: 'w', ...ringing([say('edited')]) });
    await someone.ask('POST', `/v1/workflows/${ivr}/publish`);
    await someone.pause(ivr);
    await keys('1');
    expect((await heard()).map(([, { text }]) => text).at(-1)).toBe('반품');
  });
});
