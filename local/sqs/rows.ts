import type { Instant, ReceivedMessage } from '../front';
import { md5, md5OfAttributes } from './content';
import { SqsError } from './errors';
import type { Queue } from './queues';

/**
 * A message is *visible* from `visible` on. Until its first receive that is its delay; after one (`received` > 0) it is in
 * flight until then. `seq` is the order of sending.
 */
export interface Row {
  seq: number;
  id: string;
  body: string;
  attributes: string | null;
  group_id: string | null;
  dedupe_id: string | null;
  sent: Instant;
  visible: Instant;
  received: number;
  first_received: Instant | null;
  last_received: Instant | null;
  source: string | null;
}

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, queue INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT,
    group_id TEXT, dedupe_id TEXT, sent INTEGER NOT NULL, visible INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0,
    first_received INTEGER, last_received INTEGER, source TEXT);
  CREATE INDEX IF NOT EXISTS sqs_by_order ON sqs_messages (queue);
  CREATE INDEX IF NOT EXISTS sqs_by_visible ON sqs_messages (queue, visible);
  CREATE INDEX IF NOT EXISTS sqs_by_group ON sqs_messages (queue, group_id, visible);
  CREATE TABLE IF NOT EXISTS sqs_dedupes (
    queue INTEGER, key TEXT, id TEXT, seq INTEGER, expires INTEGER, PRIMARY KEY (queue, key)) WITHOUT ROWID;`;

export const ANY_VISIBLE =
  'SELECT 1 FROM sqs_messages INDEXED BY sqs_by_visible WHERE queue = ? AND visible <= ? LIMIT 1';

export const NEXT_STANDARD = `SELECT * FROM sqs_messages INDEXED BY sqs_by_visible
  WHERE queue = :queue AND visible <= :now ORDER BY visible, seq LIMIT :max`;

/** A group gives nothing while any of its messages is in flight, and nothing behind one that is still delayed. */
export const NEXT_FIFO = `SELECT * FROM sqs_messages AS m INDEXED BY sqs_by_order
  WHERE queue = :queue AND visible <= :now
    AND group_id NOT IN (
      SELECT group_id FROM sqs_messages INDEXED BY sqs_by_visible
      WHERE queue = :queue AND visible > :now AND received > 0)
    AND NOT EXISTS (
      SELECT 1 FROM sqs_messages AS ahead INDEXED BY sqs_by_group
      WHERE ahead.queue = m.queue AND ahead.group_id = m.group_id AND ahead.visible > :now AND ahead.seq < m.seq)
  ORDER BY seq LIMIT :max`;

/** 20 digits that grow, as SQS's do. */
export const sequenceNumber = (seq: number) => `1${String(seq).padStart(19, '0')}`;

/** A row as the last receive hands it out. */
export function toMessage(queue: Queue, row: Row): ReceivedMessage {
  const attributes = row.attributes === null ? undefined : JSON.parse(row.attributes);
  return {
    MessageId: row.id,
    ReceiptHandle: handleOf(row),
    Body: row.body,
    MD5OfBody: md5(row.body),
    Attributes: {
      SentTimestamp: String(row.sent),
      ApproximateReceiveCount: String(row.received),
      ApproximateFirstReceiveTimestamp: String(row.first_received),
      ...(row.group_id !== null && { MessageGroupId: row.group_id }),
      ...(row.dedupe_id !== null && { MessageDeduplicationId: row.dedupe_id }),
      ...(row.source !== null && { DeadLetterQueueSourceArn: row.source }),
      ...(queue.settings.fifo && { SequenceNumber: sequenceNumber(row.seq) }),
    },
    ...(attributes && { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}

const handleOf = ({ seq, received }: Row) => Buffer.from(`AQEB:${seq}:${received}`).toString('base64');

/** What a receipt handle says. Throws ReceiptHandleIsInvalid for what never was one. */
export function parseHandle(handle: string): { seq: number; received: number } {
  const text = Buffer.from(handle, 'base64').toString('latin1');
  const [, seq, received] = /^AQEB:(\d{1,15}):(\d{1,9})$/.exec(text) ?? [];
  if (seq !== undefined) return { seq: Number(seq), received: Number(received) };
  throw new SqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}
