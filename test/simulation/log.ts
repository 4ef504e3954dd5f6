/** What the simulator saw happen at the far side, whatever the program believes. */
import type { Conversation } from '../../src/engine/conversation';
import type { ConversationEvent, ConversationRef } from '../../src/engine/event';
import { refOf } from '../../src/engine/event';
import type { Reconnect } from '../../src/engine/reconnect-settings';
import type { Instant } from '../../src/engine/time';
import type { Claim, EffectState } from '../../src/ports/claims';
import type { EventMessage } from '../../src/ports/queues';
import { type Coverage, MAILS } from './coverage';
import type { Flow, PortCall } from './scope';

export interface Commit {
  next: Conversation;
  at: Instant;
  /** What was handled. */
  message: EventMessage | undefined;
  /** How the channel was set, as the process knew. */
  reconnect: Reconnect | undefined;
}

const MAILING = new Set(['continuity.send', 'email.send']);

export const nameOf = (ref: ConversationRef) => `${ref.workspaceId}/${ref.channelId}/${ref.conversationId}`;

export class Log {
  /** By conversation, in the order in which they took effect. */
  readonly commits = new Map<string, Commit[]>();
  /** Events that were answered for, by conversation and event id. */
  readonly accepted = new Map<string, ConversationEvent>();
  /** When each event stood in the queue first. */
  readonly queuedAt = new Map<string, Instant>();
  /** Events that were put aside, and so have lost their place. */
  readonly parked = new Set<string>();
  /** When the last claim on each effect was granted. */
  readonly claimedAt = new Map<string, Instant>();
  private readonly states = new Map<string, EffectState>();
  /** What is wrong whatever comes after it. */
  readonly wrongs: string[] = [];
  private readonly now: () => Instant;
  private readonly coverage: Coverage;

  constructor(now: () => Instant, coverage: Coverage) {
    this.now = now;
    this.coverage = coverage;
  }

  accept(event: ConversationEvent): void {
    this.accepted.set(eventName(event), event);
  }

  enqueued(message: EventMessage): void {
    if (message.kind !== 'event') return;
    const name = eventName(message.event);
    if (!this.queuedAt.has(name)) this.queuedAt.set(name, this.now());
  }

  committed(commit: NonNullable<PortCall['commit']>, isWritten: boolean, flow: Flow): void {
    if (!isWritten) return this.coverage.add('conflicts');
    const { ref, next, message, reconnect } = commit;
    const [entry] = next.outbox?.timeline ?? [];
    if (entry && (entry.waits || entry.evaluations)) flow.isOfNote = true;
    const name = nameOf(ref);
    this.commits.set(name, [...(this.commits.get(name) ?? []), { next, at: this.now(), message, reconnect }]);
  }

  claimChanged({ effectId, state, type }: Claim, label: string): void {
    if (label === 'claims.claim' && state === 'claimed') this.claimedAt.set(effectId, this.now());
    const before = this.states.get(effectId);
    this.states.set(effectId, state);
    if (!MAILING.has(type) || before === state) return;
    if (state === 'unknown') this.coverage.add(`${MAILS}unknown`);
    if (label !== 'claims.confirm') return;
    if (before === 'unknown') this.coverage.add(`${MAILS}unknown, then done`);
    if (before === 'claimed') this.coverage.add(`${MAILS}done before its sender knew`);
  }

  wrong(text: string): void {
    this.wrongs.push(text);
  }
}

export const eventName = (event: ConversationEvent) => `${nameOf(refOf(event))}/${event.id}`;
