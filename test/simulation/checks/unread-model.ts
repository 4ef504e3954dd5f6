/** Unread answers, and the request of an address, told a second time: from the words of the contract, without the engine. */
import type { Settings } from '../../../src/engine/settings';
import { type Instant, parseDuration } from '../../../src/engine/time';
import type { TimelineEntry } from '../../../src/engine/timeline';

export type MailWait = 'unread' | 'emailRequest';
export const MAIL_WAITS: readonly MailWait[] = ['unread', 'emailRequest'];

/** A message that the customer has not read. */
interface Said {
  id: string;
  entryId: string;
  /** A public answer of an agent, and not a silent one. */
  counts: boolean;
  isMailed: boolean;
}

/** What an entry did to the waits, and what e-mails came of it. */
export interface MailNews {
  starts: { kind: MailWait; due: Instant }[];
  ends: { kind: MailWait; outcome: string }[];
  /** What went into each e-mail, with the entry that tells it. */
  mails: { messageId: string; entryId: string }[][];
  /** What an e-mail would have carried where none was made, for want of an address. */
  unsent: string[][];
}

/** Before the customer is asked for the address nothing is said for so long. */
const IDLE = 5_000;
/** What happens in an entry after its event, where waits that are due are judged among what runs do. */
type Phase = 'event' | 'effects';

export class UnreadModel {
  said: Said[] = [];
  byEmail = false;
  asked = false;
  private messenger: unknown;
  private readonly waits: Partial<Record<MailWait, Instant>> = {};
  private phase: Phase = 'event';
  private entry!: TimelineEntry;
  private settings!: Settings;
  private news!: MailNews;

  /** The next entry, under the settings that were live then. */
  begin(entry: TimelineEntry, settings: Settings): void {
    this.entry = entry;
    this.settings = settings;
    this.phase = 'event';
    this.news = { starts: [], ends: [], mails: [], unsent: [] };
  }

  reaches(messenger: unknown): void {
    this.messenger ??= messenger;
  }

  /** A customer's message, or a public one of an agent, once it has opened what it opens. */
  counted(by: 'customer' | 'agent', via: unknown, isOpen: boolean): void {
    if (by === 'customer') {
      this.byEmail = via === 'email';
      this.said = [];
      this.end('unread', 'cancelled');
    }
    const isPutOff = by === 'customer' || this.waits.emailRequest !== undefined;
    if (isPutOff && isOpen && this.isEligible && !this.asked && !this.byEmail) this.start('emailRequest', IDLE);
  }

  /** One that is told of twice is one. */
  unread(id: string, counts: boolean): void {
    if (counts && this.said.some((message) => message.id === id)) return;
    this.said.push({ id, entryId: this.entry.id, counts, isMailed: false });
    if (counts && this.isEligible && this.waits.unread === undefined) this.start('unread', this.delay);
  }

  readUpTo(id: unknown): void {
    this.keep(this.said.slice(this.said.findIndex((message) => message.id === id) + 1));
  }

  deleted(id: unknown): void {
    this.keep(this.said.filter((message) => message.id !== id));
  }

  /** Who comes back may be reading. */
  cameBack(): void {
    if (this.waits.unread !== undefined) this.start('unread', this.delay);
  }

  closed(): void {
    this.said = [];
    this.end('unread', 'cancelled');
    this.silenced();
  }

  /** Snoozed, or in wrap-up: nobody is asked any more. */
  silenced(): void {
    this.end('emailRequest', 'cancelled');
  }

  /** From here on runs do things, and what is due is judged. */
  acts(): void {
    this.phase = 'effects';
  }

  /** Of a workflow of the product's own. */
  effect({ type, workflowId, runId }: NonNullable<TimelineEntry['effects']>[number]): void {
    if (type === 'continuity.send') this.mail();
    const isNew = this.entry.evaluations?.some((one) => one.fired && one.runId === runId);
    if (workflowId === 'system.requestEmail' && isNew) this.fire('emailRequest');
  }

  /** The entry is over; what came beside the queue judges nothing. */
  finish(isBeside: boolean): MailNews {
    for (const kind of MAIL_WAITS)
      if (!isBeside && this.isDue(kind)) {
        if (kind === 'unread' && this.settings.continuity.enabled)
          this.news.unsent.push(this.batch.map(({ id }) => id));
        this.fire(kind);
      }
    return this.news;
  }

  private get isEligible(): boolean {
    return this.settings.continuity.enabled && this.messenger === undefined;
  }

  private get delay(): number {
    const { delay, replyDelay } = this.settings.continuity;
    return parseDuration(this.byEmail ? replyDelay : delay) as number;
  }

  private get batch(): Said[] {
    return this.said.filter(({ counts, isMailed }) => counts && !isMailed);
  }

  private isDue(kind: MailWait): boolean {
    return (this.waits[kind] ?? Infinity) <= this.entry.at;
  }

  private keep(said: Said[]): void {
    this.said = said;
    if (this.batch.length === 0) this.end('unread', 'cancelled');
  }

  private start(kind: MailWait, after: number): void {
    this.end(kind, 'cancelled');
    const due = this.entry.at + after;
    this.waits[kind] = due;
    this.news.starts.push({ kind, due });
  }

  private mail(): void {
    if (this.isDue('unread')) this.fire('unread');
    this.news.mails.push(this.batch.map(({ id: messageId, entryId }) => ({ messageId, entryId })));
    this.said = this.said.map((message) => ({ ...message, isMailed: message.isMailed || message.counts }));
  }

  private fire(kind: MailWait): void {
    const { enabled } = this.settings.continuity;
    if (kind === 'emailRequest' && enabled) this.asked = true;
    this.end(kind, enabled ? 'fired' : 'expired');
  }

  /** One that is due, and left no effect, may have been judged before what would have ended it: then its own words count. */
  private end(kind: MailWait, outcome: string): void {
    if (this.waits[kind] === undefined) return;
    const judged = this.entry.waits?.find((wait) => wait.kind === kind && wait.outcome !== 'cancelled')?.outcome;
    const isJudged = this.phase === 'effects' && outcome === 'cancelled' && this.isDue(kind) && judged !== undefined;
    if (isJudged && kind === 'emailRequest' && judged === 'fired') this.asked = true;
    delete this.waits[kind];
    this.news.ends.push({ kind, outcome: isJudged ? judged : outcome });
  }
}
