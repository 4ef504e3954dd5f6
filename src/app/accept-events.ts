/** Events by the API: CloudEvents for the channels of one workspace. */
import { type CloudEvent, parseCloudEvents } from '../channels/cloud-events';
import type { ConversationEvent } from '../engine/event';
import type { ChannelRecord } from '../ports/channels';
import type { Deps } from './deps';
import { type Refused, refused } from './problem';
import { stamp, type TakeDeps, type Taken, takeEvents } from './take-events';

type AcceptDeps = TakeDeps & Pick<Deps, 'channels'>;

/**
 * Takes parsed JSON, one event or an array of up to 100, all or none.
 * @param workspaceId of the credential, never of the body
 * @throws StoreError (retry) when a store or the queue does not answer: some may be queued, sending all again is safe
 */
export async function acceptEvents(value: unknown, workspaceId: string, deps: AcceptDeps): Promise<Taken> {
  const now = deps.clock.now();
  const parsed = parseCloudEvents(value, { now, unknownFields: 'refuse' });
  if (!parsed.ok) return refused(parsed);
  const channels = await channelsOf(parsed.events, workspaceId, deps);
  const events: ConversationEvent[] = [];
  for (const [index, { source, ...event }] of parsed.events.entries()) {
    const channel = channels.get(source);
    if (!channel) return unknownSource(Array.isArray(value) ? { index } : {});
    events.push(stamp(event, channel, now));
  }
  return takeEvents(events, workspaceId, deps);
}

/** The channels named as sources, without those of other workspaces. */
async function channelsOf(events: readonly CloudEvent[], workspaceId: string, { channels }: AcceptDeps) {
  const sources = [...new Set(events.map(({ source }) => source))];
  const found = await Promise.all(sources.map((source) => channels.get(source)));
  const own = found.filter((channel) => channel?.workspaceId === workspaceId) as ChannelRecord[];
  return new Map(own.map((channel) => [channel.id, channel]));
}

function unknownSource(at: { index?: number }): Refused {
  const detail = 'source: give the id of a channel of this workspace; GET /v1/channels lists them';
  return refused({ status: 400, code: 'event.unknownSource', detail, path: '/source', ...at });
}
