import { describe, expect, test } from '@jest/globals';
import type { Client } from './client';
import { sharedStack } from './given';

const given = sharedStack();
const message = { trigger: { type: 'message.customer' } };
/** What waits for a publish to be live. */
const LIVE = 'PT6S';

/** Hours of every day in the zone, each `[from, to]`. */
async function openFrom(someone: Client, hours: string[][], timeZone = 'UTC'): Promise<void> {
  const ranges = hours.map(([from, to]) => ({ from, to }));
  const weekly = { mon: ranges, tue: ranges, wed: ranges, thu: ranges, fri: ranges, sat: ranges, sun: ranges };
  await someone.ask('PATCH', '/v1/settings', { operatingHours: { timeZone, weekly } });
}

/** In which of the conversations each of the two fired, one for inside and one for outside the hours. */
async function fired(someone: Client, [inside, outside]: readonly string[]): Promise<string[][]> {
  return [await someone.did(inside ?? ''), await someone.did(outside ?? '')];
}
const both = async (someone: Client) => [
  await someone.publish({ ...message, hours: 'inside' }),
  await someone.publish({ ...message, hours: 'outside' }),
];

// The tests share one clock, which only goes forward: each begins where the one before ended.
describe('operating hours', () => {
  test('decide between workflows for inside and outside, in the zone of the workspace', async () => {
    const someone = await given.newcomer();
    const ids = await both(someone);
    const { now } = await someone.info();
    const inSeoul = (minutes: number) =>
      new Date(Date.parse(now) + 9 * 3_600_000 + minutes * 60_000).toISOString().slice(11, 16);
    await openFrom(someone, [[inSeoul(-60), inSeoul(10)]], 'Asia/Seoul');
    await someone.advance(LIVE);
    await someone.customerSays('open');
    await someone.advance('PT11M');
    await someone.customerSays('closed');
    expect(await fired(someone, ids)).toEqual([['open'], ['closed']]);
  });

  test('a wait is judged by the hours when it is due', async () => {
    const someone = await given.newcomer();
    const { now } = await someone.info();
    const time = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString().slice(11, 16);
    await openFrom(someone, [[time(-5), time(5)]]);
    const waiting = { trigger: { type: 'chat.customerWaiting', wait: 'PT10M' } };
    const w = await someone.publish({ ...waiting, hours: 'outside' });
    await someone.advance(LIVE);
    await someone.customerSays('chat');
    await someone.advance('PT11M');
    expect(await someone.did(w)).toEqual(['chat']);
  });

  test('closed by hand they stay closed until the schedule opens or closes next', async () => {
    const someone = await given.newcomer();
    const ids = await both(someone);
    const { now } = await someone.info();
    const time = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString().slice(11, 16);
    await openFrom(someone, [
      [time(-60), time(30)],
      [time(90), time(150)],
    ]);
    const told = await someone.ask('PUT', '/v1/settings/hoursOverride', { state: 'closed' });
    expect(told).toMatchObject({ inside: false, override: { state: 'closed' } });
    await someone.advance(LIVE);
    await someone.customerSays('by hand');
    await someone.settle();
    // The schedule closes in between, and opens again.
    await someone.advance('PT100M');
    await someone.customerSays('afterwards');
    expect(await fired(someone, ids)).toEqual([['afterwards'], ['by hand']]);
  });

  test('taken back, the schedule holds again', async () => {
    const someone = await given.newcomer();
    const ids = await both(someone);
    await someone.ask('PUT', '/v1/settings/hoursOverride', { state: 'closed' });
    await someone.advance(LIVE);
    await someone.customerSays('closed');
    await someone.settle();
    expect((await someone.request('DELETE', '/v1/settings/hoursOverride')).status).toBe(204);
    await someone.advance(LIVE);
    await someone.customerSays('open');
    expect(await fired(someone, ids)).toEqual([['open'], ['closed']]);
  });
});
