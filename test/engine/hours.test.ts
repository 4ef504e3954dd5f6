import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { hoursState, insideHours, localTime, nextBoundary, WEEKDAYS } from '../../src/engine/hours';
import { DEFAULT_SETTINGS, hoursSchema, type OperatingHours, type Settings } from '../../src/engine/settings';

const at = (text: string) => Date.parse(text);
const hours = (value: unknown): OperatingHours => hoursSchema.parse(value);
const settings = (value: Partial<Settings>): Settings => ({ ...DEFAULT_SETTINGS, ...value });

const office = hours({
  timeZone: 'Asia/Seoul',
  weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: '09:00', to: '18:00' }]])),
  holidays: ['2026-01-01'],
});

describe('operating hours', () => {
  const inside = (text: string) => insideHours(at(text), settings({ operatingHours: office }));

  test('are inside from the first minute to the one before the last, in the zone', () => {
    expect(inside('2026-01-05T08:59:59.999+09:00')).toBe(false);
    expect(inside('2026-01-05T09:00:00+09:00')).toBe(true);
    expect(inside('2026-01-05T17:59:59.999+09:00')).toBe(true);
    expect(inside('2026-01-05T18:00:00+09:00')).toBe(false);
    expect(inside('2026-01-04T12:00:00+09:00')).toBe(false);
  });

  test('are closed all day on a holiday', () => {
    expect(inside('2026-01-01T12:00:00+09:00')).toBe(false);
    expect(inside('2026-01-02T12:00:00+09:00')).toBe(true);
  });

  test('without any, it is always inside', () => {
    expect(insideHours(at('2026-01-04T03:00:00Z'), DEFAULT_SETTINGS)).toBe(true);
  });

  test('a range may go on over midnight, but not into or out of a holiday', () => {
    const nights = hours({
      timeZone: 'Asia/Seoul',
      weekly: { fri: [{ from: '22:00', to: '06:00' }], sat: [{ from: '22:00', to: '06:00' }] },
      holidays: ['2026-01-10'],
    });
    const open = (text: string) => insideHours(at(text), settings({ operatingHours: nights }));
    expect(open('2026-01-03T05:59:00+09:00')).toBe(true);
    expect(open('2026-01-03T06:00:00+09:00')).toBe(false);
    expect(open('2026-01-09T23:59:00+09:00')).toBe(true);
    expect(open('2026-01-10T00:00:00+09:00')).toBe(false);
    expect(open('2026-01-11T00:30:00+09:00')).toBe(false);
  });

  test('go by what the clocks show when they are put forward and back', () => {
    const bar = hours({ timeZone: 'Europe/Berlin', weekly: { sun: [{ from: '02:30', to: '04:00' }] } });
    // 02:00 becomes 03:00: 02:30 never comes.
    expect(nextBoundary(at('2026-03-29T00:00:00+01:00'), bar)).toBe(at('2026-03-29T03:00:00+02:00'));
    // 03:00 becomes 02:00: 02:30 comes twice.
    const autumn = [at('2026-10-25T00:00:00+02:00')];
    for (let n = 0; n < 4; n++) autumn.push(nextBoundary(autumn.at(-1) as number, bar) as number);
    expect(autumn.slice(1)).toEqual(
      ['02:30:00+02:00', '02:00:00+01:00', '02:30:00+01:00', '04:00:00+01:00'].map((time) => at(`2026-10-25T${time}`)),
    );
  });

  test('tell hour and weekday of the zone', () => {
    const of = settings({ operatingHours: office });
    expect(localTime(at('2026-01-04T15:30:00Z'), of)).toEqual({ hour: 0, weekday: 'mon' });
    expect(localTime(at('2026-01-04T15:30:00Z'), DEFAULT_SETTINGS)).toEqual({ hour: 15, weekday: 'sun' });
  });

  test('are refused when a range is none', () => {
    const refused = (from: string, to: string) =>
      !hoursSchema.safeParse({ timeZone: 'UTC', weekly: { mon: [{ from, to }] } }).success;
    expect([refused('09:00', '09:00'), refused('24:00', '02:00'), refused('9:00', '10:00')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([refused('22:00', '02:00'), refused('00:00', '24:00')]).toEqual([false, false]);
  });
});

describe('an override', () => {
  const override = (state: 'open' | 'closed', since: string, operatingHours: OperatingHours | undefined = office) =>
    settings({ ...(operatingHours && { operatingHours }), hoursOverride: { state, since } });

  test('closes until the end of the hours, and the next morning is as ever', () => {
    const closed = override('closed', '2026-01-05T14:00:00+09:00');
    expect(insideHours(at('2026-01-05T13:59:59+09:00'), closed)).toBe(true);
    expect(insideHours(at('2026-01-05T14:00:00+09:00'), closed)).toBe(false);
    expect(insideHours(at('2026-01-05T17:59:59+09:00'), closed)).toBe(false);
    expect(insideHours(at('2026-01-06T09:00:00+09:00'), closed)).toBe(true);
  });

  test('opens until the hours begin, over a weekend and holidays too', () => {
    const open = override('open', '2026-01-03T11:00:00+09:00');
    expect(insideHours(at('2026-01-04T23:00:00+09:00'), open)).toBe(true);
    expect(insideHours(at('2026-01-05T18:00:00+09:00'), open)).toBe(false);
    expect(hoursState(at('2026-01-04T23:00:00+09:00'), open)).toEqual({
      inside: true,
      until: at('2026-01-05T09:00:00+09:00'),
      override: { state: 'open', since: at('2026-01-03T11:00:00+09:00') },
    });
    expect(hoursState(at('2026-01-05T09:00:00+09:00'), open)).toEqual({
      inside: true,
      until: at('2026-01-05T18:00:00+09:00'),
    });
  });

  test('without any boundary lasts until it is taken back', () => {
    const always = hours({ timeZone: 'UTC', weekly: {} });
    expect(insideHours(at('2040-01-01T00:00:00Z'), override('open', '2020-01-01T00:00:00Z', always))).toBe(true);
    const closed = settings({ hoursOverride: { state: 'closed', since: '2020-01-01T00:00:00Z' } });
    expect(insideHours(at('2040-01-01T00:00:00Z'), closed)).toBe(false);
  });
});

describe('against a clock on the wall, read minute by minute', () => {
  /** Days around which the clocks of the zone are changed, and one on which they are not. */
  const zones: Record<string, readonly string[]> = {
    'Europe/Berlin': ['2026-03-29', '2026-10-25'],
    'America/New_York': ['2026-03-08', '2026-11-01'],
    'America/St_Johns': ['2026-03-08', '2026-11-01'],
    'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
    'Africa/Cairo': ['2026-04-24', '2026-10-30'],
    'America/Santiago': ['2026-04-05', '2026-09-06'],
    'Asia/Seoul': ['2026-01-01', '2026-09-25'],
  };
  const clock = fc.integer({ min: 0, max: 95 }).map((n) => n * 15);
  const text = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const range = fc
    .tuple(clock, fc.oneof(clock, fc.constant(1440)))
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => ({ from: text(from), to: text(to) }));
  const weekly = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(range, { maxLength: 3 })])), {
    requiredKeys: [],
  });
  const story = fc.constantFrom(...Object.keys(zones)).chain((timeZone) =>
    fc.record({
      timeZone: fc.constant(timeZone),
      around: fc.constantFrom(...(zones[timeZone] ?? [])),
      holidays: fc.array(fc.integer({ min: -2, max: 3 }), { maxLength: 2 }),
      weekly,
      set: fc.record({
        state: fc.constantFrom('open' as const, 'closed' as const),
        minute: fc.integer({ min: 0, max: 5000 }),
      }),
    }),
  );

  interface Shown {
    date: string;
    before: string;
    weekday: (typeof WEEKDAYS)[number];
    time: string;
  }
  const known = new Map<string, Shown[]>();

  /** Read from the platform's own calendar, not from ours. */
  function shown(timeZone: string, minutes: readonly number[]): Shown[] {
    const format = new Intl.DateTimeFormat('en-CA', {
      ...({ timeZone, hourCycle: 'h23', weekday: 'short', year: 'numeric', month: '2-digit' } as const),
      ...({ day: '2-digit', hour: '2-digit', minute: '2-digit' } as const),
    });
    return minutes.map((instant) => {
      const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
      const date = `${part.year}-${part.month}-${part.day}`;
      return {
        ...{ date, before: new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10) },
        weekday: (part.weekday ?? '').toLowerCase() as Shown['weekday'],
        time: `${part.hour}:${part.minute}`,
      };
    });
  }

  function isOpen(of: OperatingHours, { date, before, weekday, time }: Shown): boolean {
    if (of.holidays.includes(date)) return false;
    const dayBefore = WEEKDAYS[(WEEKDAYS.indexOf(weekday) + 6) % 7] as Shown['weekday'];
    const today = of.weekly[weekday] ?? [];
    const yesterday = of.holidays.includes(before) ? [] : (of.weekly[dayBefore] ?? []);
    return (
      today.some(({ from, to }) => from <= time && (time < to || to < from)) ||
      yesterday.some(({ from, to }) => to < from && time < to)
    );
  }

  test('hours, boundaries and the end of an override are the same', () => {
    fc.assert(
      fc.property(story, ({ timeZone, around, holidays, weekly: ranges, set }) => {
        const start = Date.parse(`${around}T00:00:00Z`) - 2 * 86_400_000;
        const date = (days: number) => new Date(Date.parse(around) + days * 86_400_000).toISOString().slice(0, 10);
        const operatingHours = hours({ timeZone, weekly: ranges, holidays: holidays.map(date) });
        const minutes = Array.from({ length: 5 * 1440 }, (_, n) => start + n * 60_000);
        const name = `${timeZone} ${around}`;
        known.set(name, known.get(name) ?? shown(timeZone, minutes));
        const wall = (known.get(name) ?? []).map((one) => isOpen(operatingHours, one));
        const plain = settings({ operatingHours });
        expect(minutes.filter((minute, n) => insideHours(minute, plain) !== wall[n])).toEqual([]);
        const boundary = (from: number) => wall.findIndex((open, n) => n > from && open !== wall[from]);
        for (const from of [0, set.minute, 7000]) {
          const next = boundary(from);
          if (next >= 0) expect(nextBoundary(minutes[from] as number, operatingHours)).toBe(minutes[next]);
        }
        const since = new Date(minutes[set.minute] as number).toISOString();
        const overridden = settings({ operatingHours, hoursOverride: { state: set.state, since } });
        const end = boundary(set.minute) < 0 ? minutes.length : boundary(set.minute);
        const expected = wall.map((open, n) => (n >= set.minute && n < end ? set.state === 'open' : open));
        expect(minutes.filter((minute, n) => insideHours(minute, overridden) !== expected[n])).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
