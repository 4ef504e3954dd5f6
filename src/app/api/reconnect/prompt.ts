/** The prompt of a widget: what a customer who is known to the site can go on with. */
import * as z from 'zod';
import { formatInstant } from '../../../engine/time';
import type { ChannelRecord } from '../../../ports/channels';
import { comeBack, wayBack } from '../../reconnect/come-back';
import { json, readBody } from '../body';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import { readQuery } from '../query';
import type { OpenCall } from '../route';
import { id, named, time } from '../schemas';
import { reason, tellWay, type Way } from './answers';
import { preflight } from './cors';
import { failedOpen } from './fail-open';
import { answerPage, bearerOf, type Visitor, visit } from './visitor';

export const promptQuery = z.strictObject({ channel: id });
/** Browsers ask before they send, and then only the address says for which channel. */
export const pageQuery = z.strictObject({ channel: id.optional() });
export const continueShape = named('ReconnectContinue', z.strictObject({ channel: id, conversationId: id }));
export const newShape = named('ReconnectNew', z.strictObject({ channel: id }));
export const continueBody = json(continueShape);
export const newBody = json(newShape);

const one = z.strictObject({
  ...{ conversationId: id, startedAt: time, lastMessageAt: time, agentId: id.optional() },
  ...{ sameAgent: z.boolean(), until: time.optional() },
});
/** The one written in last comes first. */
export const promptShape = named(
  'ReconnectPrompt',
  z.strictObject({
    ...{ conversations: z.array(one), newConversation: z.literal(true) },
    ...{ portalUrl: z.string().optional(), reason: reason.optional() },
  }),
);
export const newConversationShape = named(
  'NewConversation',
  z.strictObject({ newConversation: z.literal(true), portalUrl: z.string().optional() }),
);

/** What can be gone on with at this moment; nothing where it cannot be told. */
export async function listResumable({ request }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const query = readQuery(request.query, promptQuery);
  if (!query.ok) return query.response;
  const none = ({ ok: _, ...rest }: Way & { ok: false }) =>
    answer(200, { conversations: [], newConversation: true, ...rest });
  const list = async (channel: ChannelRecord | undefined) => {
    const visited = await visit(bearerOf(request), channel, deps);
    if (!visited.ok) return 'response' in visited ? visited.response : counted(none(visited.way), visited.way);
    const { portalUrl } = visited.visitor.channel.reconnect ?? {};
    return answer(200, { conversations: await resumableOf(visited.visitor, deps), newConversation: true, portalUrl });
  };
  return answerPage(request, String(query.value.channel), deps, list, none);
}

async function resumableOf({ channel, customerId }: Visitor, deps: ApiDeps) {
  const customer = await deps.customers.get(channel.workspaceId, customerId);
  const mine = (customer?.conversations ?? []).filter((some) => some.channelId === channel.id && some.kind === 'chat');
  const found = await Promise.all(
    mine.map(async ({ conversationId, startedAt }) => {
      const ref = { workspaceId: channel.workspaceId, channelId: channel.id, conversationId };
      const { conversation } = await deps.conversations.load(ref);
      const way = wayBack({ ref, by: 'prompt', customerId }, channel, conversation, deps.clock.now());
      return way.ok ? [{ conversationId, startedAt, lastAt: conversation?.lastMessage?.at ?? startedAt, way }] : [];
    }),
  );
  const newestFirst = found.flat().toSorted((a, b) => b.lastAt - a.lastAt);
  return newestFirst.map(({ conversationId, startedAt, lastAt, way: { agentId, sameAgent, until } }) => ({
    ...{ conversationId, startedAt: formatInstant(startedAt), lastMessageAt: formatInstant(lastAt), sameAgent },
    ...(agentId !== undefined && { agentId }),
    ...(until !== undefined && { until: formatInstant(until) }),
  }));
}

/** Goes on with one of them. */
export async function continueOne({ request }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const body = readBody(request, continueBody, deps.clock.now());
  if (!body.ok) return body.response;
  const { channel: channelId, conversationId } = body.value;
  const told = (way: Way) => answer(200, tellWay('result', way, { channelId, conversationId }));
  const go = async (channel: ChannelRecord | undefined) => {
    const visited = await visit(bearerOf(request), channel, deps);
    if (!visited.ok) return 'response' in visited ? visited.response : counted(told(visited.way), visited.way);
    const { customerId, channel: of } = visited.visitor;
    const ref = { workspaceId: of.workspaceId, channelId, conversationId };
    const context = { live: deps.live.forBatch(), sent: deps.sent };
    return told(await comeBack({ ref, by: 'prompt', customerId }, deps, context));
  };
  return answerPage(request, channelId, deps, go, told);
}

/** Where a new conversation begins; the others stay as they are, and nobody has to prove anything. */
export async function beginNew({ request }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const body = readBody(request, newBody, deps.clock.now());
  if (!body.ok) return body.response;
  const told = (portalUrl: string | undefined) => answer(200, { newConversation: true, portalUrl });
  return answerPage(
    request,
    body.value.channel,
    deps,
    async (channel) => (channel ? told(channel.reconnect?.portalUrl) : notFound('channel')),
    ({ portalUrl }) => told(portalUrl),
  );
}

/** Whether a page may ask: one of the portal of the channel that the address names. */
export async function preflightPage({ request }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const channelId = new URLSearchParams(request.query).get('channel') ?? '';
  return preflight(request, channelId === '' ? undefined : await deps.channels.get(channelId), 'GET, POST');
}

/** The site's keys that cannot be had are a failure too. */
const counted = (response: ApiResponse, { reason: why }: Way & { ok: false }): ApiResponse =>
  why === 'unavailable' ? { ...response, ...failedOpen(undefined) } : response;
