/** The outside: takes what it is sent, unless it feels otherwise, and remembers what it took. */
import type { Instant } from '../../src/engine/time';
import type { Email, MailResult } from '../../src/ports/mail';
import type { OutboundHttp, OutboundNote, OutboundRequest, OutboundResult } from '../../src/ports/outbound-http';
import type { Coverage } from './coverage';
import type { Fault } from './faults';
import { MAIL_ANSWERS, type Postmaster } from './postmaster';
import { QUESTIONS, type Question } from './replies';
import { type Invocation, scope } from './scope';
import type { Wire } from './wire';

/** A request that was taken. */
export interface Taken {
  effectId: string;
  type: string;
  to: OutboundNote['to'];
  channelId: string;
  conversationId: string;
  at: Instant;
  /** All that was said, to see who said it. */
  words: string;
}

export interface ProviderParts {
  wire: Wire;
  coverage: Coverage;
  now(): Instant;
  /** Whether somebody may act on the effect now. */
  isClaimed(note: OutboundNote): Promise<boolean>;
  /** A question is where somebody can answer it. */
  asked(question: Question): void;
  /** The channel has a message that the customer wrote elsewhere. */
  hasHeard(of: Pick<Taken, 'channelId' | 'conversationId'>, message: Record<string, unknown>): void;
  postmaster: Postmaster;
  wrong(text: string): void;
}

const ANSWERS = ['busy', 'error', 'errorTaken', 'lost', 'lostTaken', 'refused', 'rejected'] as const;
const JSON_TYPE = { 'content-type': 'application/json' };

export class Provider implements OutboundHttp {
  readonly taken: Taken[] = [];
  /** Who waits for the outside, by effect. */
  private readonly acting = new Map<string, Invocation>();
  private readonly parts: ProviderParts;

  constructor(parts: ProviderParts) {
    this.parts = parts;
  }

  send(request: OutboundRequest, note: OutboundNote): Promise<OutboundResult> {
    return this.acted(note, () =>
      this.parts.wire.requestWith('outbound.send', [...ANSWERS], async (fault) => this.answer(request, note, fault)),
    );
  }

  mail(email: Email, note: OutboundNote): Promise<MailResult> {
    return this.acted(note, () =>
      this.parts.wire.requestWith('mail.send', MAIL_ANSWERS, async (fault) => this.posted(email, note, fault)),
    );
  }

  /** Whoever acts holds the claim, and is alone. */
  private async acted<T>(note: OutboundNote, act: () => Promise<T>): Promise<T> {
    const { isClaimed, wrong } = this.parts;
    const { invocation } = scope();
    if (!(await isClaimed(note))) wrong(`1: effect ${note.effectId} was acted on without a claim`);
    const other = this.acting.get(note.effectId);
    if (other && !other.isDead && other !== invocation) wrong(`1: effect ${note.effectId} was acted on by two at once`);
    this.acting.set(note.effectId, invocation);
    const result = await act();
    this.acting.delete(note.effectId);
    return result;
  }

  private posted(email: Email, note: OutboundNote, fault: Fault | undefined): MailResult {
    if (fault) this.parts.coverage.add(`mail service: ${fault}`);
    const { result, isTaken } = this.parts.postmaster.answer(email, note, fault);
    if (isTaken) this.take(JSON.stringify(email), note);
    return result;
  }

  private answer(request: OutboundRequest, note: OutboundNote, fault: Fault | undefined): OutboundResult {
    if (fault) this.parts.coverage.add(`provider: ${fault}`);
    if (fault === undefined || fault.endsWith('Taken')) this.take(request.body, note);
    if (fault === 'refused') return { kind: 'refused', reason: 'no connection', forGood: false };
    if (fault === 'lost' || fault === 'lostTaken') return { kind: 'ambiguous', reason: 'no answer' };
    const status = { busy: 429, error: 500, errorTaken: 500, rejected: 422 }[fault as string] ?? 200;
    const body = note.type === 'assistant.handOver' ? saidBy(note.effectId) : { value: 'from outside' };
    return { kind: 'answer', status, headers: JSON_TYPE, body: JSON.stringify(body) };
  }

  private take(said: string, note: OutboundNote): void {
    const { effectId, type, to, channelId, conversationId, data } = note;
    const words = `${said} ${JSON.stringify(data)}`;
    const of = { effectId, type, channelId, conversationId };
    this.taken.push({ ...of, to, at: this.parts.now(), words });
    if (type === 'message.send' && String(data.messageId).startsWith('mail-')) this.parts.hasHeard(of, data);
    if (!QUESTIONS.has(type)) return;
    const { runId, workflowId } = JSON.parse(said).data;
    this.parts.asked({ ...of, runId, workflowId, fields: data });
  }
}

/** An assistant says something else each time, but to a repeat the same: words, nothing, or that it has had enough. */
function saidBy(effectId: string): Record<string, unknown> {
  const nth = effectId.charCodeAt(effectId.length - 1) % 4;
  return { ...(nth !== 1 && { text: 'as an assistant' }), ...(nth !== 0 && { handBack: nth === 2 }) };
}
