/** Replays a recording through the front door, as the providers would send it, and goes on where it stopped. */
import type { Instant } from '../../src/engine/time';
import { Failure } from './failure';
import { type Answer, refusalOf, request } from './http';
import { type Pace, realPace, type Speed, virtualPace } from './pace';
import { checkPlayable, type PlayedChannel, requestFor } from './provider';
import { parseRecording, type RecordedLine, renamed } from './recording';
import { fingerprint, type Progress, readProgress, writeProgress } from './replay-progress';

export interface ReplayOptions {
  /** The recording, and what messages call it. */
  text: string;
  name: string;
  url: string;
  channels: readonly PlayedChannel[];
  /** The time of a local stack, whose clock the replay then moves; without it real time passes. */
  virtualNow?: Instant;
  speed: Speed;
  /** Where it is kept how far the replay came; without it nothing is. */
  progressFile?: string;
  /** Names the target's state: with another one the replay begins anew. */
  state: string;
  /** Begins anew whatever came before: what was accepted is sent again, and changes nothing within 72 h. */
  restart?: boolean;
  /** Plays for conversations of its own, with this at the end of their names. */
  as?: string;
  onProgress?(done: number, total: number): void;
}

export interface ReplayResult {
  total: number;
  /** Accepted in an earlier run, and not sent again. */
  skipped: number;
  begins: Instant;
}

/** @throws Failure naming the line and the answer; what was accepted by then is not sent again by the next run */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { text, name, url, channels, as, onProgress } = options;
  const recorded = parseRecording(text, name);
  checkPlayable(recorded, channels, name);
  const lines = as === undefined ? recorded : recorded.map((line) => renamed(line, as));
  const progress = begin(options, lines);
  const skipped = progress.sent;
  const pace = paceOf(options, progress, lines);
  onProgress?.(skipped, lines.length);
  for (const line of lines.slice(skipped)) {
    const channel = channels.find(({ id }) => id === line.channel) as PlayedChannel;
    await send(channel.webhookUrl, line, channel, pace, name);
    progress.sent += 1;
    writeProgress(options.progressFile, progress);
    onProgress?.(progress.sent, lines.length);
  }
  if (options.virtualNow !== undefined) await request(`${url}/_local/settle`, { method: 'POST' });
  return { total: lines.length, skipped, begins: progress.begins };
}

/** What is kept of an earlier run, when it was of this recording and to this state. */
function begin(options: ReplayOptions, lines: readonly RecordedLine[]): Progress {
  const { text, as, state, virtualNow, progressFile, restart } = options;
  const fresh = {
    recording: fingerprint(text),
    target: fingerprint(state, as ?? ''),
    begins: virtualNow ?? Date.now(),
    sent: 0,
  };
  if (restart) return fresh;
  const kept = readProgress(progressFile);
  if (kept?.recording !== fresh.recording || kept.target !== fresh.target || kept.sent > lines.length) return fresh;
  // A clock that stands before what was replayed already is the clock of another, newer stack.
  const reached = kept.begins + (lines[kept.sent - 1]?.at ?? 0);
  return virtualNow !== undefined && virtualNow < reached ? fresh : kept;
}

function paceOf({ url, virtualNow, speed }: ReplayOptions, progress: Progress, lines: readonly RecordedLine[]): Pace {
  if (virtualNow === undefined) return realPace(speed, lines[progress.sent]?.at ?? 0);
  return virtualPace(url, progress.begins, speed, virtualNow);
}

/** Answers after which the same request may succeed. */
const PASSING = new Set([429, 502, 503, 504]);
const TRIES = 8;
const [FIRST_PAUSE, LONGEST_PAUSE] = [250, 15_000];

async function send(url: string, line: RecordedLine, channel: PlayedChannel, pace: Pace, name: string): Promise<void> {
  let last = 'no answer';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await orFailure(async () => request(url, requestFor(line, channel, await pace.reach(line.at))));
    if (answer instanceof Failure) last = answer.message;
    else if (answer.status >= 200 && answer.status < 300) return;
    else {
      last = `POST ${url} answered ${answer.status}: ${refusalOf(answer)}`;
      if (!PASSING.has(answer.status)) throw new Failure(`${name} line ${line.number}: ${last}`);
    }
    if (attempt < TRIES - 1) await orFailure(() => pace.pause(pauseAfter(attempt, answer)));
  }
  const again = 'All lines before it are accepted: run the same command again to go on.';
  throw new Failure(`${name} line ${line.number}: ${last}\nTried ${TRIES} times. ${again}`);
}

async function orFailure<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Doubles with each attempt; a Retry-After in seconds is heeded. */
function pauseAfter(attempt: number, answer: Answer | Failure): number {
  const asked = answer instanceof Failure ? 0 : Number(answer.headers.get('retry-after') ?? 0) * 1000;
  return Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE * 2 ** attempt, Number.isFinite(asked) ? asked : 0));
}
