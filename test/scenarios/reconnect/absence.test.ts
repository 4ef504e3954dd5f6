/** R2: when a customer counts as gone, and that the agent is kept for them. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { later, MINUTE, SECOND, sharedStack } from '../given';
import { customerOf, Site } from './site';

const given = sharedStack();
const LIMIT = 3 * MINUTE;
let site: Site;
beforeAll(async () => {
  site = await Site.open(given);
});

const now = async () => (await site.desk.info()).now;

describe('a customer who is gone', () => {
  test('is waited for, and the agent kept meanwhile: told to the channel, in the state, and to routers', async () => {
    await site.chat('kept');
    expect(await site.conversation('kept')).toMatchObject({ connected: true, reconnect: { state: 'connected' } });
    expect(await site.capacity('agent of kept')).toMatchObject({ active: 1, reserved: [] });
    const since = await now();
    const until = later(since, LIMIT);
    await site.leaves('kept');
    expect(await site.told('kept')).toMatchObject([
      { type: 'capacity.reserved', data: { agentId: 'agent of kept', until } },
    ]);
    expect(await site.conversation('kept')).toMatchObject({
      ...{ status: 'open', agentId: 'agent of kept', connected: false },
      reconnect: { state: 'disconnected', since, until, reservedAgentId: 'agent of kept' },
      waits: expect.arrayContaining([{ kind: 'reconnect', since, due: until }]),
    });
    expect(await site.capacity('agent of kept')).toEqual({
      ...{ agentId: 'agent of kept', active: 0 },
      reserved: [{ channelId: site.desk.channel, conversationId: 'kept', until }],
    });
  });

  test('with another tab open is not gone', async () => {
    await site.chat('tabs');
    await site.comes('tabs', 'second tab');
    await site.leaves('tabs');
    expect(await site.conversation('tabs')).toMatchObject({ connected: true, reconnect: { state: 'connected' } });
    await site.leaves('tabs', 'second tab');
    expect(await site.conversation('tabs')).toMatchObject({ connected: false, reconnect: { state: 'disconnected' } });
  });

  test('is gone, too, when the channel tells of no connection but that it is lost', async () => {
    await site.desk.customerSays('untold');
    await site.leaves('untold', 'never told of');
    expect(await site.conversation('untold')).toMatchObject({ reconnect: { state: 'disconnected' } });
  });

  test('is waited for once, however often the channel says that they are gone', async () => {
    await site.cutOff('twice');
    const gone = site.desk.made('twice', 'customer.disconnected', { connectionId: 'tab' });
    const { reconnect } = await site.conversation('twice');
    for (const event of [gone, gone]) await site.desk.send(event);
    await site.leaves('twice', 'another');
    expect((await site.conversation('twice')).reconnect).toEqual(reconnect);
    expect(await site.toldInWords('twice')).toEqual(['capacity.reserved agent of twice']);
  });

  test('keeps the agent no longer once the agent has ended the session', async () => {
    await site.cutOff('ended');
    await site.desk.event('ended', 'session.ended', { by: 'agent' });
    expect(await site.toldInWords('ended')).toEqual([
      'capacity.reserved agent of ended',
      'capacity.released endedByAgent',
    ]);
    expect(await site.capacity('agent of ended')).toMatchObject({ active: 0, reserved: [] });
    expect(await site.conversation('ended')).toMatchObject({
      ...{ status: 'wrapUp', reconnect: { state: 'wrappedUp', endedBy: 'agent' } },
    });
  });
});

describe('a widget that tells of itself', () => {
  const widget = async (id: string) => {
    await site.desk.customerSays(id, '안녕하세요', customerOf(id));
    await site.desk.event(id, 'conversation.assigned', { agentId: `agent of ${id}` });
    await site.desk.settle();
    const token = await site.jwt(customerOf(id).id);
    const tells = async (state: 'connected' | 'disconnected') => {
      expect((await site.tells(id, state, token)).status).toBe(204);
      await site.desk.settle();
    };
    await tells('connected');
    return tells;
  };

  test('and falls silent, as a crash or a broken network leaves it, is gone two minutes later; the limit runs from then', async () => {
    const tells = await widget('silent');
    await site.desk.advance('PT1M');
    await tells('connected');
    const gone = later(await now(), 2 * MINUTE);
    await site.desk.advance('PT1M59S');
    expect(await site.conversation('silent')).toMatchObject({ reconnect: { state: 'connected' } });
    await site.desk.advance('PT6S');
    const { reconnect } = await site.conversation('silent');
    expect(reconnect?.state).toBe('disconnected');
    const late = Date.parse(reconnect?.since ?? '') - Date.parse(gone);
    expect([late >= 0, late <= 5 * SECOND]).toEqual([true, true]);
    expect(reconnect?.until).toBe(later(reconnect?.since ?? '', LIMIT));
  });

  test('and goes from one page to the next has not left: no agent is kept and freed for that', async () => {
    const tells = await widget('paging');
    for (let pages = 0; pages < 3; pages++) {
      await tells('disconnected');
      await site.desk.advance('PT2S');
      await tells('connected');
    }
    await site.desk.advance('PT10S');
    expect(await site.conversation('paging')).toMatchObject({ connected: true, reconnect: { state: 'connected' } });
    expect(await site.told('paging')).toEqual([]);
    await tells('disconnected');
    await site.desk.advance('PT6S');
    expect(await site.toldInWords('paging')).toEqual(['capacity.reserved agent of paging']);
  });
});
