/** R2 and R7: how long an agent is kept for a customer who is gone, to the very moment, and what comes after. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { later, MINUTE, SECOND, sharedStack } from '../given';
import { asks, customerOf, follows, LATE, Site, visits } from './site';

const given = sharedStack();
const LIMIT = 3 * MINUTE;
let site: Site;
beforeAll(async () => {
  site = await Site.open(given, { redirectUrl: LATE });
  await site.desk.ask('PATCH', '/v1/settings', { wrapUp: 'PT1M' });
});

const now = async () => (await site.desk.info()).now;
const kept = async (id: string) => (await site.capacity(`agent of ${id}`)).reserved.length;

type Comes = (id: string, link: string) => Promise<unknown>;
/** Each way to be back. */
const WAYS: [how: string, Comes][] = [
  ['connects', (id) => site.comes(id)],
  ['writes', (id) => site.desk.customerSays(id, '다시 왔어요', customerOf(id))],
  ['writes-by-email', (id) => writes(id, { via: 'email' })],
  ['follows-a-link', (_, link) => follows(link)],
  ['continues-at-the-prompt', async (id) => site.continues(id, await site.jwt(customerOf(id).id))],
  ['has-a-widget-that-says-so', async (id) => site.tells(id, 'connected', await site.jwt(customerOf(id).id))],
];
const writes = (id: string, more: object) => {
  const message = site.desk.message('customer', '답장', {
    author: { type: 'customer', id: customerOf(id).id },
    ...more,
  });
  return site.desk.event(id, 'message.created', message);
};
/** What is no return. */
const OTHERS: [what: string, Comes][] = [
  ['nothing', async () => undefined],
  ['an-agents-message', (id) => site.desk.agentSays(id)],
  ['a-bots-message', (id) => site.desk.event(id, 'message.created', site.desk.message('bot', '잠시만요'))],
  ['a-note', (id) => site.desk.agentSays(id, '자리에 없음', { private: true })],
  ['a-look-at-the-link', (_, link) => visits(link)],
  ['a-look-at-the-prompt', async (id) => site.prompt(await site.jwt(customerOf(id).id))],
  ['a-word-of-another-connection-lost', (id) => site.leaves(id, 'other')],
];
const in1 = (what: string) => `in-time-${what}`;
const at1 = (what: string) => `too-late-${what}`;

/** All who were cut off in one moment: some come a millisecond before the limit, some at it. */
describe('to the very moment', () => {
  const inTime = [...WAYS, ...OTHERS].map(([what]) => in1(what));
  const tooLate = WAYS.map(([what]) => at1(what));
  const answers = new Map<string, unknown>();
  let limit: string;

  beforeAll(async () => {
    const links = new Map<string, string>();
    for (const id of [...inTime, ...tooLate]) await site.chat(id);
    for (const id of [...inTime, ...tooLate]) links.set(id, await site.link(id));
    limit = later(await now(), LIMIT);
    for (const id of [...inTime, ...tooLate]) await site.leaves(id);
    await given.stack.advance(LIMIT - 1);
    for (const [what, comes] of [...WAYS, ...OTHERS])
      answers.set(in1(what), await comes(in1(what), links.get(in1(what))!));
    await site.desk.settle();
    await given.stack.advance(1);
    for (const [what, comes] of WAYS) answers.set(at1(what), await comes(at1(what), links.get(at1(what))!));
    await site.desk.advance('PT5S');
  }, 120_000);

  test.each(WAYS.map(([what]) => what))(
    'who %s a millisecond before the limit is back, with the same agent',
    async (what) => {
      const id = in1(what);
      const { agentId, status, reconnect } = await site.conversation(id);
      expect([agentId, status]).toEqual([`agent of ${id}`, 'open']);
      const told = [
        ...[`capacity.reserved agent of ${id}`, 'capacity.released reconnected'],
        ...[`agent.assign agent of ${id}`, `conversation.resumed agent of ${id} true`],
      ];
      expect(await site.toldInWords(id)).toEqual(told);
      expect(reconnect?.state).toBe('reconnected');
    },
  );

  test.each(OTHERS.map(([what]) => what))('%s is no return', async (what) => {
    const id = in1(what);
    expect(await site.conversation(id)).toMatchObject({ reconnect: { state: 'wrappedUp', endedBy: 'limit' } });
    expect(await site.toldInWords(id)).not.toContainEqual(expect.stringContaining('resumed'));
  });

  test.each(WAYS.map(([what]) => what))('who %s at the limit comes too late', async (what) => {
    const id = at1(what);
    expect(await site.toldInWords(id)).toEqual([
      `capacity.reserved agent of ${id}`,
      'capacity.released expired',
      'conversation.wrapUp reconnectExpired',
    ]);
    const isWriting = what.startsWith('writes');
    expect(await site.conversation(id)).toMatchObject(
      isWriting ? { status: 'open', openedCount: 2 } : { status: 'wrapUp', openedCount: 1 },
    );
    expect(await kept(id)).toBe(0);
  });

  test('whoever asks at the limit is told so', () => {
    expect(answers.get(at1('follows-a-link'))).toMatchObject({ status: 303, location: LATE });
    expect(answers.get(at1('continues-at-the-prompt'))).toMatchObject({
      body: { result: 'expired', redirectUrl: LATE, newConversation: true },
    });
    expect(answers.get(in1('continues-at-the-prompt'))).toMatchObject({
      body: { result: 'resumed', agentId: `agent of ${in1('continues-at-the-prompt')}`, sameAgent: true },
    });
  });

  test('R7: the agent is free and the channel told, never early, at most five seconds late', async () => {
    const told = await site.told(in1('nothing'), 'capacity.released', 'conversation.wrapUp');
    expect(told).toMatchObject([{ data: { reason: 'expired' } }, { data: { reason: 'reconnectExpired' } }]);
    for (const { at } of told) {
      const late = Date.parse(at) - Date.parse(limit);
      expect([late >= 0, late <= 5 * SECOND]).toEqual([true, true]);
    }
    expect(await site.capacity(`agent of ${in1('nothing')}`)).toMatchObject({ active: 0, reserved: [] });
  });

  test('R7: it stands in the timeline, once', async () => {
    const waits = (await site.desk.timeline(in1('nothing'))).flatMap((entry) => entry.waits ?? []);
    expect(waits.filter(({ kind }) => kind === 'reconnect')).toMatchObject([{ outcome: 'fired', due: limit }]);
    const effects = (await site.desk.timeline(in1('nothing'))).flatMap(({ effect }) => (effect ? [effect] : []));
    expect(effects.filter(({ type }) => type === 'conversation.wrapUp')).toMatchObject([{ state: 'done' }]);
  });

  test('R7: wrap-up closes after its own time and not before, and old links stay what they were', async () => {
    const id = in1('nothing');
    const closings = await site.desk.publish({ trigger: { type: 'chat.closed' } });
    await site.desk.advance('PT50S');
    expect(await site.conversation(id)).toMatchObject({ status: 'wrapUp' });
    expect(await site.desk.did(closings)).not.toContain(id);
    await site.desk.advance('PT10S');
    expect(await site.conversation(id)).toMatchObject({
      ...{ status: 'closed', closedBy: 'wrapUp', reconnect: { state: 'wrappedUp', endedBy: 'limit' } },
    });
    expect(await site.desk.did(closings)).toContain(id);
  });
});

test('R7: an old link leads to the redirect URL; where there is none, to a page that offers a new chat', async () => {
  const plain = await Site.open(given, { timeLimit: 'PT1M' });
  for (const shop of [site, plain]) await shop.chat('old');
  const [leading, offering] = [await site.link('old'), await plain.link('old')];
  for (const shop of [site, plain]) await shop.leaves('old');
  await site.desk.advance('PT3M5S');
  for (const method of ['GET', 'POST']) {
    expect(await visits(leading, method)).toMatchObject({ status: 303, location: LATE });
    const page = await visits(offering, method);
    expect([page.status, page.location]).toEqual([200, null]);
    expect(page.body).toContain('href="https://shop.example/help?page=1#chat"');
  }
  expect(await asks(leading)).toMatchObject({ state: 'expired', redirectUrl: LATE });
  expect(await asks(offering)).not.toHaveProperty('redirectUrl');
});

test('the limit is the channel’s own: another’s may be hours', async () => {
  const patient = await Site.open(given, { timeLimit: 'PT1H' });
  await patient.cutOff('long');
  await patient.desk.advance('PT59M59S');
  expect(await patient.conversation('long')).toMatchObject({ status: 'open', reconnect: { state: 'disconnected' } });
  await patient.desk.advance('PT6S');
  expect(await patient.conversation('long')).toMatchObject({ status: 'wrapUp' });
});

test('turned off meanwhile, nobody is waited for any more, and no session is ended for it', async () => {
  const shop = await Site.open(given, { timeLimit: 'PT2M' });
  await shop.cutOff('off');
  await shop.sets({ enabled: false, timeLimit: 'PT2M' });
  await shop.desk.advance('PT3M');
  expect(await shop.toldInWords('off')).toEqual(['capacity.reserved agent of off', 'capacity.released disabled']);
  expect(await shop.conversation('off')).toMatchObject({ status: 'open', agentId: 'agent of off' });
});
