/**
 * Where a link back into a conversation leads. Looking consumes nothing, since programs follow links before people do; the button,
 * or a POST, goes on. Whatever fails, there is a way to a new conversation.
 */
import { languageFor } from '../../../engine/language';
import { isLoopbackUrl } from '../../../engine/loopback-url';
import { renderReturnPage } from '../../../mail/render/return-page';
import type { ChannelRecord } from '../../../ports/channels';
import { comeBack, look } from '../../reconnect/come-back';
import { linkedSession, portalWith } from '../../reconnect/link';
import type { LinkedSession } from '../../reconnect/link-token';
import { acceptedLanguage } from '../accept-language';
import { type ApiDeps, type ApiRequest, type ApiResponse, answer } from '../http';
import type { OpenCall } from '../route';
import { tellWay, type Way } from './answers';
import { preflight, readable } from './cors';
import { failedOpen } from './fail-open';

/** Tokens are nobody else's business. */
const QUIET = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/**
 * What chat clients take along that stood behind the address: punctuation, the next line, and in Korean what is written without a
 * space after it. @see https://www.rfc-editor.org/rfc/rfc3986#appendix-C
 */
const BEHIND = /(?:[.,:;!?'")\]}>]|[^!-~]){1,64}$/u;
const tokenOf = ({ token = '' }: OpenCall['params']): string => token.replace(BEHIND, '');

/** What a request finds out on its way. */
interface Landed {
  request: ApiRequest;
  token: string;
  linked?: LinkedSession;
  channel?: ChannelRecord;
  trouble?: unknown;
}

export const seeLink = (call: OpenCall, deps: ApiDeps): Promise<ApiResponse> =>
  land(call, deps, async ({ ref, session }) => look({ ref, session, by: 'link' }, deps), 'state');

export const followLink = (call: OpenCall, deps: ApiDeps): Promise<ApiResponse> =>
  land(
    call,
    deps,
    ({ ref, session }) => {
      const context = { live: deps.live.forBatch(), sent: deps.sent };
      return comeBack({ ref, session, by: 'link' }, deps, context);
    },
    'result',
  );

/** Whether a page may ask in the background. */
export async function preflightLink({ request, params }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const linked = await linkedSession(tokenOf(params), deps.signingKeys);
  return preflight(request, linked && (await deps.channels.get(linked.ref.channelId)), 'GET, POST');
}

async function land(
  { request, params }: OpenCall,
  deps: ApiDeps,
  go: (linked: LinkedSession) => Promise<Way>,
  as: 'state' | 'result',
): Promise<ApiResponse> {
  const landed: Landed = { request, token: tokenOf(params) };
  const way = await wayOf(landed, deps, go);
  const response = isJsonWanted(request) ? inJson(way, landed, as) : await onPage(way, landed, as, deps);
  const failed = way.ok || way.reason !== 'unavailable' ? {} : failedOpen(landed.trouble);
  return { ...readable(response, request, landed.channel), ...failed };
}

async function wayOf(landed: Landed, deps: ApiDeps, go: (linked: LinkedSession) => Promise<Way>): Promise<Way> {
  try {
    const linked = await linkedSession(landed.token, deps.signingKeys);
    if (!linked) return { ok: false, reason: 'unknown' };
    landed.linked = linked;
    const channel = await deps.channels.get(linked.ref.channelId);
    if (channel) landed.channel = channel;
    return await go(linked);
  } catch (error) {
    landed.trouble = error;
    const { portalUrl } = landed.channel?.reconnect ?? {};
    return { ok: false, reason: 'unavailable', ...(portalUrl !== undefined && { portalUrl }) };
  }
}

/** Browsers ask for a page first; programs for JSON alone. */
const isJsonWanted = ({ headers: { accept = '' } }: ApiRequest): boolean =>
  accept.includes('application/json') && !accept.includes('text/html');

function inJson(way: Way, { linked }: Landed, as: 'state' | 'result'): ApiResponse {
  return answer(200, tellWay(as, way, linked?.ref), QUIET);
}

async function onPage(way: Way, landed: Landed, as: 'state' | 'result', deps: ApiDeps): Promise<ApiResponse> {
  if (way.ok && as === 'result') return seeOther(portalWith(way.portalUrl, landed.token));
  if (!way.ok && 'redirectUrl' in way && way.redirectUrl !== undefined) return seeOther(new URL(way.redirectUrl).href);
  const { portalUrl = '', redirectUrl = '' } = landed.channel?.reconnect ?? {};
  const isLocal = isLoopbackUrl(portalUrl) || isLoopbackUrl(redirectUrl);
  const { html, headers } = renderReturnPage({ state: way, isLocal, ...(await lookOf(landed, deps)) });
  return { status: 200, headers, body: html };
}

function seeOther(location: string): ApiResponse {
  return {
    status: 303,
    headers: { location, ...QUIET },
    body: '',
  };
}

/** The reader's language, and the company's name and colour; none of them is worth failing for. */
async function lookOf({ request, linked }: Landed, deps: ApiDeps) {
  const accepted = acceptedLanguage(request.headers['accept-language']);
  try {
    if (!linked) return { language: accepted ?? languageFor(undefined, undefined) };
    const { settings } = await deps.live.forBatch()(linked.ref.workspaceId);
    const language = accepted ?? languageFor(await customerLanguage(linked, deps), settings.language);
    const { enabled: isMailed, look } = settings.continuity;
    return { language, isMailed, sender: settings.email?.name, colour: look[language]?.colour };
  } catch {
    return { language: accepted ?? languageFor(undefined, undefined) };
  }
}

async function customerLanguage({ ref }: LinkedSession, deps: ApiDeps): Promise<string | undefined> {
  return (await deps.conversations.load(ref)).customer?.language;
}
