/** What a step does outside, as a plan: pure, so that it can be tested and shown without doing it. */
import type { OutboundRequest } from '../channels/channel';
import type { Conversation } from '../engine/conversation';
import type { Effect } from '../engine/effects';
import type { ConversationRef, CustomerFields } from '../engine/event';
import type { Settings } from '../engine/settings';
import type { Instant } from '../engine/time';
import type { TimelineEntry } from '../engine/timeline';
import type { ChannelRecord } from '../ports/channels';
import type { Email } from '../ports/mail';
import type { MailThread } from '../ports/mail-threads';
import type { OutboundNote, OutboundResult } from '../ports/outbound-http';
import type { SigningKey } from '../ports/signing-keys';
import type { Suppression } from '../ports/suppressions';

/** An answer of the receiver that means that it took the request (2xx). */
export type Answered = OutboundResult & { kind: 'answer' };

/**
 * `kept`: there is nobody to tell, it stands in our own state. `impossible`: it cannot be done as things are; `once`: an attempt
 * when they were otherwise may have done it, and it must not be done twice.
 */
export type Plan =
  | {
      kind: 'request';
      request: OutboundRequest;
      to: OutboundNote['to'];
      /** What the answer tells the run, where it is not just any; or what is wrong with it, and then the step failed. */
      understand?(answer: Answered): { body: unknown } | { problem: string };
    }
  | { kind: 'kept'; detail: string }
  | { kind: 'impossible'; detail: string; once?: true };

export interface PlanContext {
  now: Instant;
  /** The conversation's channel; absent when it was removed. */
  channel?: ChannelRecord;
  /** Where that channel's provider reaches us; absent where nobody was told. */
  address?: string;
  /** As they are now. */
  settings?: Settings;
  /** The channel that the settings name for SMS; absent when they name none, or it was removed. */
  smsChannel?: ChannelRecord;
}

/** How effects of one kind are done. */
export interface Action {
  /** It asks for the workspace's settings, and for what they name. */
  needsSettings?: true;
  /** Called anew for each attempt. */
  plan(effect: Effect, ref: ConversationRef, context: PlanContext): Plan;
}

/**
 * `thread`: what it is a mail of, where answers come back to. `skip`: it is not to be sent any more, or to nobody.
 * `impossible`: as things are set up.
 */
export type MailPlan =
  | { kind: 'email'; email: Email; thread?: Pick<MailThread, 'id' | 'customerId' | 'language'> }
  | { kind: 'skip' | 'impossible'; detail: string };

/** What an e-mail is planned by, as it stands once nobody else can send it. */
export interface MailContext {
  settings: Settings;
  /** The domain or address that may be sent from; absent when none is set up. */
  identity?: string;
  /** Where answers come in; absent when nothing is set up. */
  replyDomain?: string;
  /** https URL without trailing slash, under which links reach us. */
  publicUrl?: string;
  /** Why the address is not written to; absent when it is. */
  suppression?: Suppression;
  /** Of an e-mail about its conversation; what is absent is not there. */
  about?: {
    conversation?: Conversation;
    customer?: CustomerFields;
    /** Those that `entries` asked for. */
    entries: readonly TimelineEntry[];
    thread?: MailThread;
    key: SigningKey;
    /** The link back into it, where its channel brings customers back; `isOver`: nobody could go on with it now. */
    wayBack?: { link: string; isOver: boolean };
  };
}

/** How an e-mail is done: never twice, and planned when its effect is claimed, since much may happen until then. */
export interface MailAction {
  once: true;
  /** It is about its conversation, and made of these entries of the timeline. */
  entries?(effect: Effect): string[];
  /** Whom it goes to; empty when nobody is known. */
  addressOf(effect: Effect, customer: CustomerFields | undefined): string;
  plan(effect: Effect, ref: ConversationRef, context: MailContext): MailPlan;
}

export const isMailAction = (action: Action | MailAction): action is MailAction => 'addressOf' in action;

export const impossible = (detail: string): Plan => ({ kind: 'impossible', detail });
/** Of what must not be done twice. */
export const impossibleNow = (detail: string): Plan => ({ kind: 'impossible', detail, once: true });
