/** What the contracts are run on: one set of adapters, and the few things a contract must do or see beyond the ports. */

import type { Table } from '../../src/adapters/table/table';
import type { TablePorts } from '../../src/adapters/table/table-ports';
import type { Instant, Millis } from '../../src/engine/time';
import type { Clock } from '../../src/ports/clock';
import type { DeadLetters } from '../../src/ports/dead-letters';
import type { Mail } from '../../src/ports/mail';
import type { MailStore } from '../../src/ports/mail-store';
import type { OutboundHttp } from '../../src/ports/outbound-http';
import type { Queues } from '../../src/ports/queues';
import type { QueueName, Receipts } from '../../src/ports/receipts';
import type { Timers } from '../../src/ports/timers';

export interface Arrived {
  body: unknown;
  group?: string;
}

export interface Subject extends TablePorts {
  clock: Clock;
  table: Table;
  queues: Queues;
  timers: Timers;
  outbound: OutboundHttp;
  /** What the outside does with the next request. */
  outside(next: 'answers' | 'refuses' | 'breaks off'): Promise<void>;
  mail: Mail;
  /** What the mail service does with the next e-mail, where it does not take it. */
  mailing(next: 'throttles' | 'rejects' | 'fails' | 'breaks off' | 'is not there'): Promise<void>;
  /** What it took, oldest first. */
  posted(): Promise<{ effectId?: string; type: string; channelId?: string; data: Record<string, unknown> }[]>;
  mailStore: MailStore;
  /** What a browser is given by a link of the mail store, and the name that it saves it as. */
  download(link: string): Promise<{ bytes: Buffer; type: string; name: string }>;
  /** Lets time pass; what is due meanwhile happens. */
  pass(millis: Millis): Promise<void>;
  /** Takes what can be received from a queue by now, in order. Alarms that rang are in `delays`. */
  arrived(queue: QueueName): Promise<Arrived[]>;
  /** When alarms that stand may ring at the earliest, soonest first. */
  alarms(): Promise<Instant[]>;
  receiving?: { receipts: Receipts; deadLetters: DeadLetters; receive(queue: QueueName): Promise<string | undefined> };
  stop(): Promise<void>;
}

export type Given = () => Subject;

let serial = 0;
/** A workspace that no other test uses. */
export const aWorkspace = (): string => `ws-${process.pid}-${++serial}`;

export const T0 = Date.parse('2026-01-05T09:00:00Z');
export const MINUTE = 60_000;
