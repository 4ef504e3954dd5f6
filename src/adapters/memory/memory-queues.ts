import type { EffectBatch } from '../../engine/effects';
import type { Ring } from '../../engine/event';
import type { Instant, Millis } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { EventMessage, Queues } from '../../ports/queues';
import type { QueueName } from '../../ports/receipts';
import {
  batches,
  channelMessages,
  eventMessage,
  type QueueMessage,
  ringMessage,
  slowMessages,
} from '../queue-messages';
import { Meter } from './meter';

/** A FIFO queue drops repeats for this long. */
const DEDUPE_MS: Millis = 300_000;
const BILLED_BYTES = 64 * 1024;

export interface SentMessage extends QueueMessage {
  queue: QueueName;
  at: Instant;
  /** The queue had taken it before and dropped this one. */
  isRepeat: boolean;
}

/** Queues that remember what was sent, in order, and hand out nothing: whoever looks at `sent` is their reader. */
export class MemoryQueues implements Queues {
  readonly sent: SentMessage[] = [];
  private readonly taken = new Map<string, Instant>();
  private readonly clock: Clock;
  private readonly meter: Meter;

  constructor(clock: Clock, meter = new Meter()) {
    this.clock = clock;
    this.meter = meter;
  }

  async sendEvents(messages: readonly EventMessage[]): Promise<void> {
    this.send('events', messages.map(eventMessage));
  }

  async sendEffects(lane: 'channel' | 'slow', batch: EffectBatch): Promise<void> {
    if (lane === 'channel') this.send('actions', channelMessages(batch));
    else this.send('slow', slowMessages(batch));
  }

  async sendRing(ring: Ring, delay: Millis): Promise<void> {
    this.send('delays', [ringMessage(ring, delay)]);
  }

  async sendMailIn(body: string): Promise<void> {
    this.send('mail', [{ body }]);
  }

  private send(queue: QueueName, messages: readonly QueueMessage[]): void {
    const requests = queue === 'events' || queue === 'actions' ? 'sqs.fifoRequests' : 'sqs.standardRequests';
    for (const batch of batches(messages)) {
      const bytes = batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
      this.meter.add('sqs.calls');
      this.meter.add(requests, Math.ceil(bytes / BILLED_BYTES));
      for (const message of batch) this.take(queue, message);
    }
  }

  private take(queue: QueueName, message: QueueMessage): void {
    const at = this.clock.now();
    const name = `${queue} ${message.group} ${message.dedupe}`;
    const before = message.dedupe === undefined ? undefined : this.taken.get(name);
    const isRepeat = before !== undefined && at < before + DEDUPE_MS;
    if (!isRepeat && message.dedupe !== undefined) this.taken.set(name, at);
    this.sent.push({ ...message, queue, at, isRepeat });
  }
}
