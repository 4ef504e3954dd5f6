/**
 * What a channel kind is: it verifies and translates what a provider sends, and says how an effect is told to the provider.
 * Pure: no I/O and no clock; whoever calls passes `now` and performs the request that `send` returns.
 */
import type * as z from 'zod';
import type { Effect } from '../engine/effects';
import type { ConversationRef, EventData, EventType } from '../engine/event';
import type { Instant } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { OutboundRequest as HttpRequest } from '../ports/outbound-http';
import type { Asked } from './call-dialogue';

export type { ChannelRecord };

/** Further than this ahead of our clock, a time is refused (contract); Standard Webhooks allows as much both ways. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** A provider's request as it came. */
export interface WebhookRequest {
  method: string;
  /** The full public URL as the provider called it, query included. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A channel whose configuration was checked by its kind when it was saved. */
export type ChannelOf<C> = Omit<ChannelRecord, 'config'> & { config: C };

/** 401: not from the provider. 400: cannot be judged as it is malformed. */
export type Verdict = { ok: true } | Refused<400 | 401>;

interface Refused<Status extends number> {
  ok: false;
  status: Status;
  /** Dotted, stable: `signature.invalid`. */
  code: string;
  /** One sentence that says what to do. */
  detail: string;
  /** The field at fault, from the event or form, as a JSON pointer: `/data/author/type`. */
  path?: string;
  /** Of a batch, the event at fault, counted from 0. */
  index?: number;
}
export type Refusal = Refused<400 | 413>;

/** An event as its source tells it; `acceptWebhook` adds workspace, channel, arrival and schema. */
export type InboundEvent = { [T in EventType]: Inbound<T> }[EventType];

interface Inbound<T extends EventType> {
  /** Unique within the channel; the same for each delivery of the same event. */
  id: string;
  subject: string;
  type: T;
  time?: Instant;
  data: EventData<T>;
  /** Attributes beside the data, lower-case names. */
  extensions?: Record<string, string | number | boolean>;
  /** `data.text` was longer than MAX_TEXT and is cut. */
  textCut?: boolean;
  /** The text before it was cut, to be kept aside. */
  wholeText?: string;
}

/** The body of an answer, where the provider expects one. */
export interface Reply {
  contentType: string;
  body: string;
}

export interface Translated {
  events: InboundEvent[];
  reply?: Reply;
}
export type TranslateResult = ({ ok: true } & Translated) | Refusal;

/** A request that tells the provider of an effect. */
export interface OutboundRequest extends HttpRequest {
  /** The receiver recognises a repeat of the same effect, so that it may be sent again when the outcome is unknown. */
  idempotent: boolean;
  /** It leaves by SMS and not by the channel itself. */
  to?: 'sms';
}

/** One provider. `C` is what a channel of this kind is configured with. */
export interface ChannelKind<C> {
  kind: string;
  title: string;
  config: z.ZodType<C>;
  /** What a secret of this kind looks like. */
  secret: z.ZodType<string>;
  /**
   * Makes a secret of this kind out of random bytes (24–64 of them); absent where the provider gives them out.
   * @throws RangeError for too few or too many bytes.
   */
  newSecret?(random: Uint8Array): string;
  /** Did the provider send this, now? */
  verify(request: WebhookRequest, channel: ChannelOf<C>, now: Instant): Verdict;
  /** The events in a verified request; none where it says nothing new. Never throws. */
  translate(request: WebhookRequest, channel: ChannelOf<C>, now: Instant): TranslateResult;
  /**
   * What a verified request asks that waits for what a run says to the caller; undefined where it only tells something, and is to
   * be translated. Only of telephony. Never throws.
   */
  ask?(request: WebhookRequest, channel: ChannelOf<C>, now: Instant): Asked | Refusal | undefined;
  /**
   * How to tell the provider of an effect; undefined where it has no counterpart: then it stands in our state only.
   * @param address where the provider reaches us about this channel, where that is known
   */
  send(
    effect: Effect,
    ref: ConversationRef,
    channel: ChannelOf<C>,
    now: Instant,
    address?: string,
  ): OutboundRequest | undefined;
}

/** Declares a channel kind, so that its config type is inferred from its schema. */
export function defineChannel<C>(kind: ChannelKind<C>): ChannelKind<C> {
  return kind;
}
