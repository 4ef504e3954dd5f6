/** On load: what the customer goes on with, or could go on with. */
import { continueWith, conversationsOf, follow } from './api';
import { forget, recall } from './memory';
import type { Site } from './site';
import type { Continuable, Outcome, Resumed } from './types';

export type Found =
  /** Somebody followed a link, and wants to be told what became of it. */
  | { by: 'link'; token: string; outcome: Outcome }
  /** This tab was in a conversation already, and still can be. */
  | { by: 'tab'; token?: string; outcome: Resumed }
  | { by: 'offer'; conversations: Continuable[] }
  | undefined;

/** @param token of the link that led here @throws whatever goes wrong on the way */
export async function check(site: Site, token: string | undefined, signal: AbortSignal): Promise<Found> {
  if (token) return { by: 'link', token, outcome: await follow(site, token, signal) };
  const jwt = await site.token();
  const before = await sameTab(site, jwt, signal);
  if (before) return before;
  const conversations = jwt ? await conversationsOf(site, jwt, signal) : [];
  return conversations.length > 0 ? { by: 'offer', conversations } : undefined;
}

/** Going from page to page of the site nobody wants to be asked. */
async function sameTab(site: Site, jwt: string | undefined, signal: AbortSignal): Promise<Found> {
  const { conversationId, token } = recall(site.channel) ?? {};
  if (!conversationId) return undefined;
  // Who is logged in may be somebody else than who followed the link.
  const link = jwt ? undefined : token;
  const outcome = jwt
    ? await continueWith(site, jwt, conversationId, signal)
    : link
      ? await follow(site, link, signal)
      : undefined;
  if (outcome?.result === 'resumed') return { by: 'tab', ...(link && { token: link }), outcome };
  // What cannot be told at the moment may be told on the next page.
  if (outcome?.reason !== 'unavailable') forget(site.channel);
  return undefined;
}
