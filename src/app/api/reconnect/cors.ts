/** Which pages may read what is answered: those of the channel's portal. */
import type { ChannelRecord } from '../../../ports/channels';
import type { ApiRequest, ApiResponse } from '../http';

/** Long enough for a visit, short enough for a portal that moves. */
const PREFLIGHT_SECONDS = '600';

const originOf = ({ reconnect }: Pick<ChannelRecord, 'reconnect'>): string | undefined =>
  reconnect && new URL(reconnect.portalUrl).origin;

/** The answer as a page of the portal may read it; others' browsers keep it from them. No cookies are sent or taken. */
export function readable(
  response: ApiResponse,
  request: Pick<ApiRequest, 'headers'>,
  channel: Pick<ChannelRecord, 'reconnect'> | undefined,
): ApiResponse {
  const { origin } = request.headers;
  const isPortal = origin !== undefined && channel !== undefined && originOf(channel) === origin;
  const allowed = isPortal && { 'access-control-allow-origin': origin };
  return { ...response, headers: { ...response.headers, vary: 'Origin, Accept, Accept-Language', ...allowed } };
}

/** The answer to a browser that asks whether it may send. */
export function preflight(request: ApiRequest, channel: ChannelRecord | undefined, methods: string): ApiResponse {
  const response = readable({ status: 204, headers: {}, body: '' }, request, channel);
  if (response.headers['access-control-allow-origin'] === undefined) return response;
  const allowed = {
    'access-control-allow-methods': methods,
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': PREFLIGHT_SECONDS,
  };
  return { ...response, headers: { ...response.headers, ...allowed } };
}
