/**
 * Where in a call a request of Twilio stands: the URLs that our TwiML names carry it, and Twilio signs them. All lead to
 * `/voice/{channelId}`, which answers at once; `/webhooks/{channelId}` only takes what is told.
 */
const ADDRESS = /\/(?:webhooks|voice)\/([^/]+).*$/;

/** The step of a run that a request answers. */
export interface AskedBy {
  runId: string;
  effectId: string;
  workflowId: string;
  /** `call.menu`… */
  step: string;
}

export interface Place {
  /** The channel's voice address, as this request named its host; undefined when its URL is none of ours. */
  address?: string;
  /** It came to `/webhooks/…`, where nobody waits for what a run says. */
  isWebhook: boolean;
  by?: AskedBy;
  /** Nothing was recorded: Twilio went on behind <Record>. */
  isSilent: boolean;
  /** The caller is held until this run says something behind that entry of the timeline. */
  holds?: { runId: string; after: number };
  /** The call left its queue for an agent who was assigned. */
  rings?: string;
  /** The fallback was given already. */
  isFallback: boolean;
}

/** Reads the URL of a request. */
export function placeOf(requestUrl: string): Place {
  const url = URL.parse(requestUrl);
  const address = url && addressOf(url);
  const asked = url?.searchParams ?? new URLSearchParams();
  const [runId, effectId] = [asked.get('run'), asked.get('effect')];
  const [workflowId, step, after] = [asked.get('workflow'), asked.get('step'), asked.get('after')];
  const rings = asked.get('ring');
  return {
    ...(address && { address }),
    isWebhook: url?.pathname.includes('/webhooks/') ?? false,
    ...(runId && effectId && workflowId && step && { by: { runId, effectId, workflowId, step } }),
    ...(runId && after && /^\d{1,15}$/.test(after) && { holds: { runId, after: Number(after) } }),
    ...(rings && { rings }),
    isSilent: asked.has('silent'),
    isFallback: asked.has('fallback'),
  };
}

/** `ids` says how the channel's id is written in the path. */
function addressOf(url: URL): string | undefined {
  if (!ADDRESS.test(url.pathname)) return undefined;
  const ids = url.searchParams.get('ids');
  const path = url.pathname.replace(ADDRESS, '/voice/$1');
  return `${url.origin}${path}${ids === null ? '' : `?ids=${encodeURIComponent(ids)}`}`;
}

/** An address with parameters added. */
export function linkTo(address: string, parameters: Readonly<Record<string, string | number>>): string {
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return added.length === 0 ? address : `${address}${address.includes('?') ? '&' : '?'}${added.join('&')}`;
}
