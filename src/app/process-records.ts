/**
 * How every queue is worked off: groups side by side, records of a group one after the other. What fails comes again in
 * seconds with all behind it in its group; what can never succeed is parked and its group goes on.
 *
 * A record that comes for the third time may be what crashes the process. From then on a batch with such a record is handled
 * one record at a time, each removed from the queue as soon as it is done so that a crash drags none along, and its begin is
 * counted: begun twice without an end, it is parked unevaluated. A mere receive count would park the innocent with it.
 */
import type { Millis } from '../engine/time';
import type { Receipts, Received } from '../ports/receipts';
import type { Deps } from './deps';
import { inTurn } from './in-turn';
import { park } from './park';

export interface QueueRecord extends Received {
  messageId: string;
  /** Records of one group are handled in order; of a standard queue each is its own. */
  group: string;
  body: string;
  /** 1 the first time. */
  receiveCount: number;
}

/** Handles one record. What it throws says by `retry: false` that it can never succeed. */
export type PerRecord = (record: QueueRecord) => Promise<RecordResult>;

export interface RecordResult {
  /** It is not done: hand it out again after this. */
  againAfter?: Millis;
  /** What to count in the metrics, by metric name. */
  counts?: Readonly<Record<string, number>>;
}

export interface RecordReport {
  record: QueueRecord;
  outcome: 'done' | 'again' | 'parked';
  /** Why it comes again or was parked. */
  error?: unknown;
  counts?: RecordResult['counts'];
}

/** Without `parked` and `rates` nothing is parked: what can never succeed comes again until its queue puts it aside. */
export type QueueDeps = Pick<Deps, 'clock'> & { receipts: Receipts } & Partial<
    Pick<Deps, 'parked' | 'queues' | 'rates'>
  >;

const GROUPS_AT_ONCE = 10;
const SUSPECT_FROM = 3;
const BEGINS = 2;
const BEGINS_WINDOW = { seconds: 86_400 };
/** By how often the record was received. */
const BACK_OFF: readonly Millis[] = [1_000, 2_000, 3_000, 5_000];
const LONGEST_BACK_OFF: Millis = 5_000;

type Handled = Omit<RecordReport, 'record'> & Pick<RecordResult, 'againAfter'>;

/** Handles all records of a batch; reports on each. Never throws. */
export async function processRecords(
  records: readonly QueueRecord[],
  perRecord: PerRecord,
  deps: QueueDeps,
): Promise<RecordReport[]> {
  const isSuspicious = records.some((record) => record.receiveCount >= SUSPECT_FROM);
  const groups = [...Map.groupBy(records, (record) => record.group).values()];
  const reports = await inTurn(groups, isSuspicious ? 1 : GROUPS_AT_ONCE, (group) =>
    processGroup(group, perRecord, isSuspicious, deps),
  );
  return reports.flat();
}

async function processGroup(
  group: readonly QueueRecord[],
  perRecord: PerRecord,
  isSuspicious: boolean,
  deps: QueueDeps,
): Promise<RecordReport[]> {
  const reports: RecordReport[] = [];
  for (const [at, record] of group.entries()) {
    const { againAfter, ...handled } = await processOne(record, perRecord, deps);
    reports.push({ record, ...handled });
    if (handled.outcome === 'again') {
      await giveBack(group.slice(at), againAfter ?? backOff(record), deps.receipts);
      return [...reports, ...group.slice(at + 1).map((behind) => ({ record: behind, outcome: 'again' as const }))];
    }
    if (isSuspicious) await deps.receipts.remove(record).catch(() => undefined);
  }
  return reports;
}

async function processOne(record: QueueRecord, perRecord: PerRecord, deps: QueueDeps): Promise<Handled> {
  let begins = 0;
  try {
    begins = await countBegin(record, deps, 1);
    if (begins > BEGINS)
      return await parked(record, `It was begun ${BEGINS} times and never ended: it crashes the program.`, deps);
    const result = await perRecord(record);
    if (result.againAfter === undefined) return { outcome: 'done', ...result };
    await countBegin(record, deps, -1);
    return { outcome: 'again', ...result };
  } catch (error) {
    return failed(record, error, begins, deps).catch(() => ({ outcome: 'again', error }));
  }
}

async function failed(record: QueueRecord, error: unknown, begins: number, deps: QueueDeps): Promise<Handled> {
  const { retry, againAfter } = (error ?? {}) as { retry?: boolean; againAfter?: Millis };
  if (retry === false || (retry === undefined && begins >= BEGINS)) return parked(record, reasonOf(error), deps, error);
  if (retry && begins > 0) await countBegin(record, deps, -1);
  return { outcome: 'again', error, ...(againAfter !== undefined && { againAfter }) };
}

async function parked(record: QueueRecord, reason: string, deps: QueueDeps, error?: unknown): Promise<Handled> {
  if (!deps.parked) return { outcome: 'again', error };
  await park(record, reason, { ...deps, parked: deps.parked });
  return { outcome: 'parked', error };
}

/** How often a suspect was begun without being known to have ended; 0 for a record that is none. */
async function countBegin(record: QueueRecord, { rates, clock }: QueueDeps, count: 1 | -1): Promise<number> {
  if (record.receiveCount < SUSPECT_FROM || !rates) return 0;
  return rates.add(`begun#${record.queue}#${record.messageId}`, BEGINS_WINDOW, clock.now(), count);
}

/** In order, so that the first of a group is the first to be seen again; should it fail, the visibility time-out does it. */
async function giveBack(records: readonly QueueRecord[], delay: Millis, receipts: Receipts): Promise<void> {
  for (const record of records) await receipts.giveBack(record, delay).catch(() => undefined);
}

function backOff(record: QueueRecord): Millis {
  return BACK_OFF[record.receiveCount - 1] ?? LONGEST_BACK_OFF;
}

/** For people; an error of ours says what to do, others only what they are. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It failed for an unknown reason.';
  return 'retry' in error ? error.message : `It failed by a fault of the program (${error.name}): ${error.message}`;
}
