import { describe, expect, test } from '@jest/globals';
import type { Client, Fields, Workflow } from '../client';
import { MINUTE, sharedStack } from '../given';
import { did, is, judged, note, pause, wentOf } from './tale';

const given = sharedStack();
const onMessage = (more: Fields = {}) => ({ trigger: { type: 'message.customer' }, ...more });
const closes = (someone: Client, chat: string) => someone.event(chat, 'conversation.closed', { by: 'agent' });

describe('hours', () => {
  const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const clockTime = (at: number) => new Date(at).toISOString().slice(11, 16);
  /** Open today (UTC) from so many minutes before now to so many after. */
  const openToday = async (someone: Client, before: number, after: number, more: Fields = {}) => {
    const now = Date.parse((await someone.info()).now);
    const range = { from: clockTime(now - before * MINUTE), to: clockTime(now + after * MINUTE) };
    const weekly = { [DAYS[new Date(now).getUTCDay()]!]: [range] };
    await someone.ask('PATCH', '/v1/settings', { operatingHours: { timeZone: 'UTC', weekly, ...more } });
    return now;
  };
  const three = async (someone: Client) => {
    const of = (hours: string) => someone.publish(onMessage({ hours }));
    return { always: await of('always'), inside: await of('inside'), outside: await of('outside') };
  };
  const firing = async (someone: Client, workflows: Record<string, string>, chat: string) => {
    await someone.customerSays(chat);
    const fired = [];
    for (const [name, workflow] of Object.entries(workflows))
      if ((await did(someone, workflow)).includes(chat)) fired.push(name);
    return fired;
  };

  test('always, inside, outside: before the boundary and after it', async () => {
    const someone = await given.newcomer();
    await openToday(someone, 60, 3);
    const workflows = await three(someone);
    expect(await firing(someone, workflows, 'open')).toEqual(['always', 'inside']);
    await someone.advance('PT4M');
    expect(await firing(someone, workflows, 'closed')).toEqual(['always', 'outside']);
    expect(await judged(someone, workflows.inside, 'closed')).toEqual(['hours']);
    expect(await judged(someone, workflows.outside, 'open')).toEqual(['hours']);
  });

  test('without any hours it is always inside', async () => {
    const someone = await given.newcomer();
    expect(await firing(someone, await three(someone), 'chat')).toEqual(['always', 'inside']);
  });

  test('in the zone of the workspace, not in ours', async () => {
    const someone = await given.newcomer();
    const now = Date.parse((await someone.info()).now);
    const seoul = new Date(now + 9 * 60 * MINUTE);
    const weekly = { [DAYS[seoul.getUTCDay()]!]: [{ from: clockTime(seoul.getTime() - 2 * MINUTE), to: '24:00' }] };
    await someone.ask('PATCH', '/v1/settings', { operatingHours: { timeZone: 'Asia/Seoul', weekly } });
    const workflows = await three(someone);
    expect(await firing(someone, workflows, 'chat')).toEqual(['always', 'inside']);
    await someone.ask('PATCH', '/v1/settings', { operatingHours: { timeZone: 'UTC', weekly } });
    expect(await firing(someone, workflows, 'other')).toEqual(['always', 'outside']);
  });

  test('a holiday is closed all day', async () => {
    const someone = await given.newcomer();
    const now = await openToday(someone, 60, 60);
    const workflows = await three(someone);
    await openToday(someone, 60, 60, { holidays: [new Date(now).toISOString().slice(0, 10)] });
    expect(await firing(someone, workflows, 'chat')).toEqual(['always', 'outside']);
  });

  test.each([
    ['closed', 60, 3, ['always', 'outside'], ['always', 'outside']],
    ['open', -3, 60, ['always', 'inside'], ['always', 'inside']],
  ])('the override %s by hand lasts until the schedule’s next boundary', async (state, before, after, during, then) => {
    const someone = await given.newcomer();
    const workflows = await three(someone);
    await openToday(someone, before, after);
    await someone.ask('PUT', '/v1/settings/hoursOverride', { state });
    expect(await firing(someone, workflows, 'during')).toEqual(during);
    await someone.advance('PT4M');
    expect(await firing(someone, workflows, 'then')).toEqual(then);
    expect(await someone.ask('GET', '/v1/settings/hours')).not.toHaveProperty('override');
  });

  test('an override that is taken back gives way to the schedule', async () => {
    const someone = await given.newcomer();
    const workflows = await three(someone);
    await openToday(someone, 60, 60);
    await someone.ask('PUT', '/v1/settings/hoursOverride', { state: 'closed' });
    await someone.ask('DELETE', '/v1/settings/hoursOverride');
    expect(await firing(someone, workflows, 'chat')).toEqual(['always', 'inside']);
  });

  test('of a wait trigger: judged when it is due', async () => {
    const someone = await given.newcomer();
    await openToday(someone, 60, 2);
    const waits = (hours: string) =>
      someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT4M' }, hours });
    const [inside, outside] = [await waits('inside'), await waits('outside')];
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    expect([await did(someone, inside), await did(someone, outside)]).toEqual([[], ['chat']]);
    expect(await judged(someone, inside, 'chat')).toEqual(['hours']);
  });
});

describe('mode', () => {
  const lasting = (text: string, more: Fields = {}) =>
    onMessage({ mode: 'exclusive', steps: [note(text), pause('PT3M', { cancelOn: ['assigned'] })], ...more });

  test('background, the default: all that match run, beside an exclusive one', async () => {
    const someone = await given.newcomer();
    const exclusive = await someone.publish(lasting('exclusive'));
    const background = [await someone.publish(onMessage()), await someone.publish(onMessage({ mode: 'background' }))];
    await someone.customerSays('chat');
    await someone.customerSays('chat');
    for (const w of background) expect(await did(someone, w)).toEqual(['chat', 'chat']);
    expect(await did(someone, exclusive)).toEqual(['chat']);
  });

  test('exclusive: one at a time in a conversation, whatever their triggers', async () => {
    const someone = await given.newcomer();
    const opened = { ...lasting('opened'), trigger: { type: 'chat.opened' } };
    const [message, opening] = [await someone.publish(lasting('message')), await someone.publish(opened)];
    const note14 = await someone.publish({ ...lasting('agent'), trigger: { type: 'message.agent' } });
    await someone.customerSays('chat');
    await someone.agentSays('chat');
    expect(await did(someone, opening)).toEqual(['chat']);
    expect([await did(someone, message), await did(someone, note14)]).toEqual([[], []]);
    expect(await judged(someone, message, 'chat')).toEqual(['exclusive']);
    expect(await judged(someone, note14, 'chat')).toEqual(['exclusive']);
  });

  test('exclusive: when the run ended, by itself, by its wait or by closing, the next may start', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(lasting('now'));
    for (const chat of ['by itself', 'by its wait', 'by closing']) await someone.customerSays(chat);
    await someone.event('by its wait', 'conversation.assigned', { agentId: 'kim' });
    await closes(someone, 'by closing');
    for (const chat of ['by its wait', 'by closing']) await someone.customerSays(chat);
    await someone.advance('PT4M');
    await someone.customerSays('by itself');
    for (const chat of ['by itself', 'by its wait', 'by closing'])
      expect(await someone.wrote(w, chat)).toEqual(['now', 'now']);
  });

  test('exclusive: the highest priority that matches wins, and the order can be changed', async () => {
    const someone = await given.newcomer();
    const vip = await someone.publish(lasting('vip', { filter: is('customer.tier', 'VIP') }));
    const [first, second] = [await someone.publish(lasting('first')), await someone.publish(lasting('second'))];
    await someone.customerSays('basic', 'hello', { id: 'a', tier: 'basic' });
    await someone.customerSays('vip', 'hello', { id: 'b', tier: 'VIP' });
    expect([await did(someone, vip), await did(someone, first), await did(someone, second)]).toEqual([
      ['vip'],
      ['basic'],
      [],
    ]);
    await someone.ask('PUT', '/v1/workflows/order', { order: [second, first, vip] });
    await someone.customerSays('vip again', 'hello', { id: 'b', tier: 'VIP' });
    expect(await did(someone, second)).toEqual(['vip again']);
    expect(await judged(someone, vip, 'vip again')).toEqual(['exclusive']);
  });
});

describe('status', () => {
  test('draft and paused start nothing; published they do', async () => {
    const someone = await given.newcomer();
    const { id } = await someone.draft(onMessage());
    const says = (chat: string) => someone.customerSays(chat).then(() => someone.settle());
    await says('draft');
    await someone.ask('POST', `/v1/workflows/${id}/publish`);
    await says('active');
    await someone.pause(id);
    await says('paused');
    await someone.ask('POST', `/v1/workflows/${id}/publish`);
    await says('active again');
    expect(await did(someone, id)).toEqual(['active', 'active again']);
  });

  test.each([
    ['chat.customerWaiting', (someone: Client) => someone.customerSays('it')],
    ['chat.agentWaiting', (someone: Client) => someone.agentSays('it')],
    ['call.ended', (someone: Client) => someone.event('it', 'call.ended', { missedReason: 'userLeft' })],
  ])('pausing cancels the waits of %s, those of its runs go on', async (type, begin) => {
    const someone = await given.newcomer();
    const steps = [note('now'), pause('PT3M'), note('later')];
    const [running, waiting] = [
      await someone.publish({ trigger: { type, wait: 'PT0S' }, steps }),
      await someone.publish({ trigger: { type, wait: 'PT2M' }, steps }),
    ];
    await begin(someone);
    await someone.advance('PT10S');
    for (const w of [running, waiting]) await someone.pause(w);
    await someone.advance('PT6M');
    expect(await someone.wrote(running)).toEqual(['now', 'later']);
    expect(await someone.wrote(waiting)).toEqual([]);
  });

  test('publishing never arms the past: neither openings, nor queues, nor ends, nor messages', async () => {
    const someone = await given.newcomer();
    await someone.customerSays('chat');
    await someone.event('chat', 'conversation.queued');
    await someone.agentSays('answered');
    await someone.event('call', 'call.ended', {});
    await someone.event('ringing', 'call.queued', {});
    await someone.settle();
    const types = ['chat.opened', 'chat.openedByAgent', 'message.customer', 'message.agent'];
    const waits = ['chat.queued', 'call.queued', 'chat.customerWaiting', 'chat.agentWaiting', 'call.ended'];
    const triggers = [...types.map((type) => ({ type })), ...waits.map((type) => ({ type, wait: 'PT1M' }))];
    triggers.push({ type: 'chat.customerWaiting', wait: 'PT1M', timing: 'whenOpened' } as never);
    const late = await Promise.all(triggers.map((trigger) => someone.publish({ trigger })));
    await someone.advance('PT3M');
    for (const w of late) expect(await did(someone, w)).toEqual([]);
  });
});

describe('revisions', () => {
  const steps = (text: string) => [note(`${text} now`), pause('PT3M'), note(`${text} later`)];
  const edit = (someone: Client, id: string, more: Fields) =>
    someone.ask<Workflow>('PUT', `/v1/workflows/${id}`, { name: 'w', ...onMessage(more) });

  test('the published one keeps running while an edit is pending; a run keeps the one it started with', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage({ steps: steps('first') }));
    expect(await edit(someone, w, { steps: steps('second') })).toMatchObject({ revision: 2, status: 'active' });
    await someone.customerSays('pending');
    await someone.settle();
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.customerSays('published');
    await someone.settle();
    await edit(someone, w, { steps: [note('third')] });
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT4M');
    expect(await someone.wrote(w, 'pending')).toEqual(['first now', 'first later']);
    expect(await someone.wrote(w, 'published')).toEqual(['second now', 'second later']);
  });

  test('a run keeps its steps though the workflow is deleted', async () => {
    const someone = await given.newcomer();
    const w = await someone.publish(onMessage({ steps: steps('first') }));
    await someone.customerSays('chat');
    await someone.settle();
    await someone.request('DELETE', `/v1/workflows/${w}`);
    await someone.customerSays('other');
    await someone.advance('PT4M');
    expect(await someone.wrote(w)).toEqual(['first now', 'first later']);
  });

  test('an edited filter holds from its publication, for waits that are under way too', async () => {
    const someone = await given.newcomer();
    const waits = (more: Fields) => ({ trigger: { type: 'chat.customerWaiting', wait: 'PT3M' }, ...more });
    const w = await someone.publish(waits({ filter: is('customer.tier', 'basic') }));
    await someone.customerSays('vip', 'hello', { id: 'a', tier: 'VIP' });
    await someone.customerSays('basic', 'hello', { id: 'b', tier: 'basic' });
    await someone.advance('PT1M');
    const edited = { name: 'w', ...waits({ filter: is('customer.tier', 'VIP'), steps: [note()] }) };
    await someone.ask('PUT', `/v1/workflows/${w}`, edited);
    await someone.ask('POST', `/v1/workflows/${w}/publish`);
    await someone.advance('PT4M');
    expect(await did(someone, w)).toEqual(['vip']);
  });
});

test('statistics: starts, completions, and where runs dropped off', async () => {
  const someone = await given.newcomer();
  const steps = [note('now'), pause('PT3M', { cancelOn: ['agentMessage', 'closed'] }), note('later')];
  const w = await someone.publish(onMessage({ steps }));
  for (const chat of ['completes', 'answered', 'closed']) await someone.customerSays(chat);
  await someone.agentSays('answered');
  await closes(someone, 'closed');
  await someone.advance('PT5M');
  expect(await wentOf(someone, w, 'completes')).toEqual(['started', 'suspended', 'resumed', 'completed']);
  expect(await wentOf(someone, w, 'answered')).toEqual(['started', 'suspended', 'ended']);
  const counts = await someone.ask('GET', `/v1/workflows/${w}/statistics`);
  expect(counts).toMatchObject({
    ...{ started: 3, completed: 1, droppedOff: 2, failed: 0 },
    steps: [{ path: '/steps/1', do: 'wait', waited: 3, droppedOff: 2 }],
  });
});
