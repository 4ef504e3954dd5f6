/** AWS calls per event, and USD per million events, counted over the recorded day. */
import { DayPlay, type PlayedDay } from './day-play';

/**
 * USD per million, us-east-1, on demand, 2026-11. A request of SQS is 64 KB, a unit of DynamoDB 1 KB written, 4 KB read.
 * @see https://aws.amazon.com/dynamodb/pricing/on-demand/ https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/eventbridge/pricing/
 */
const USD = {
  api: 1.0,
  write: 0.625,
  read: 0.125,
  fifo: 0.5,
  standard: 0.4,
  schedule: 1.0,
  invocation: 0.2,
  gigabyteSecond: 13.3334,
} as const;

/** What Lambda bills is not measured here but assumed: a warm invocation of this length, plus this much for each further message. */
const WARM_SECONDS = 0.012;
const SECONDS_A_MESSAGE = 0.006;
const GIGABYTES = { webhook: 0.25, evaluate: 0.5, perform: 0.5, ring: 0.25 } as const;

export interface Cost {
  batchSize: number;
  /** USD per million events, by what is billed. */
  parts: Record<string, number>;
  total: number;
}
export interface Costs {
  events: number;
  callsPerEvent: Record<string, number>;
  /** Mean bytes of the items written, by kind, and the largest. */
  itemBytes: Record<string, { mean: number; largest: number }>;
  schedulesPerArmedWait: number;
  costs: Cost[];
}

const KINDS: Record<string, string> = { c: 'conversation', t: 'timeline and claims', u: 'customer', s: 'statistics' };
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

function costAt(batchSize: number, day: PlayedDay): Cost {
  const { counts } = day.ports.meter;
  const { webhook, evaluate, perform, ring } = day.invocations;
  const slow = day.ports.queues.sent.filter(({ queue }) => queue === 'slow').length;
  const batches = (messages: number) => messages / batchSize;
  const fifo = (counts['sqs.fifoRequests'] ?? 0) + 2 * (batches(evaluate) + batches(perform - slow));
  const creates = counts['scheduler.creates'] ?? 0;
  const standard = (counts['sqs.standardRequests'] ?? 0) + creates + 2 * (batches(ring) + batches(slow));
  // The pointer to the configuration is read once a batch, and the day's counts were taken at one message a batch.
  const reads = (counts['dynamodb.readUnits'] ?? 0) - day.sweepReads - (evaluate - batches(evaluate));
  const seconds = (invocations: number, messages: number) =>
    invocations * WARM_SECONDS + (messages - invocations) * SECONDS_A_MESSAGE;
  const compute =
    GIGABYTES.webhook * seconds(webhook, webhook) +
    GIGABYTES.evaluate * seconds(batches(evaluate), evaluate) +
    GIGABYTES.perform * seconds(batches(perform), perform) +
    GIGABYTES.ring * seconds(batches(ring), ring);
  const each = (units: number, price: number) => round((units * price) / day.events);
  const parts = {
    'HTTP API': each(webhook, USD.api),
    'SQS FIFO': each(fifo, USD.fifo),
    'SQS standard': each(standard, USD.standard),
    Scheduler: each(creates, USD.schedule),
    'DynamoDB writes': each(counts['dynamodb.writeUnits'] ?? 0, USD.write),
    'DynamoDB reads': each(reads, USD.read),
    'Lambda requests': each(webhook + batches(evaluate) + batches(perform) + batches(ring), USD.invocation),
    'Lambda compute (assumed)': each(compute, USD.gigabyteSecond),
  };
  return { batchSize, parts, total: round(Object.values(parts).reduce((sum, part) => sum + part, 0)) };
}

/** Plays the day once and prices it at one and at five messages a batch. */
export async function benchCost(): Promise<Costs> {
  const day = await (await DayPlay.open()).play();
  const { counts, written } = day.ports.meter;
  const perEvent = Object.entries({ ...counts, ...day.invocations }).map(([name, count]) => [
    name,
    round(count / day.events),
  ]);
  const bytes = Object.entries(written).map(([kind, { count, bytes: sum, largest }]) => [
    KINDS[kind] ?? kind,
    { mean: Math.round(sum / count), largest },
  ]);
  return {
    events: day.events,
    callsPerEvent: Object.fromEntries(perEvent),
    itemBytes: Object.fromEntries(bytes),
    schedulesPerArmedWait: round(
      ((counts['scheduler.creates'] ?? 0) + (counts['scheduler.deletes'] ?? 0)) / day.waitsArmed,
    ),
    costs: [costAt(1, day), costAt(5, day)],
  };
}
