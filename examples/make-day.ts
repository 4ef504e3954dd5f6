/**
 * Writes examples/day.jsonl, the recorded day, from the transcripts beside it: `npx tsx examples/make-day.ts`. The same
 * transcripts and seed give the same file; a test regenerates it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatDuration, parseDuration } from '../src/engine/time';
import { callCallbacks, readCalls } from './day/call-callbacks';
import { chatEvents } from './day/chat-events';
import { type DayLine, written } from './day/line';
import { type Random, seeded } from './day/random';
import { readChats } from './day/transcript';

const SEED = 20_260_105;
/** How many events each kind of provider delivers twice: it had no answer in time and tried again. */
const TWICE = { web: 6, phone: 3 };

const read = (name: string) => readFileSync(new URL(`./day/transcripts/${name}`, import.meta.url), 'utf8');

/** The whole day, as it stands in the file. */
export function makeDay(): string {
  const random = seeded(SEED);
  const chats = [read('chats.ko.txt'), read('chats.en.txt')]
    .flatMap(readChats)
    .flatMap((chat) => chatEvents(chat, random));
  const calls = readCalls(read('calls.txt')).flatMap((call) => callCallbacks(call, random));
  const twice = [...again(chats, TWICE.web, random), ...again(calls, TWICE.phone, random)];
  const day = [...chats, ...calls, ...twice].sort((one, other) => one.at - other.at);
  return day.map((line) => `${written(line)}\n`).join('');
}

/** Some of the lines once more, exactly as they were: times within are those of the first delivery. */
function again(lines: readonly DayLine[], count: number, random: Random): DayLine[] {
  return Array.from({ length: count }, (_, index) => {
    const share = Math.floor(lines.length / count);
    const line = lines[index * share + random.between(0, share - 1)] as DayLine;
    const late = random.between(4, 18);
    return { ...line, ...asBefore(line, late * 1000), at: line.at + late };
  });
}

/** The repeat of a line, `late` milliseconds after it. */
function asBefore({ body, form }: DayLine, late: number): Pick<DayLine, 'body' | 'form'> {
  const then = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replace(NOW, (_, by = '') => now(millisOf(by) - late)));
  if (form !== undefined) return { form: then(form) };
  return body === undefined ? {} : { body: then({ ...body, time: '{{now}}' }) };
}

const NOW = /\{\{now([+-]P[^}]+)?\}\}/g;

function millisOf(shift: string): number {
  return (parseDuration(shift.slice(1)) ?? 0) * (shift.startsWith('-') ? -1 : 1);
}

function now(shift: number): string {
  return shift === 0 ? '{{now}}' : `{{now${shift < 0 ? '-' : '+'}${formatDuration(Math.abs(shift))}}}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('./day.jsonl', import.meta.url), makeDay());
