/** What adapters in memory would have cost on AWS: calls, billed units, bytes. */

export type Counted =
  | 'dynamodb.requests'
  /** Of 4 KB, strongly consistent (a read of the index counts half). */
  | 'dynamodb.readUnits'
  /** Of 1 KB, the index included. */
  | 'dynamodb.writeUnits'
  | 'sqs.calls'
  /** Requests as billed, one for each 64 KB. */
  | 'sqs.fifoRequests'
  | 'sqs.standardRequests'
  | 'scheduler.creates'
  | 'scheduler.deletes'
  | 'http.requests'
  | 'ses.emails'
  | 's3.requests';

/** How many items of one kind were written, and their bytes. */
export interface Written {
  count: number;
  bytes: number;
  largest: number;
}

/** Counts up; `counts` and `written` (by the kind of the item's key) can be read at any time. */
export class Meter {
  readonly counts: Partial<Record<Counted, number>> = {};
  readonly written: Record<string, Written> = {};

  add(what: Counted, count = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + count;
  }

  wrote(kind: string, bytes: number): void {
    const { count, bytes: sum, largest } = this.written[kind] ?? { count: 0, bytes: 0, largest: 0 };
    this.written[kind] = { count: count + 1, bytes: sum + bytes, largest: Math.max(largest, bytes) };
  }
}
