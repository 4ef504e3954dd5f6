/** A provider's webhook: verified, translated, queued. */

import type { Translated, WebhookRequest } from '../channels/channel';
import { REQUEST_LIMITS } from '../channels/json-door';
import type { AnyChannelKind } from '../channels/registry';
import { channelKind } from '../channels/registry';
import type { ChannelRecord } from '../ports/channels';
import type { Deps } from './deps';
import { type Refused, refused } from './problem';
import { stamp, type TakeDeps, takeEvents } from './take-events';

export type AcceptedWebhook = ({ ok: true; accepted: number } & Pick<Translated, 'reply'>) | Refused;
export type AcceptDeps = TakeDeps & Pick<Deps, 'channels'>;

/**
 * Takes a request for a channel; answers yes only when the queue has its events.
 * @param request its `url` is the public one, which providers sign
 * @throws StoreError (retry) when a store or the queue does not answer: the provider is to send it again
 */
export async function acceptWebhook(
  channelId: string,
  request: WebhookRequest,
  deps: AcceptDeps,
): Promise<AcceptedWebhook> {
  const found = await verifiedChannel(channelId, request, deps);
  return found.ok ? takeVerified(found, request, deps) : found;
}

/** Takes a request that was verified. @throws StoreError (retry) as `acceptWebhook` does */
export async function takeVerified(
  { channel, kind }: Verified & { ok: true },
  request: WebhookRequest,
  deps: AcceptDeps,
): Promise<AcceptedWebhook> {
  const now = deps.clock.now();
  const translated = kind.translate(request, channel, now);
  if (!translated.ok) return refused(translated);
  const taken = await takeEvents(
    translated.events.map((event) => stamp(event, channel, now)),
    channel.workspaceId,
    deps,
  );
  return taken.ok && translated.reply ? { ...taken, reply: translated.reply } : taken;
}

export type Verified = { ok: true; channel: ChannelRecord; kind: AnyChannelKind } | Refused;

/**
 * The channel that a request is for, if its provider sent it. A secret may be newer than the copy at hand: only what fails against
 * the stored one too is refused.
 */
export async function verifiedChannel(
  channelId: string,
  request: WebhookRequest,
  deps: Pick<Deps, 'channels' | 'clock'>,
): Promise<Verified> {
  if (request.body.byteLength > REQUEST_LIMITS.maxBytes) {
    const detail = `The body is larger than ${REQUEST_LIMITS.maxBytes} bytes; send less at a time.`;
    return refused({ status: 413, code: 'body.tooLarge', detail });
  }
  const first = verify(await deps.channels.get(channelId), request, deps);
  if (first.ok || first.problem.status !== 401) return first;
  return verify(await deps.channels.get(channelId, { fresh: true }), request, deps);
}

function verify(channel: ChannelRecord | undefined, request: WebhookRequest, { clock }: Pick<Deps, 'clock'>): Verified {
  const kind = channel && channelKind(channel.kind);
  if (!kind) {
    const detail = 'No channel takes webhooks at this address; check the channel id in it.';
    return refused({ status: 404, code: 'channel.unknown', detail });
  }
  const verdict = kind.verify(request, channel, clock.now());
  return verdict.ok ? { ok: true, channel, kind } : refused(verdict);
}
