/** The inner door: events that were verified and translated get workspace, channel and arrival, and are queued. */
import type { InboundEvent } from '../channels/channel';
import type { ConversationEvent } from '../engine/event';
import type { Instant } from '../engine/time';
import type { ChannelRecord } from '../ports/channels';
import type { Deps } from './deps';
import { type Refused, refused } from './problem';

/**
 * Events in one minute, counted approximately. Far above what people write: they stop an integration that runs away before
 * it holds up others, and are no tariff.
 */
const MOST = { workspace: 30_000, conversation: 3_000 };
const WINDOW = { seconds: 60 };

export type Taken = { ok: true; accepted: number } | Refused;
export type TakeDeps = Pick<Deps, 'clock' | 'queues' | 'rates'>;

/** The event as the engine takes it. What was cut off a long text travels beside it and is kept in the timeline only. */
export function stamp(
  event: InboundEvent,
  channel: Pick<ChannelRecord, 'id' | 'workspaceId'>,
  now: Instant,
): ConversationEvent {
  const { wholeText, ...told } = event;
  const text = 'text' in event.data ? (event.data.text ?? '') : '';
  return {
    schema: 1,
    workspaceId: channel.workspaceId,
    channelId: channel.id,
    receivedAt: now,
    ...told,
    ...(wholeText !== undefined && { textRest: wholeText.slice(text.length) }),
  } as ConversationEvent;
}

/**
 * Queues events of one workspace; answers when the queue took all of them.
 * @throws StoreError (retry) when it did not: some may be queued, and taking them again is safe
 */
export async function takeEvents(
  events: readonly ConversationEvent[],
  workspaceId: string,
  deps: TakeDeps,
): Promise<Taken> {
  const tooMany = await overLimit(events, workspaceId, deps);
  if (tooMany) return tooMany;
  if (events.length > 0) await deps.queues.sendEvents(events.map((event) => ({ kind: 'event', event })));
  return { ok: true, accepted: events.length };
}

async function overLimit(
  events: readonly ConversationEvent[],
  workspaceId: string,
  deps: TakeDeps,
): Promise<Refused | undefined> {
  const now = deps.clock.now();
  const byConversation = Map.groupBy(events, (event) => JSON.stringify([event.channelId, event.subject]));
  const counters: [key: string, count: number, most: number][] = [
    [`workspace#${workspaceId}`, events.length, MOST.workspace],
    ...[...byConversation].map(([name, { length }]): [string, number, number] => {
      return [`conversation#${workspaceId}#${name}`, length, MOST.conversation];
    }),
  ];
  for (const [key, count, most] of counters) {
    if (count > 0 && (await deps.rates.add(key, WINDOW, now, count)) > most) return tooManyOf(key, most, now);
  }
  return undefined;
}

function tooManyOf(key: string, most: number, now: Instant): Refused {
  const window = WINDOW.seconds * 1_000;
  const of = key.startsWith('workspace#') ? 'workspace' : 'conversation';
  const detail = `A ${of} takes at most ${most} events a minute; send the same request again later.`;
  const retryAfterSeconds = Math.ceil((window - (now % window)) / 1_000);
  return refused({ status: 429, code: `rate.${of}`, detail, retryAfterSeconds });
}
