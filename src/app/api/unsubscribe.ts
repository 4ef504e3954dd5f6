/**
 * Unsubscribing by the link of an e-mail. Mail scanners open every link, so a page asks first, and only what it posts takes the
 * address off; mail programs post the same for one click (RFC 8058).
 */
import { type NoticeKind, renderNotice } from '../../mail/render/notice';
import { settingsOf } from '../configuration';
import { readLink } from '../read-link';
import type { ApiDeps, ApiRequest, ApiResponse } from './http';
import { deadLink, languageOf } from './link-notice';
import type { OpenCall } from './route';

/** In either of the encodings that RFC 8058 allows. @see https://www.rfc-editor.org/rfc/rfc8058#section-3.2 */
const ONE_CLICK = /List-Unsubscribe"?(?:=|[^=]{0,200}?\r?\n\r?\n)One-Click/;
const LONGEST_BODY = 10_000;

interface Subscriber {
  workspaceId: string;
  address: string;
}

/** The page that asks; it changes nothing. */
export async function askUnsubscribe({ request, params }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const subscriber = await subscriberOf(params.token ?? '', deps);
  if (!subscriber) return deadLink('linkInvalid', request);
  const isListed = await deps.suppressions.get(subscriber.workspaceId, subscriber.address);
  return page(200, isListed ? 'unsubscribed' : 'unsubscribe', subscriber, request, deps);
}

/** Puts the address on the suppression list, once; asks again where nobody said so. */
export async function unsubscribe({ request, params }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const subscriber = await subscriberOf(params.token ?? '', deps);
  if (!subscriber) return deadLink('linkInvalid', request);
  if (!ONE_CLICK.test(Buffer.from(request.body).toString('latin1', 0, LONGEST_BODY)))
    return page(400, 'unsubscribe', subscriber, request, deps);
  const { workspaceId, address } = subscriber;
  if (!(await deps.suppressions.get(workspaceId, address)))
    await deps.suppressions.put({ workspaceId, address, reason: 'unsubscribe', at: deps.clock.now() });
  return page(200, 'unsubscribed', subscriber, request, deps);
}

async function subscriberOf(token: string, deps: ApiDeps): Promise<Subscriber | undefined> {
  const payload = await readLink('unsubscribe', token, deps);
  if (payload === undefined) return undefined;
  const [workspaceId, address] = JSON.parse(payload) as [string, string];
  return { workspaceId, address };
}

async function page(
  status: number,
  kind: NoticeKind,
  { workspaceId, address }: Subscriber,
  request: ApiRequest,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const { language: own, email, continuity } = await settingsOf(workspaceId, deps);
  const language = languageOf(request, own);
  const colour = continuity.look[language]?.colour;
  const more = { ...(email?.name !== undefined && { sender: email.name }), ...(colour !== undefined && { colour }) };
  const { html, headers } = renderNotice({ kind, language, address, ...more });
  return { status, headers, body: html };
}
