import { randomUUID } from 'node:crypto';
import type {
  Instant,
  QueueCounts,
  ReceivedMessage,
  ReceiveInput,
  SendInput,
  SendOutput,
  VirtualClock,
} from '../front';
import type { Store } from '../store';
import { MAX_VISIBILITY_SECONDS } from './attributes';
import { checkContent, checkForType, checkRange, md5, md5OfAttributes } from './content';
import { invalidValue } from './errors';
import type { Queue, Queues } from './queues';
import {
  ANY_VISIBLE,
  NEXT_FIFO,
  NEXT_STANDARD,
  parseHandle,
  type Row,
  SCHEMA,
  sequenceNumber,
  toMessage,
} from './rows';

const DEDUPE_MS = 5 * 60_000;
const EXPIRE_EVERY = 60_000;

/** The messages of all queues. Knows no permission and wakes nobody. */
export class Messages {
  readonly #store: Store;
  readonly #clock: VirtualClock;
  readonly #queues: Queues;
  #expiredAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store, clock: VirtualClock, queues: Queues) {
    this.#store = store;
    this.#clock = clock;
    this.#queues = queues;
    store.db.exec(SCHEMA);
  }

  /** The answer, and when the message becomes visible (undefined: it was a duplicate). */
  send(queue: Queue, message: SendInput): { output: SendOutput; visible?: Instant } {
    checkContent(message, queue.settings.maximumMessageSize);
    const dedupeId = checkForType(message, queue.settings);
    const digests = {
      MD5OfMessageBody: md5(message.MessageBody),
      ...(hasAttributes(message) && { MD5OfMessageAttributes: md5OfAttributes(message.MessageAttributes!) }),
    };
    return this.#store.transaction(() => {
      const key = dedupeId && (queue.settings.perGroup ? JSON.stringify([message.MessageGroupId, dedupeId]) : dedupeId);
      const first = key && this.#firstOf(queue, key);
      if (first) return { output: { ...digests, ...first } };
      const { visible, id, seq } = this.#insert(queue, message, dedupeId);
      if (!key) return { output: { ...digests, MessageId: id }, visible };
      this.#store
        .sql('INSERT OR REPLACE INTO sqs_dedupes VALUES (?, ?, ?, ?, ?)')
        .run(queue.id, key, id, seq, this.#clock.now() + DEDUPE_MS);
      return { output: { ...digests, MessageId: id, SequenceNumber: sequenceNumber(seq) }, visible };
    });
  }

  /** Also tells which dead-letter queue took messages that had been received too often. */
  receive(queue: Queue, options: ReceiveInput): { messages: ReceivedMessage[]; movedTo?: Queue } {
    const max = checkRange('MaxNumberOfMessages', options.max ?? 1, 1, 10);
    const { visibilitySeconds } = queue.settings;
    const timeout = checkRange(
      'VisibilityTimeout',
      options.visibilityTimeout ?? visibilitySeconds,
      0,
      MAX_VISIBILITY_SECONDS,
    );
    this.#expire();
    return this.#store.transaction(() => {
      let movedTo: Queue | undefined;
      let rows = this.#next(queue, max);
      for (let spent = this.#spent(queue, rows); spent.length > 0; spent = this.#spent(queue, rows)) {
        movedTo = this.#moveToDeadLetters(queue, spent);
        rows = this.#next(queue, max);
      }
      const messages = rows.map((row) => toMessage(queue, this.#take(row, timeout)));
      return { messages, ...(movedTo && { movedTo }) };
    });
  }

  /** A stale handle deletes nothing: silently on a standard queue, with an error on a FIFO queue, as in SQS. */
  delete(queue: Queue, handle: string): void {
    const { row, current } = this.#resolve(queue, handle);
    if (!row) return;
    if (queue.settings.fifo && !(current && row.visible > this.#clock.now()))
      throw invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
    if (current) this.#store.sql('DELETE FROM sqs_messages WHERE seq = ?').run(row.seq);
  }

  /** When the message becomes visible; undefined when a stale handle of a standard queue changed nothing. */
  changeVisibility(queue: Queue, handle: string, seconds: number): Instant | undefined {
    checkRange('VisibilityTimeout', seconds, 0, MAX_VISIBILITY_SECONDS);
    const { row, current } = this.#resolve(queue, handle);
    const now = this.#clock.now();
    const inFlight = current && row!.visible > now;
    if (!inFlight && row && !queue.settings.fifo) return undefined;
    if (!inFlight)
      throw invalidValue(
        'ReceiptHandle',
        handle,
        'Message does not exist or is not available for visibility timeout change.',
      );
    const visible = now + seconds * 1_000;
    if (visible > row!.last_received! + MAX_VISIBILITY_SECONDS * 1_000)
      throw invalidValue(
        'VisibilityTimeout',
        seconds,
        `Total VisibilityTimeout for the message is beyond the limit [${MAX_VISIBILITY_SECONDS} seconds].`,
      );
    this.#store.sql('UPDATE sqs_messages SET visible = ? WHERE seq = ?').run(visible, row!.seq);
    return visible;
  }

  /** In every queue. */
  releaseInFlight(): void {
    this.#store
      .sql('UPDATE sqs_messages SET visible = :now WHERE received > 0 AND visible > :now')
      .run({ now: this.#clock.now() });
  }

  purge(queue: Queue): void {
    this.#store.sql('DELETE FROM sqs_messages WHERE queue = ?').run(queue.id);
  }

  forget(queue: Queue): void {
    this.purge(queue);
    this.#store.sql('DELETE FROM sqs_dedupes WHERE queue = ?').run(queue.id);
  }

  counts(queue: Queue): QueueCounts {
    this.#expire();
    const row = this.#store
      .sql(
        `SELECT count(*) AS total, total(visible > :now AND received > 0) AS inFlight,
           total(visible > :now AND received = 0) AS delayed FROM sqs_messages INDEXED BY sqs_by_order WHERE queue = :queue`,
      )
      .get({ queue: queue.id, now: this.#clock.now() })!;
    const [inFlight, delayed] = [Number(row.inFlight), Number(row.delayed)];
    return { visible: Number(row.total) - inFlight - delayed, inFlight, delayed };
  }

  deliverable(queue: Queue): boolean {
    this.#expire();
    return this.#next(queue, 1).length > 0;
  }

  /** Ids of the queues of which a message became visible after one instant and by another. */
  becameVisible(after: Instant, by: Instant): number[] {
    const rows = this.#store
      .sql(
        `SELECT id FROM sqs_queues AS q WHERE EXISTS (
           SELECT 1 FROM sqs_messages INDEXED BY sqs_by_visible WHERE queue = q.id AND visible > ? AND visible <= ?)`,
      )
      .all(after, by);
    return rows.map((row) => Number(row.id));
  }

  nextVisible(after: Instant): Instant | undefined {
    const row = this.#store
      .sql(
        `SELECT min((SELECT min(visible) FROM sqs_messages INDEXED BY sqs_by_visible WHERE queue = q.id AND visible > ?))
           AS due FROM sqs_queues AS q`,
      )
      .get(after);
    return row?.due == null ? undefined : Number(row.due);
  }

  #next(queue: Queue, max: number): Row[] {
    const now = this.#clock.now();
    // Most often nothing is there, and the whole query takes thirty times as long to find that out.
    if (!this.#store.sql(ANY_VISIBLE).get(queue.id, now)) return [];
    const query = queue.settings.fifo ? NEXT_FIFO : NEXT_STANDARD;
    return this.#store.sql(query).all({ queue: queue.id, now, max }) as unknown as Row[];
  }

  #spent(queue: Queue, rows: Row[]): Row[] {
    const { redrive } = queue.settings;
    return redrive ? rows.filter((row) => row.received >= redrive.maxReceiveCount) : [];
  }

  /** A FIFO message begins its retention anew there; a standard one keeps its time of sending. */
  #moveToDeadLetters(queue: Queue, rows: Row[]): Queue {
    const target = this.#queues.get(queue.settings.redrive!.deadLetterQueue);
    for (const { seq, sent } of rows)
      this.#store
        .sql('UPDATE sqs_messages SET queue = ?, source = ?, sent = ?, visible = ? WHERE seq = ?')
        .run(target.id, queue.arn, queue.settings.fifo ? this.#clock.now() : sent, this.#clock.now(), seq);
    return target;
  }

  #take(row: Row, timeout: number): Row {
    const now = this.#clock.now();
    return this.#store
      .sql(
        `UPDATE sqs_messages SET received = received + 1, visible = :visible, last_received = :now,
           first_received = coalesce(first_received, :now) WHERE seq = :seq RETURNING *`,
      )
      .get({ visible: now + timeout * 1_000, now, seq: row.seq }) as unknown as Row;
  }

  #insert(queue: Queue, message: SendInput, dedupeId: string | undefined) {
    const now = this.#clock.now();
    // On FIFO queues only 0 gets past the checks, and SQS ignores that.
    const delay = queue.settings.fifo ? undefined : message.DelaySeconds;
    const visible = now + (delay ?? queue.settings.delaySeconds) * 1_000;
    const id = randomUUID();
    const attributes = hasAttributes(message) ? JSON.stringify(message.MessageAttributes) : null;
    const { lastInsertRowid } = this.#store
      .sql(
        'INSERT INTO sqs_messages (queue, id, body, attributes, group_id, dedupe_id, sent, visible) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        queue.id,
        id,
        message.MessageBody,
        attributes,
        message.MessageGroupId ?? null,
        dedupeId ?? null,
        now,
        visible,
      );
    return { id, visible, seq: Number(lastInsertRowid) };
  }

  #firstOf(queue: Queue, key: string): { MessageId: string; SequenceNumber: string } | undefined {
    const row = this.#store
      .sql('SELECT id, seq FROM sqs_dedupes WHERE queue = ? AND key = ? AND expires > ?')
      .get(queue.id, key, this.#clock.now());
    return row && { MessageId: String(row.id), SequenceNumber: sequenceNumber(Number(row.seq)) };
  }

  /** The message, if it is still there, and whether the handle is that of its last receive. */
  #resolve(queue: Queue, handle: string): { row?: Row; current: boolean } {
    const { seq, received } = parseHandle(handle);
    const row = this.#store.sql('SELECT * FROM sqs_messages WHERE seq = ? AND queue = ?').get(seq, queue.id);
    if (!row) return { current: false };
    return { row: row as unknown as Row, current: row.received === received };
  }

  /** Drops what is older than its queue's retention, about as promptly as SQS does. */
  #expire() {
    const now = this.#clock.now();
    if (now < this.#expiredAt + EXPIRE_EVERY) return;
    this.#expiredAt = now;
    for (const { id, settings } of this.#queues.all())
      this.#store
        .sql('DELETE FROM sqs_messages WHERE queue = ? AND sent <= ?')
        .run(id, now - settings.retentionSeconds * 1_000);
    this.#store.sql('DELETE FROM sqs_dedupes WHERE expires <= ?').run(now);
  }
}

const hasAttributes = ({ MessageAttributes }: SendInput) => Object.keys(MessageAttributes ?? {}).length > 0;
