/** Parking: a message that cannot be handled is stored and shown, to be retried by hand. */
import type { Ring } from '../engine/event';
import { shortHash } from '../engine/ids';
import type { Instant } from '../engine/time';
import type { ParkedMessage } from '../ports/parked';
import type { QueueName } from '../ports/receipts';
import type { Deps } from './deps';
import { isId, isObject } from './read-message';

/** Where messages are parked that do not say whose they are; see the routes under `/v1/parked/unowned`. */
export const NO_WORKSPACE = '-';

/**
 * Parks a message as it stood in its queue; parking it again changes nothing. It may have been applied and have left something
 * unsent: a ring follows, and whoever handles that sends it.
 */
export async function park(
  message: { queue: QueueName; messageId: string; body: string },
  reason: string,
  deps: Pick<Deps, 'parked' | 'clock'> & Partial<Pick<Deps, 'queues'>>,
): Promise<void> {
  const { queue, messageId, body } = message;
  const { workspaceId, attempt, ...conversation } = ownerOf(queue, body);
  await deps.parked.put({
    id: `pk_${shortHash(queue, messageId)}`,
    workspaceId,
    queue,
    body,
    reason,
    parkedAt: deps.clock.now(),
    retries: attempt,
    ...conversation,
  });
  const ring = queue === 'events' ? ringAfter(body, deps.clock.now()) : undefined;
  if (ring) await deps.queues?.sendEvents([{ kind: 'ring', ring }]);
}

/** None after a ring that was sent to have a look anyway: one that is parked leads to no other. */
function ringAfter(body: string, now: Instant): Ring | undefined {
  const { event, ring } = parse(body);
  const of = isObject(event) ? event : isObject(ring) && ring.due !== undefined ? ring : undefined;
  if (!of) return undefined;
  const { workspaceId, channelId, subject } = of;
  if (!isId(workspaceId) || !isId(channelId) || !isId(subject)) return undefined;
  return { schema: 1, workspaceId, channelId, subject, receivedAt: now };
}

/** Whose message it is, as far as it can be told from whatever it is. */
function ownerOf(
  queue: QueueName,
  body: string,
): Pick<ParkedMessage, 'workspaceId' | 'conversation'> & { attempt: number } {
  const value = parse(body);
  const isOwned = (part: unknown) => isObject(part) && isId(part.workspaceId);
  const places = [placeOf(queue, value), value.event, value.ring, value.ref, value];
  const names = (places.find(isOwned) ?? places.find(isObject) ?? {}) as Record<string, unknown>;
  const { workspaceId, channelId, subject, conversationId = subject } = names;
  const attempt = isObject(value.event) ? value.event.attempt : value.attempt;
  return {
    workspaceId: isId(workspaceId) ? workspaceId : NO_WORKSPACE,
    attempt: Number.isSafeInteger(attempt) ? (attempt as number) : 0,
    ...(isId(channelId) && isId(conversationId) && { conversation: { channelId, conversationId } }),
  };
}

/** Where whoever handles the queue looks for the owner: what can be retried is always its owner's to retry. */
function placeOf(queue: QueueName, value: Record<string, unknown>): unknown {
  if (queue === 'delays') return value;
  if (queue === 'events') return value.kind === 'ring' ? value.ring : value.event;
  return value.ref;
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
