import type { QueueRecord } from '../../src/app/process-records';
import type { Instant, Millis } from '../../src/engine/time';
import type { QueueName } from '../../src/ports/receipts';
import type { Random } from './random';

export interface QueueTraits {
  fifo: boolean;
  visibility: Millis;
  /** Handed out this often, a message is put aside. */
  maxReceives: number;
}

interface Held extends QueueRecord {
  visibleAt: Instant;
}

/** A queue as SQS has them: groups in order, one batch of a group at a time, visibility, redrive. Repeats are dropped by the sender. */
export class SimQueue {
  readonly deadLetters: QueueRecord[] = [];
  private readonly name: QueueName;
  private readonly traits: QueueTraits;
  private readonly random: Random;
  private held: Held[] = [];
  private serial = 0;

  constructor(name: QueueName, traits: QueueTraits, random: Random) {
    this.name = name;
    this.traits = traits;
    this.random = random;
  }

  get size(): number {
    return this.held.length;
  }

  /** All that it holds, put aside or not. */
  get all(): readonly QueueRecord[] {
    return [...this.held, ...this.deadLetters];
  }

  add(body: string, visibleAt: Instant, group?: string): void {
    const messageId = `${this.name}-${++this.serial}`;
    this.held.push({
      queue: this.name,
      messageId,
      group: group ?? messageId,
      body,
      receipt: '',
      receiveCount: 0,
      visibleAt,
    });
  }

  canReceive(now: Instant): boolean {
    return this.candidates(now).length > 0;
  }

  /** Hands out up to `most` messages, hidden for `visibility` or as long as is said. */
  receive(most: number, now: Instant, visibility: Millis = this.traits.visibility): QueueRecord[] {
    const taken = this.traits.fifo ? this.groups(now, most) : this.shuffled(this.candidates(now)).slice(0, most);
    const received = taken.filter((message) => !this.putAside(message));
    return received.map((message) => {
      message.receiveCount += 1;
      message.receipt = `${message.messageId}/${message.receiveCount}`;
      message.visibleAt = now + visibility;
      const { visibleAt: _, ...record } = message;
      return record;
    });
  }

  /** False when the receipt is no longer good: its time was over, or somebody else has the message. */
  remove(receipt: string, now: Instant): boolean {
    const held = this.holderOf(receipt, now);
    this.held = this.held.filter((message) => message !== held);
    return held !== undefined;
  }

  giveBack(receipt: string, delay: Millis, now: Instant): boolean {
    const held = this.holderOf(receipt, now);
    if (held) held.visibleAt = now + delay;
    return held !== undefined;
  }

  private holderOf(receipt: string, now: Instant): Held | undefined {
    return this.held.find((message) => message.receipt === receipt && (message.visibleAt > now || !this.traits.fifo));
  }

  /** What could be handed out now: of a group nothing while any of it is hidden. */
  private candidates(now: Instant): Held[] {
    if (!this.traits.fifo) return this.held.filter((message) => message.visibleAt <= now);
    const busy = new Set(this.held.filter((message) => message.visibleAt > now).map(({ group }) => group));
    return this.held.filter((message) => !busy.has(message.group));
  }

  /** The first messages of some groups, each group's in order. */
  private groups(now: Instant, most: number): Held[] {
    const groups = this.shuffled([...Map.groupBy(this.candidates(now), ({ group }) => group).values()]);
    return groups.slice(0, this.random.between(1, 3)).flat().slice(0, most);
  }

  private shuffled<T>(list: T[]): T[] {
    for (let at = list.length - 1; at > 0; at--) {
      const other = this.random.between(0, at);
      [list[at], list[other]] = [list[other] as T, list[at] as T];
    }
    return list;
  }

  private putAside(message: Held): boolean {
    if (message.receiveCount < this.traits.maxReceives) return false;
    this.held = this.held.filter((other) => other !== message);
    this.deadLetters.push({ ...message, receipt: `dead/${message.messageId}` });
    return true;
  }
}
