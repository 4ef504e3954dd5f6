/** Webhooks and calls in HTTP: which channel, what was signed, and what the provider is answered. */

import type { AcceptedWebhook } from '../../src/app/accept-webhook';
import { type ApiRequest, type ApiResponse, answer } from '../../src/app/api/http';
import { fromBase64url, readIds } from '../../src/app/api/path-ids';
import { problemResponse } from '../../src/app/problem';
import type { Reply, WebhookRequest } from '../../src/channels/channel';

/** `/webhooks/{channelId}`, and whatever a provider appends to it; `/voice/{channelId}`. */
const PATH = /^\/(?:webhooks|voice)\/([^/]+)/;

/** Providers sign the public URL, which is not the one that reaches the function. */
export function webhookRequest(request: ApiRequest, publicUrl: string): { channelId: string; webhook: WebhookRequest } {
  const { method, path, query, headers, body } = request;
  const url = `${publicUrl}${path}${query === '' ? '' : `?${query}`}`;
  const given = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  return { channelId: channelIdOf(path, query), webhook: { method, url, headers: Object.fromEntries(given), body } };
}

/** Empty, which no channel is called, when there is none. */
function channelIdOf(path: string, query: string): string {
  try {
    const segment = decodeURIComponent(PATH.exec(path)?.[1] ?? '');
    return (readIds(query)?.isBase64url ? fromBase64url(segment) : segment) ?? '';
  } catch {
    return '';
  }
}

/** 200 where the provider expects words of ours, else 202. */
export function answerWebhook(accepted: AcceptedWebhook): ApiResponse {
  if (!accepted.ok) return { ...problemResponse(accepted.problem), counts: { Refused: 1 } };
  const counts = { Accepted: accepted.accepted };
  if (!accepted.reply) return { ...answer(202, { accepted: accepted.accepted }), counts };
  return replied(accepted.reply, counts);
}

/** Words in the provider's own language. */
export function replied({ contentType, body }: Reply, counts: Readonly<Record<string, number>>): ApiResponse {
  return { status: 200, headers: { 'content-type': contentType }, body, counts };
}
