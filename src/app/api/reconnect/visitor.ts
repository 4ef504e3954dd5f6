/** Who calls from a page of the portal: a customer, by a token that the channel's site has signed. */
import type { ChannelRecord } from '../../../ports/channels';
import { identify } from '../../reconnect/identity';
import { type ApiDeps, type ApiRequest, type ApiResponse, problem } from '../http';
import type { Way } from './answers';
import { readable } from './cors';
import { failedOpen } from './fail-open';

export interface Visitor {
  channel: ChannelRecord;
  customerId: string;
}
/** `way` where no token would help: a new conversation is all that can be offered. */
type Visit =
  | { ok: true; visitor: Visitor }
  | { ok: false; way: Way & { ok: false } }
  | { ok: false; response: ApiResponse };

/** The token of the header. */
export const bearerOf = ({ headers }: ApiRequest): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];

/** @throws StoreError (retry) */
export async function visit(
  token: string | undefined,
  channel: ChannelRecord | undefined,
  deps: ApiDeps,
): Promise<Visit> {
  if (!channel) return { ok: false, way: { ok: false, reason: 'unknown' } };
  if (!channel.reconnect?.enabled || !channel.identity) return refused('disabled', channel);
  if (token === undefined) return { ok: false, response: unauthorized('Send it as Authorization: Bearer …') };
  const first = await identify(token, channel, deps);
  // The channel's keys may be newer than the copy at hand.
  const again = !first.ok && first.reason === 'invalid' && (await newer(channel, deps));
  const identified = again ? await identify(token, again, deps) : first;
  if (identified.ok) return { ok: true, visitor: { channel, customerId: identified.customerId } };
  if (identified.reason !== 'invalid') return refused(identified.reason, channel);
  return { ok: false, response: unauthorized(`This one proves nobody: ${identified.detail}.`) };
}

function refused(reason: 'disabled' | 'unavailable', { reconnect }: ChannelRecord): Visit & { ok: false } {
  const portalUrl = reconnect && { portalUrl: reconnect.portalUrl };
  return { ok: false, way: { ok: false, reason, ...portalUrl } };
}

async function newer({ id, version }: ChannelRecord, { channels }: ApiDeps): Promise<ChannelRecord | undefined> {
  const stored = await channels.get(id, { fresh: true });
  return stored && stored.version !== version ? stored : undefined;
}

export function unauthorized(why: string): ApiResponse {
  const detail = `A token that the channel's site has signed for its customer is asked for. ${why}`;
  return problem(401, 'identity.invalid', detail, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
}

/** How a page is answered: readable by the portal's pages alone, and with a way on when a store fails. */
export async function answerPage(
  request: ApiRequest,
  channelId: string,
  deps: ApiDeps,
  act: (channel: ChannelRecord | undefined) => Promise<ApiResponse>,
  instead: (way: Way & { ok: false }) => ApiResponse,
): Promise<ApiResponse> {
  let channel: ChannelRecord | undefined;
  try {
    channel = await deps.channels.get(channelId);
    return readable(quiet(await act(channel)), request, channel);
  } catch (error) {
    const portalUrl = channel?.reconnect && { portalUrl: channel.reconnect.portalUrl };
    const response = instead({ ok: false, reason: 'unavailable', ...portalUrl });
    return { ...readable(quiet(response), request, channel), ...failedOpen(error) };
  }
}

const quiet = (response: ApiResponse): ApiResponse => ({
  ...response,
  headers: { 'cache-control': 'no-store', ...response.headers },
});
