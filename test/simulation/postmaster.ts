/** The mail service: takes e-mails, or not, or says nothing; and tells later, beside its answer, what became of them. */
import type { MemoryMailAccount } from '../../src/adapters/memory/memory-mail-account';
import type { Instant, Millis } from '../../src/engine/time';
import type { Email, MailResult } from '../../src/ports/mail';
import type { MailFeedback } from '../../src/ports/mail-feedback';
import type { OutboundNote } from '../../src/ports/outbound-http';
import type { Agenda } from './agenda';
import { type Coverage, MAILS } from './coverage';
import type { Fault, Faults } from './faults';
import type { Random } from './random';

export const IDENTITY = 'threadkeeper.example';
export const REPLY_DOMAIN = `reply.${IDENTITY}`;
export const PUBLIC_URL = `https://${IDENTITY}`;

export const MAIL_ANSWERS = [
  ...(['busy', 'paused', 'error', 'errorTaken', 'lost', 'lostTaken', 'refused', 'rejected'] as const),
] satisfies Fault[];

/** What becomes of an e-mail that left. */
const OUTCOMES = { delivered: 76, bounced: 9, bouncedForNow: 4, complained: 7, rejected: 3 } as const;

/** An e-mail that was taken, and so reached its reader, whatever the program knows of it. */
export interface Posted {
  effectId: string;
  type: string;
  channelId: string;
  conversationId: string;
  email: Email;
  messageId: string;
  at: Instant;
  /** When the last claim on its effect was granted before it. */
  claimedAt: Instant;
  /** What the program has understood of what became of it, and when. */
  told: { kind: MailFeedback['kind']; at: Instant }[];
  outcome: keyof typeof OUTCOMES;
  /** Its reader presses "unsubscribe", whatever comes of it. */
  isLeft?: true;
}

export interface PostmasterParts {
  agenda: Agenda;
  coverage: Coverage;
  faults: Faults;
  random: Random;
  account: MemoryMailAccount;
  claimedAt(effectId: string): Instant | undefined;
  /** An event for the program, at least once. */
  tell(mail: Posted, feedback: MailFeedback): void;
  /** Somebody has it before their eyes. */
  arrived(mail: Posted): void;
}

/** Before the answer is there, beside it, and long after it. */
const SOON: readonly Millis[] = [0, 0, 4, 8, 30, 500, 5_000, 60_000, 240_000];
const LATER: readonly Millis[] = [1_000, 5_000, 60_000, 400_000, 1_800_000];
const PAUSES: readonly Millis[] = [20_000, 120_000, 600_000];

export class Postmaster {
  readonly posted: Posted[] = [];
  private readonly parts: PostmasterParts;

  constructor(parts: PostmasterParts) {
    this.parts = parts;
  }

  /** Nobody is in the way of sending any more. */
  resume(): void {
    this.allow(true);
  }

  answer(email: Email, note: OutboundNote, fault: Fault | undefined): { result: MailResult; isTaken: boolean } {
    const { agenda, random, account } = this.parts;
    if (fault === 'paused') {
      this.allow(false);
      agenda.after(random.pick(PAUSES), () => this.allow(true));
    }
    if (!account.quotaNow?.enabled) return this.refuse('paused');
    if (fault === 'busy') return this.refuse('throttled');
    if (fault === 'refused' || fault === 'rejected')
      return { result: { kind: 'refused', reason: fault, forGood: fault === 'rejected' }, isTaken: false };
    const isTaken = fault === undefined || fault.endsWith('Taken');
    const messageId = isTaken ? this.take(email, note) : '';
    const result: MailResult =
      fault === undefined ? { kind: 'sent', messageId } : { kind: 'ambiguous', reason: 'no answer' };
    return { result, isTaken };
  }

  private refuse(why: 'paused' | 'throttled'): { result: MailResult; isTaken: boolean } {
    this.parts.coverage.add(MAILS + why);
    return { result: { kind: 'refused', reason: why, forGood: false, [why]: true }, isTaken: false };
  }

  private allow(enabled: boolean): void {
    const { account } = this.parts;
    if (account.quotaNow) account.quotaNow = { ...account.quotaNow, enabled };
  }

  private take(email: Email, { effectId, type, channelId, conversationId }: OutboundNote): string {
    const { agenda, random, claimedAt, arrived } = this.parts;
    const messageId = `<mail-${this.posted.length + 1}@${IDENTITY}>`;
    const at = agenda.now;
    const outcome = random.weighted(OUTCOMES);
    const of = { effectId, type, channelId, conversationId };
    const mail: Posted = { ...of, email, messageId, at, claimedAt: claimedAt(effectId) ?? at, told: [], outcome };
    this.posted.push(mail);
    this.tell(mail, 'sent', random.pick(SOON));
    if (outcome !== 'delivered') this.tell(mail, outcome, random.pick(LATER));
    if (outcome === 'delivered' || outcome === 'complained') agenda.after(random.pick(SOON), () => arrived(mail));
    return messageId;
  }

  private tell(mail: Posted, kind: MailFeedback['kind'], after: Millis): void {
    const { agenda, coverage, faults, random, tell } = this.parts;
    const { effectId, messageId } = mail;
    const fault = faults.choose('newsLost', 'newsTwice', 'newsLate');
    if (fault) coverage.add(fault);
    if (fault === 'newsLost') return;
    const at = after + (fault === 'newsLate' ? random.between(60_000, 1_800_000) : 0);
    const send = () => tell(mail, { effectId, messageId, at: agenda.now, kind });
    agenda.after(at, send);
    if (fault === 'newsTwice') agenda.after(at + random.pick(SOON), send);
  }
}
