/**
 * The canonical event vocabulary. Channels translate what providers send into these; the engine sees nothing else.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md for the envelope at the API.
 */
import * as z from 'zod';
import { MAX_ID } from './ids';
import type { Instant } from './time';

export { MAX_ID };

/** Longest message text, in characters; a longer one of a provider is cut and marked. */
export const MAX_TEXT = 20_000;

const id = z.string().min(1).max(MAX_ID);
const label = z.string().max(500);
const tag = z.string().min(1).max(100);
const tags = z.array(tag).max(100);

const profile = z
  .record(
    z.string().min(1).max(100),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).max(100)]),
  )
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= 8192, { message: 'profile must not exceed 8 KB' });

/** What an event may tell of the customer; every field updates the customer's record. */
export const customerSchema = z.strictObject({
  id,
  name: label.optional(),
  email: z.string().max(320).trim().optional(),
  phone: z.string().max(32).optional(),
  language: z.string().max(35).optional(),
  country: z.string().max(64).optional(),
  timeZone: z.string().max(64).optional(),
  member: z.boolean().optional(),
  tier: label.optional(),
  segments: tags.optional(),
  tags: tags.optional(),
  profile: profile.optional(),
});

const page = z.strictObject({ url: z.string().max(2048), title: label.optional() });
const author = z.strictObject({
  type: z.enum(['customer', 'agent', 'bot', 'marketing', 'system']),
  id: id.optional(),
  name: label.optional(),
});
const file = z.strictObject({
  name: label,
  type: label.optional(),
  size: z.number().int().nonnegative().optional(),
  url: z.string().max(2048),
});
const answer = z.strictObject({
  runId: id,
  /** The effect that asked, so that a second press of a button is not taken for an answer to the next question. */
  effectId: id.optional(),
  buttonId: id.optional(),
  fields: z.record(z.string().max(100), z.union([z.string().max(MAX_TEXT), z.number(), z.boolean()])).optional(),
  rating: z.number().optional(),
  digits: z.string().max(64).optional(),
});
const rfc3339 = z.iso.datetime({ offset: true });

/** Reasons for which a call was missed (requirements, T12). */
export const MISSED_REASONS = [
  'allAgentsBusy',
  'userLeft',
  'exceededQueue',
  'abandonedInQueue',
  'ringTimeOver',
  'noOperator',
  'notInOperation',
  'rateLimit',
  'preservedNumber',
  'unregisteredNumber',
] as const;

const customer = { customer: customerSchema.optional() };
const callParties = { ...customer, from: z.string().max(64).optional(), to: z.string().max(64).optional() };

/** Data of each event type, as `POST /v1/events` takes it. */
export const eventData = {
  'conversation.started': z.strictObject({
    ...customer,
    kind: z.enum(['chat', 'call']).optional(),
    by: z.enum(['customer', 'marketing', 'agent']).optional(),
    page: page.optional(),
    campaignId: id.optional(),
    messenger: label.optional(),
  }),
  'conversation.opened': z.strictObject({
    ...customer,
    by: z.enum(['customer', 'agent', 'workflow', 'snoozeExpiry']).optional(),
    agentId: id.optional(),
  }),
  'conversation.queued': z.strictObject(customer),
  'conversation.assigned': z
    .strictObject({ ...customer, agentId: id.optional(), teamId: id.optional() })
    .refine((data) => data.agentId !== undefined || data.teamId !== undefined, {
      message: 'agentId or teamId is required',
    }),
  'conversation.unassigned': z.strictObject(customer),
  'conversation.snoozed': z.strictObject({ ...customer, until: rfc3339.optional() }),
  'conversation.closed': z.strictObject({
    ...customer,
    by: z.enum(['agent', 'workflow', 'api', 'customer']).optional(),
  }),
  'conversation.updated': z.strictObject({
    ...customer,
    priority: z.enum(['low', 'medium', 'high']).optional(),
    addTags: tags.optional(),
    removeTags: tags.optional(),
    description: z.string().max(2000).optional(),
  }),
  'message.created': z.strictObject({
    ...customer,
    messageId: id,
    author,
    text: z.string().max(MAX_TEXT).optional(),
    private: z.boolean().optional(),
    silent: z.boolean().optional(),
    files: z.array(file).max(30).optional(),
    via: z.enum(['chat', 'email', 'sms', 'messenger']).optional(),
    answer: answer.optional(),
  }),
  'message.read': z.strictObject({ ...customer, upToMessageId: id }),
  'message.deleted': z.strictObject({ ...customer, messageId: id }),
  'customer.connected': z.strictObject({ ...customer, connectionId: id, page: page.optional() }),
  'customer.disconnected': z.strictObject({ ...customer, connectionId: id, reason: label.optional() }),
  'customer.updated': z.strictObject({ customer: customerSchema }),
  'session.ended': z.strictObject({ ...customer, by: z.enum(['agent', 'customer']) }),
  'session.windowClosed': z.strictObject(customer),
  'call.ringing': z.strictObject({ ...callParties, agentId: id.optional() }),
  'call.inbound': z.strictObject({ ...callParties, agentId: id.optional() }),
  'call.queued': z.strictObject({ ...callParties, agentId: id.optional() }),
  'call.answered': z.strictObject({ ...callParties, agentId: id.optional() }),
  'call.placed': z.strictObject({ ...callParties, agentId: id.optional() }),
  'call.ended': z.strictObject({
    ...callParties,
    agentId: id.optional(),
    missedReason: z.enum(MISSED_REASONS).optional(),
    durationSeconds: z.number().int().nonnegative().optional(),
  }),
  'workflow.requested': z.strictObject({ ...customer, workflowId: id, agentId: id.optional() }),
  'teamMessage.created': z.strictObject({ teamChatId: id, author, text: z.string().max(MAX_TEXT).optional() }),
} as const;

/** Every public event type. */
export type EventType = keyof typeof eventData;
export const EVENT_TYPES = Object.keys(eventData) as EventType[];

export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;
export type CustomerFields = z.infer<typeof customerSchema>;
export type MissedReason = (typeof MISSED_REASONS)[number];
export type Author = z.infer<typeof author>;
export type Answer = z.infer<typeof answer>;
export type FileRef = z.infer<typeof file>;

/** What an e-mail of a customer was, beside the text that it adds to the conversation. Nothing is decided by it but that it came by us. */
export interface ReceivedEmail {
  /** With angle brackets. */
  messageId: string;
  from: string;
  subject?: string;
  threadId: string;
  /** What was trimmed off: the history it quotes, and the signature; cut to 20,000 characters each. */
  quoted?: string;
  signature?: string;
  /** Key of the whole e-mail in the mail store. */
  original?: string;
  /** Why it does not count as the customer's: unverified, an automatic reply, a bounce… */
  notCounted?: string;
}

/** Why something happened, back to the event from outside that began it (invariant 13). */
export interface Cause {
  /** Id of the event from outside at the root; behind a wait the name of its occasion, which begins with a timeline entry's id. */
  rootEventId: string;
  /** The workflow run that did it, when one did. */
  runId?: string;
  workflowId?: string;
  /** Events that workflows caused, counted from the root; limited by `MAX_DEPTH`. */
  depth: number;
}

interface Envelope<T extends string, D> {
  /** Version of this shape. */
  schema: 1;
  /** Unique within the channel for at least 72 h. */
  id: string;
  workspaceId: string;
  channelId: string;
  /** The conversation's id (of `customer.updated` the customer's, of `teamMessage.created` the team chat's). */
  subject: string;
  type: T;
  /** When it happened, as the source tells it; order and waits go by `receivedAt`. */
  time?: Instant;
  /** Arrival at the front door. */
  receivedAt: Instant;
  /** Raised by an operator's retry, so that the queue does not drop it as a duplicate. */
  attempt?: number;
  /** `command`: the API asked for it, so the channel has to be told; otherwise the channel told us. */
  origin?: 'channel' | 'command';
  /** CloudEvents extension attributes, kept as they came. */
  extensions?: Record<string, string | number | boolean>;
  /** Whole text of a message that was longer than MAX_TEXT is kept aside; the text here is cut. */
  textCut?: boolean;
  /** What was cut off: `data.text` and this are the whole text. Nothing decides by it; the timeline keeps it. */
  textRest?: string;
  /** It came by e-mail to us, so the channel has to be told. */
  email?: ReceivedEmail;
  data: D;
}

/** An effect that failed for good, coming back to the run that asked for it. */
export interface EffectFailedData {
  effectId: string;
  runId?: string;
  workflowId?: string;
  type: string;
  reason: string;
  attempts: number;
}
/** The answer of an effect whose run waits for it (`webhook.call`). */
export interface EffectAnsweredData {
  effectId: string;
  runId: string;
  workflowId: string;
  type: string;
  status: number;
  /** Parsed JSON when the answer was JSON, else its text (cut to 20,000 characters). */
  body: unknown;
}

/** The customer asks to go on, by a link or at a prompt. */
export interface CustomerReturnedData {
  by: 'link' | 'prompt';
  /** The session that a link was made for: the opening that began it, counted from 1. */
  session?: number;
}

/** A widget tells that the customer is there, or is going. */
export interface CustomerPresentData {
  connectionId: string;
  /** Until then the connection counts, unless it is told of again. */
  until: Instant;
  /** The page is going: told of another time it has stayed. */
  leaving?: true;
}

export type PublicEvent = { [T in EventType]: Envelope<T, EventData<T>> }[EventType];
export type EventOf<T extends EventType> = Envelope<T, EventData<T>>;
export type EffectFailedEvent = Envelope<'effect.failed', EffectFailedData>;
export type EffectAnsweredEvent = Envelope<'effect.answered', EffectAnsweredData>;

export type CustomerReturnedEvent = Envelope<'customer.returned', CustomerReturnedData>;
export type CustomerPresentEvent = Envelope<'customer.present', CustomerPresentData>;

/** What the evaluator takes: events from outside and what comes back from performing effects. */
export type ConversationEvent =
  | PublicEvent
  | EffectFailedEvent
  | EffectAnsweredEvent
  | CustomerReturnedEvent
  | CustomerPresentEvent;

/** A hint that something may be due in a conversation; what is due is decided from the conversation. */
export interface Ring {
  schema: 1;
  workspaceId: string;
  channelId: string;
  subject: string;
  /** What it was armed for; absent when the sweeper sent it. */
  due?: Instant;
  /** When it was put behind the events accepted before it. */
  receivedAt: Instant;
}

/** Events have a type, rings have none. */
export const isRing = (event: ConversationEvent | Ring): event is Ring => !('type' in event);

/**
 * Whose conversation an event says that it is: the customer it tells of, else the one who wrote the message.
 * @param known whose it is already: channels may name writers otherwise than customers, and then the writer says nothing
 */
export function customerTold(event: ConversationEvent | Ring, known: string | undefined): CustomerFields | undefined {
  if (isRing(event)) return undefined;
  const { data } = event;
  if ('customer' in data && data.customer) return data.customer;
  const id = known === undefined ? writerOf(event) : undefined;
  return id === undefined ? undefined : { id };
}

/** The customer who wrote the message. */
export const writerOf = ({ data }: ConversationEvent): string | undefined =>
  'author' in data && 'messageId' in data && data.author.type === 'customer' ? data.author.id : undefined;

/** A conversation's full name. */
export interface ConversationRef {
  workspaceId: string;
  channelId: string;
  conversationId: string;
}

/** The conversation that an event or ring is about. */
export function refOf(of: Pick<Ring, 'workspaceId' | 'channelId' | 'subject'>): ConversationRef {
  return { workspaceId: of.workspaceId, channelId: of.channelId, conversationId: of.subject };
}
