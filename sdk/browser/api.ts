/** What is asked of Threadkeeper, and what its answers mean. */
import type { Site } from './site';
import type { Continuable, Outcome, StartNew } from './types';

const REASONS = ['expired', 'endedByAgent', 'closedByCustomer', 'disabled', 'unknown', 'unavailable'];
const isText = (value: unknown): value is string => typeof value === 'string';

interface Request {
  signal: AbortSignal;
  jwt?: string;
  body?: object;
}

/** The answer's body; a refusal throws, unless it says what has become of the conversation. */
async function request(site: Site, method: string, path: string, { signal, jwt, body }: Request) {
  const response = await fetch(site.api + path, {
    method,
    headers: {
      accept: 'application/json',
      ...(jwt && { authorization: `Bearer ${jwt}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body ? JSON.stringify(body) : null,
    signal,
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
  const answer = await response.json();
  if (!response.ok && !isText(answer?.result)) throw new Error(`${path.split('?')[0]}: ${response.status}`);
  return answer;
}

/** With the channel in the address: that is all a preflight shows of what is to be sent. */
const pathOf = ({ channel }: Site, of = '') => `/v1/reconnect${of}?channel=${encodeURIComponent(channel)}`;

/** @returns what can be continued, the one written in last first */
export async function conversationsOf(site: Site, jwt: string, signal: AbortSignal): Promise<Continuable[]> {
  const { conversations } = await request(site, 'GET', pathOf(site), { jwt, signal });
  return (conversations as Continuable[])
    .filter(({ conversationId }) => isText(conversationId))
    .sort((a, b) => Date.parse(b.lastMessageAt) - Date.parse(a.lastMessageAt));
}

export async function continueWith(site: Site, jwt: string, conversationId: string, signal: AbortSignal) {
  const body = { channel: site.channel, conversationId };
  return outcomeOf(await request(site, 'POST', pathOf(site, '/continue'), { jwt, body, signal }), conversationId);
}

export async function follow(site: Site, token: string, signal: AbortSignal): Promise<Outcome> {
  return outcomeOf(await request(site, 'POST', `/r/${encodeURIComponent(token)}`, { signal }));
}

/** Tells that the customer wants nothing of what can be continued. */
export async function declineAll(site: Site, jwt: string, signal: AbortSignal): Promise<void> {
  await request(site, 'POST', pathOf(site, '/new'), { jwt, body: { channel: site.channel }, signal });
}

// biome-ignore lint/suspicious/noExplicitAny: it came from outside, and is looked at here
function outcomeOf(answer: any, asked?: string): Outcome {
  const { result, portalUrl, agentId, sameAgent, conversation, redirectUrl } = answer;
  if (result === 'resumed') {
    const conversationId = asked ?? conversation?.conversationId;
    if (!isText(conversationId)) throw new Error('the answer names no conversation');
    return {
      result,
      conversationId,
      sameAgent: sameAgent === true,
      ...(isText(agentId) && { agentId }),
      ...(isText(portalUrl) && { portalUrl }),
    };
  }
  const reason = (REASONS.includes(result) ? result : 'unknown') as NonNullable<StartNew['reason']>;
  return { result: 'new', reason, ...(/^https?:\/\//.test(redirectUrl) && { redirectUrl }) };
}
