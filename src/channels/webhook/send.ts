/** Tells the owner's own system of an effect (contract, "Effects at a channel"). */
import type { Effect } from '../../engine/effects';
import type { ConversationRef } from '../../engine/event';
import { formatInstant, type Instant } from '../../engine/time';
import type { ChannelOf, OutboundRequest } from '../channel';
import type { WebhookConfig } from './config';
import { signatureHeaders } from './signature';

const TIMEOUT_MS = 10_000;

/** The signed request; undefined while the channel has no `deliverUrl`. The effect's id is constant over all attempts. */
export function send(
  effect: Effect,
  ref: ConversationRef,
  channel: ChannelOf<WebhookConfig>,
  now: Instant,
): OutboundRequest | undefined {
  if (channel.config.deliverUrl === undefined) return undefined;
  const body = JSON.stringify({
    type: effect.type,
    timestamp: formatInstant(effect.createdAt),
    data: dataOf(effect, ref),
  });
  const signed = signatureHeaders(channel.secrets, effect.id, now, Buffer.from(body));
  return {
    method: 'POST',
    url: channel.config.deliverUrl,
    headers: { 'content-type': 'application/json', ...signed },
    body,
    idempotent: true,
    timeoutMs: TIMEOUT_MS,
  };
}

/** Ids come first for the reader, and win over a step's fields of the same name. */
function dataOf(effect: Effect, ref: ConversationRef): Record<string, unknown> {
  const { id: effectId, workflowId, runId } = effect;
  const ids = { effectId, ...ref, ...(workflowId && { workflowId }), ...(runId && { runId }) };
  return { ...ids, ...effect.fields, ...ids };
}
