/** A replay plays the providers: signed, in time, once; and goes on where it stopped. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Receiver, WEB_SECRET } from './receiver';
import { cli } from './run-cli';

let receiver: Receiver;
let folder: string;

beforeEach(async () => {
  receiver = await new Receiver().start();
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterEach(async () => {
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

function message(at: string, id: string, more: object = {}) {
  const data = { messageId: id, author: { type: 'customer' }, text: '안녕하세요' };
  return {
    at,
    channel: 'web',
    body: { specversion: '1.0', id, source: 'web', subject: 'chat-1', type: 'message.created', data, ...more },
  };
}
function call(at: string, more: Record<string, string> = {}) {
  const form = {
    CallSid: 'CA01',
    From: '+821012345678',
    To: '+8225550100',
    Direction: 'inbound',
    CallStatus: 'ringing',
    ...more,
  };
  return { at, channel: 'phone', form };
}
function recording(...lines: (object | string)[]): string {
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}
const replay = (file: string, ...more: string[]) =>
  cli('replay', file, '--url', receiver.url, '--progress', join(folder, 'progress.json'), ...more);
const ids = () => receiver.accepted.flatMap(({ events }) => events.map(({ id }) => id));

describe('what is sent', () => {
  test('webhooks and Twilio callbacks pass the checks of their channels, at their times', async () => {
    const begin = receiver.now;
    const file = recording(message('PT0S', 'e1'), call('PT1M'), message('PT2H', 'e2'));
    expect(await replay(file)).toMatchObject({ code: 0, out: `3 events of ${file} accepted.` });
    expect(receiver.accepted.map(({ at }) => at - begin)).toEqual([0, 60_000, 7_200_000]);
    expect(ids()).toEqual(['e1', 'CA01:voice:ringing', 'e2']);
    expect(receiver.accepted[2]?.events[0]?.time).toBe(begin + 7_200_000);
  });

  test('a local replay that is slowed down to be watched moves the same clock', async () => {
    const begin = receiver.now;
    await replay(recording(message('PT0S', 'e1'), message('PT1H', 'e2')), '--speed', '100000');
    expect(receiver.accepted.map(({ at }) => at - begin)).toEqual([0, 3_600_000]);
  });

  test('placeholders become times: RFC 3339 for webhooks, RFC 1123 for Twilio', async () => {
    const begin = receiver.now;
    const snoozed = message('PT1M', 'e1', {
      type: 'conversation.snoozed',
      data: { until: '{{now+PT2H}}' },
      time: '{{now-PT5S}}',
    });
    const ended = call('PT2M', {
      CallStatus: 'completed',
      Timestamp: '{{now}}',
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
    });
    await replay(recording(snoozed, ended));
    const [first, second] = receiver.accepted.map(({ events }) => events[0]);
    expect(first).toMatchObject({ time: begin + 55_000, data: { until: new Date(begin + 7_260_000).toISOString() } });
    expect(second?.time).toBe(begin + 120_000);
  });

  test('--as plays it for other conversations', async () => {
    const file = recording(message('PT0S', 'e1'), call('PT1S'));
    await replay(file);
    await replay(file, '--as', 'again');
    const subjects = receiver.accepted.map(({ events }) => events[0]?.subject);
    expect(subjects.slice(0, 3)).toEqual(['chat-1', 'CA01', 'chat-1-again']);
    expect(new Set(subjects).size).toBe(4);
    expect(new Set(ids()).size).toBe(4);
  });

  test('without a local stack, secrets come from a file and time is real', async () => {
    receiver.isLocal = false;
    const file = recording(message('PT0S', 'e1'), message('PT1H', 'e2'));
    expect(await replay(file)).toMatchObject({ code: 2, err: expect.stringContaining('--secrets') });
    const secrets = join(folder, 'secrets.json');
    writeFileSync(secrets, JSON.stringify({ channels: [{ id: 'web', kind: 'webhook', secret: WEB_SECRET }] }));
    const before = Date.now();
    expect(await replay(file, '--secrets', secrets, '--speed', '36000')).toMatchObject({ code: 0 });
    expect((receiver.accepted[1]?.at ?? 0) - before).toBeGreaterThanOrEqual(95);
  });
});

describe('a replay that stops goes on', () => {
  test('what was accepted is not sent again, the rest comes at its time', async () => {
    const begin = receiver.now;
    const lines = [message('PT0S', 'e1'), message('PT10S', 'e2'), message('PT20S', 'e3')];
    receiver.refusals.push({ status: 202 }, { status: 401, body: 'wrong secret' });
    const broken = await replay(recording(...lines));
    expect(broken).toMatchObject({
      code: 1,
      err: expect.stringMatching(/events\.jsonl line 2: POST \S+ answered 401: wrong secret/),
    });
    expect(await replay(recording(...lines))).toMatchObject({
      code: 0,
      out: expect.stringContaining('(1 of them before)'),
    });
    expect(ids()).toEqual(['e2', 'e3']);
    expect(receiver.accepted.map(({ at }) => at - begin)).toEqual([10_000, 20_000]);
    expect(await replay(recording(...lines))).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing was sent'),
    });
    expect(ids()).toHaveLength(2);
  });

  test('an event whose answer was lost is sent again under the same id', async () => {
    receiver.diesAfter = 2;
    const file = recording(message('PT0S', 'e1'), message('PT1S', 'e2'), message('PT2S', 'e3'));
    const first = replay(file);
    await new Promise((resolve) => setTimeout(resolve, 400));
    receiver.diesAfter = Number.POSITIVE_INFINITY;
    expect(await first).toMatchObject({ code: 0 });
    expect([...new Set(ids())]).toEqual(['e1', 'e2', 'e3']);
  });

  test('another stack, another recording or --restart begin anew', async () => {
    await replay(recording(message('PT0S', 'e1'), message('PT1H', 'e2')));
    receiver.now = Date.parse('2026-01-05T00:10:00Z');
    await replay(recording(message('PT0S', 'e1'), message('PT1H', 'e2')));
    await replay(recording(message('PT0S', 'e3')));
    await replay(recording(message('PT0S', 'e3')), '--restart');
    expect(ids()).toEqual(['e1', 'e2', 'e1', 'e2', 'e3', 'e3']);
  });

  test('passing refusals are tried again', async () => {
    receiver.refusals.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 503 });
    expect(await replay(recording(message('PT0S', 'e1')))).toMatchObject({ code: 0 });
    expect(ids()).toEqual(['e1']);
  });
});

describe('bad files are refused before anything is sent', () => {
  const bad: [string, (object | string)[], RegExp][] = [
    ['malformed JSON', [message('PT0S', 'e1'), '{"at":'], /line 2: not valid JSON/],
    [
      'an unknown channel',
      [message('PT0S', 'e1'), { ...message('PT1S', 'e2'), channel: 'fax' }],
      /line 2: unknown channel "fax"; known are web, phone/,
    ],
    ['no duration', [message('5 minutes', 'e1')], /line 1: at: must be an ISO 8601 duration/],
    ['neither body nor form', [{ at: 'PT0S', channel: 'web' }], /line 1: give either body or form/],
    ['an unknown field', [{ ...message('PT0S', 'e1'), boddy: 1 }], /line 1: unknown field "boddy"/],
    [
      'a form for webhooks',
      [{ ...call('PT0S'), channel: 'web' }],
      /line 1: channel "web" is of kind webhook; give body/,
    ],
    ['times that go back', [message('PT5S', 'e1'), message('PT1S', 'e2')], /line 2: at: is earlier/],
    ['nothing', [''], /holds no events/],
  ];
  test.each(bad)('%s', async (_, lines, says) => {
    expect(await replay(recording(...lines))).toMatchObject({ code: 2, err: expect.stringMatching(says) });
    expect(receiver.accepted).toEqual([]);
  });

  test('a file that is not there, a speed that is none', async () => {
    expect(await replay(join(folder, 'no.jsonl'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('Cannot read'),
    });
    const file = recording(message('PT0S', 'e1'));
    expect(await replay(file, '--speed', 'fast')).toMatchObject({ code: 2, err: expect.stringContaining('--speed') });
  });
});

test('progress is told in plain lines where nobody looks on, and kept in a file', async () => {
  const lines = Array.from({ length: 20 }, (_, at) => message(`PT${at}S`, `e${at}`));
  const { err } = await replay(recording(...lines));
  expect(err.split('\n')).toHaveLength(11);
  expect(err).toContain('events.jsonl 20/20 events');
  expect(JSON.parse(readFileSync(join(folder, 'progress.json'), 'utf8'))).toMatchObject({ sent: 20 });
});
