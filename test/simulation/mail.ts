/** All queues together, as senders and receivers see them. */
import { MemoryQueues } from '../../src/adapters/memory/memory-queues';
import { timeoutSeconds, visibilityFactor } from '../../src/config';
import type { EffectBatch } from '../../src/engine/effects';
import type { Ring } from '../../src/engine/event';
import type { Instant, Millis } from '../../src/engine/time';
import type { DeadLetter } from '../../src/ports/dead-letters';
import type { EventMessage, Queues } from '../../src/ports/queues';
import type { QueueName } from '../../src/ports/receipts';
import type { Agenda } from './agenda';
import type { Faults } from './faults';
import type { Log } from './log';
import { SimQueue } from './queue';
import type { Random } from './random';

export interface MailParts {
  agenda: Agenda;
  faults: Faults;
  log: Log;
  random: Random;
}

const CONSUMER = { events: 'evaluate', actions: 'perform', slow: 'perform', delays: 'ring', mail: 'mail-in' } as const;

/** Repeats are dropped by the real adapter in memory; what it takes is handed out here. */
export class Mail implements Queues {
  /** Called when a queue may have something to hand out. */
  onArrival: (queue: QueueName) => void = () => undefined;
  readonly queues: Readonly<Record<QueueName, SimQueue>>;
  private readonly taking: MemoryQueues;
  private readonly parts: MailParts;

  constructor(parts: MailParts, maxReceives: number) {
    this.parts = parts;
    this.taking = new MemoryQueues(parts.agenda.clock);
    const open = (name: QueueName, fifo: boolean) =>
      new SimQueue(name, { fifo, visibility: this.visibility(name), maxReceives }, parts.random);
    this.queues = {
      events: open('events', true),
      actions: open('actions', true),
      slow: open('slow', false),
      delays: open('delays', false),
      mail: open('mail', false),
    };
  }

  visibility(queue: QueueName): Millis {
    return timeoutSeconds[CONSUMER[queue]] * visibilityFactor * 1_000;
  }

  async sendEvents(messages: readonly EventMessage[]): Promise<void> {
    await this.taking.sendEvents(messages);
    for (const message of messages) this.parts.log.enqueued(message);
    this.sort();
  }

  async sendEffects(lane: 'channel' | 'slow', batch: EffectBatch): Promise<void> {
    await this.taking.sendEffects(lane, batch);
    this.sort();
  }

  async sendRing(ring: Ring, delay: Millis): Promise<void> {
    await this.taking.sendRing(ring, delay);
    this.sort();
  }

  async sendMailIn(body: string): Promise<void> {
    await this.taking.sendMailIn(body);
    this.sort();
  }

  /** What a schedule rings with. */
  deliverAlarm(input: string): void {
    this.put('delays', input, this.parts.agenda.now);
  }

  giveBack(queue: QueueName, receipt: string, delay: Millis): void {
    const { now } = this.parts.agenda;
    if (this.queues[queue].giveBack(receipt, delay, now)) this.wake(queue, now + delay);
  }

  remove(queue: QueueName, receipt: string): void {
    this.queues[queue].remove(receipt, this.parts.agenda.now);
    this.wake(queue, this.parts.agenda.now);
  }

  deadLetters(queue: QueueName): DeadLetter[] {
    return this.queues[queue].deadLetters.slice(0, 10);
  }

  removeDeadLetter({ queue, receipt }: DeadLetter): void {
    const { deadLetters } = this.queues[queue];
    const place = deadLetters.findIndex((letter) => letter.receipt === receipt);
    if (place >= 0) deadLetters.splice(place, 1);
  }

  get hasDeadLetters(): boolean {
    return Object.values(this.queues).some((queue) => queue.deadLetters.length > 0);
  }

  /** Lets the consumer look at that time. */
  wake(queue: QueueName, at: Instant): void {
    this.parts.agenda.at(at, () => this.onArrival(queue));
  }

  private sort(): void {
    for (const { queue, body, group, delaySeconds = 0, isRepeat } of this.taking.sent.splice(0)) {
      if (isRepeat || (queue === 'delays' && this.parts.faults.choose('ringLost'))) continue;
      const at = this.parts.agenda.now + delaySeconds * 1_000;
      this.put(queue, body, at, group);
      if (group === undefined && this.parts.faults.choose('again')) this.put(queue, body, at);
    }
  }

  private put(queue: QueueName, body: string, at: Instant, group?: string): void {
    this.queues[queue].add(body, at, group);
    this.wake(queue, at);
  }
}
