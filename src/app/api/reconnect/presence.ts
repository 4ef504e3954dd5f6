/** Widgets without a server of their own tell who is there. What they tell becomes events like any other, by the queue. */
import * as z from 'zod';
import type { Conversation } from '../../../engine/conversation';
import type { ConversationRef, CustomerPresentEvent } from '../../../engine/event';
import { shortHash } from '../../../engine/ids';
import { LEASE, leaseOf } from '../../../engine/presence';
import { sessionOf } from '../../../engine/reconnect';
import type { Instant } from '../../../engine/time';
import type { ChannelRecord } from '../../../ports/channels';
import { problemResponse } from '../../problem';
import { linkedSession } from '../../reconnect/link';
import { takeEvents } from '../../take-events';
import { json, readBody } from '../body';
import { type ApiDeps, type ApiResponse, noContent, notFound, problem } from '../http';
import type { OpenCall } from '../route';
import { id, named } from '../schemas';
import { readable } from './cors';
import { bearerOf, unauthorized, visit } from './visitor';

const LONGEST_CREDENTIAL = 10_000;
/** Signs of life are news when less than this is left. */
const RENEWED_WITHIN = 75_000;
/** Far above what all tabs of a customer have to tell. */
const MOST_IN_A_MINUTE = 300;
const MINUTE = { seconds: 60 };
/** From one page to the next is no parting. */
const GRACE = 5_000;

export const presenceShape = named(
  'Presence',
  z.strictObject({
    ...{ channel: id, conversationId: id, connectionId: id, state: z.enum(['connected', 'disconnected']) },
    /** The customer's token, or the token of a link, where no header can be sent: a page that goes away sends none. */
    credential: z.string().max(LONGEST_CREDENTIAL).optional(),
  }),
);
type Presence = z.infer<typeof presenceShape>;

/** As text too, which a page that goes away may send without asking first. */
export const presenceBody = { ...json(presenceShape), contentTypes: ['application/json', 'text/plain'] };

/** @throws StoreError (retry) when it could not be queued: the widget tells it again */
export async function tellPresence({ request }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const body = readBody(request, presenceBody, deps.clock.now());
  if (!body.ok) return body.response;
  const channel = await deps.channels.get(body.value.channel);
  const credential = body.value.credential ?? bearerOf(request);
  return readable(await take(body.value, credential, channel, deps), request, channel);
}

async function take(
  told: Presence,
  credential: string | undefined,
  channel: ChannelRecord | undefined,
  deps: ApiDeps,
): Promise<ApiResponse> {
  if (!channel) return notFound('channel');
  if (!channel.reconnect?.enabled) return problem(409, 'reconnect.disabled', OFF);
  const { workspaceId, id: channelId } = channel;
  const ref = { workspaceId, channelId, conversationId: told.conversationId };
  const proved = await prove(credential, channel, deps);
  if ('response' in proved) return proved.response;
  const { conversation } = await deps.conversations.load(ref);
  const isTheirs =
    'customerId' in proved
      ? conversation?.customerId === proved.customerId
      : isSame(proved.ref, ref) && conversation && sessionOf(conversation) === proved.session;
  if (!conversation || !isTheirs) return notFound('conversation');
  const now = deps.clock.now();
  if (!isNews(told, conversation, now)) return noContent();
  if (await isTooMuch(ref, now, deps)) return TOO_MUCH;
  const taken = await takeEvents([eventOf(ref, told, now)], workspaceId, deps);
  return taken.ok ? noContent() : problemResponse(taken.problem);
}

/** Whoever has a link may tell of any number of connections, and what a workspace takes in a minute is for all of its customers. */
async function isTooMuch(ref: ConversationRef, now: Instant, { rates }: ApiDeps): Promise<boolean> {
  const { workspaceId, channelId, conversationId } = ref;
  const key = `presence#${workspaceId}#${JSON.stringify([channelId, conversationId])}`;
  return (await rates.add(key, MINUTE, now, 1)) > MOST_IN_A_MINUTE;
}
const TOO_MUCH = problem(
  429,
  'rate.presence',
  `Of a conversation at most ${MOST_IN_A_MINUTE} connections a minute can be told of; send the same again later.`,
  { headers: { 'retry-after': '60' } },
);

const OFF = 'The channel brings no customers back, so nobody asks who is there; PUT /v1/channels/{id}/reconnect first.';

/** A customer by the site's token, which has dots; whoever has a link by its token, which has none. */
async function prove(credential: string | undefined, channel: ChannelRecord, deps: ApiDeps) {
  if (credential !== undefined && !credential.includes('.')) {
    const linked = await linkedSession(credential, deps.signingKeys);
    return linked ?? { response: unauthorized('This is no token of a link that leads here.') };
  }
  const visited = await visit(credential, channel, deps);
  if (visited.ok) return { customerId: visited.visitor.customerId };
  return 'response' in visited ? visited : { response: cannotTell(visited.way.reason) };
}

function cannotTell(reason: string): ApiResponse {
  if (reason !== 'unavailable')
    return unauthorized('This channel takes none: PUT /v1/channels/{id}/identity, or send the token of a link.');
  const detail = "The keys of the channel's site cannot be had at the moment; send the same again later.";
  return problem(503, 'identity.unavailable', detail, { headers: { 'retry-after': '60' } });
}

const isSame = (one: ConversationRef, other: ConversationRef): boolean =>
  one.workspaceId === other.workspaceId &&
  one.channelId === other.channelId &&
  one.conversationId === other.conversationId;

/** Who is gone may have come by an event that is not handled yet. */
function isNews({ state, connectionId }: Presence, conversation: Conversation, now: Instant): boolean {
  if (state === 'disconnected') return true;
  return conversation.status !== 'closed' && (leaseOf(conversation, connectionId) ?? now) - now < RENEWED_WITHIN;
}

function eventOf(
  { conversationId: subject, ...of }: ConversationRef,
  { state, connectionId }: Presence,
  now: Instant,
): CustomerPresentEvent {
  const eventId = `prs_${shortHash(of.workspaceId, of.channelId, subject, connectionId, state, now)}`;
  const told = state === 'connected' ? { until: now + LEASE } : { until: now + GRACE, leaving: true as const };
  const data = { connectionId, ...told };
  return { schema: 1, id: eventId, ...of, subject, type: 'customer.present', receivedAt: now, data };
}
