/** Parking: a message that cannot be handled is stored and shown, to be retried by hand. */
import { shortHash } from '../engine/ids';
import type { ParkedMessage } from '../ports/parked';
import type { QueueName } from '../ports/receipts';
import type { Deps } from './deps';
import { isId, isObject } from './read-message';

/** Where messages are parked that do not say whose they are. */
export const NO_WORKSPACE = '-';

/** Parks a message as it stood in its queue; parking it again changes nothing. */
export async function park(
  message: { queue: QueueName; messageId: string; body: string },
  reason: string,
  deps: Pick<Deps, 'parked' | 'clock'>,
): Promise<void> {
  const { queue, messageId, body } = message;
  const { workspaceId, attempt, ...conversation } = ownerOf(body);
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
}

/** Whose message it is, as far as it can be told from whatever it is. */
function ownerOf(body: string): Pick<ParkedMessage, 'workspaceId' | 'conversation'> & { attempt: number } {
  const value = parse(body);
  const names = [value.event, value.ring, value.ref, value].find(isObject) ?? {};
  const { workspaceId, channelId, subject, conversationId = subject } = names;
  const attempt = isObject(value.event) ? value.event.attempt : value.attempt;
  return {
    workspaceId: isId(workspaceId) ? workspaceId : NO_WORKSPACE,
    attempt: Number.isSafeInteger(attempt) ? (attempt as number) : 0,
    ...(isId(channelId) && isId(conversationId) && { conversation: { channelId, conversationId } }),
  };
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
