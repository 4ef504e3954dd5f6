/** What was parked, once more. */
import type { ParkedMessage } from '../ports/parked';
import type { Deps } from './deps';
import { type Refused, refused } from './problem';
import { readEventMessage } from './read-event';
import { readMailIn } from './read-mail-in';
import { MessageError, readEffectBatch, readObject, readRing } from './read-message';

/**
 * Sends a parked message again, as another attempt so that no queue takes it for a repeat, and takes it off the list. Should
 * it fail again, it is parked anew. Twice at once does no harm: what is done twice is recognised by its ids.
 */
export async function retryParked(
  workspaceId: string,
  id: string,
  deps: Pick<Deps, 'parked' | 'queues' | 'clock'>,
): Promise<{ ok: true } | Refused> {
  const message = await deps.parked.get(workspaceId, id);
  if (!message) {
    const detail = 'There is no such parked message in this workspace; it may have been retried already.';
    return refused({ status: 404, code: 'parked.unknown', detail });
  }
  try {
    await resend(message, deps);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return refused({ status: 409, code: error.code, detail: error.message });
  }
  await deps.parked.remove(workspaceId, id);
  return { ok: true };
}

async function resend(message: ParkedMessage, { queues, clock }: Pick<Deps, 'queues' | 'clock'>): Promise<void> {
  const attempt = message.retries + 1;
  if (message.queue === 'actions' || message.queue === 'slow') {
    const lane = message.queue === 'actions' ? 'channel' : 'slow';
    return queues.sendEffects(lane, { ...readEffectBatch(message.body), attempt });
  }
  if (message.queue === 'mail') return queues.sendMailIn(mailAgain(message.body, attempt));
  const read =
    message.queue === 'events'
      ? readEventMessage(message.body)
      : { kind: 'ring' as const, ring: readRing(message.body) };
  if (read.kind === 'event') return queues.sendEvents([{ kind: 'event', event: { ...read.event, attempt } }]);
  return queues.sendEvents([{ kind: 'ring', ring: { ...read.ring, receivedAt: clock.now() } }]);
}

/** As it stood in the queue, whoever told of it; the attempt is told beside. */
function mailAgain(body: string, attempt: number): string {
  const told = readObject(body);
  readMailIn(told);
  return JSON.stringify({ ...told, attempt });
}
