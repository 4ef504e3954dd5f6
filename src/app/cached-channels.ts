/** Channels, remembered for half a minute: webhooks come in bursts, and a secret seldom changes. */
import type { Instant } from '../engine/time';
import type { ChannelRecord, Channels } from '../ports/channels';
import type { Clock } from '../ports/clock';

const KEEP_MS = 30_000;
const MOST = 1_000;

/** Puts a cache before `get`; what is not there is asked for again each time, so that a new channel works at once. */
export function cachedChannels(channels: Channels, clock: Clock): Channels {
  const kept = new Map<string, { record: ChannelRecord; until: Instant }>();
  const forgetting = async <T>(channelId: string, changing: Promise<T>): Promise<T> => {
    const changed = await changing;
    kept.delete(channelId);
    return changed;
  };
  return {
    get: async (channelId, options = {}) => {
      const known = kept.get(channelId);
      if (known && !options.fresh && known.until > clock.now()) return known.record;
      const record = await channels.get(channelId, options);
      if (kept.size >= MOST) kept.clear();
      if (record) kept.set(channelId, { record, until: clock.now() + KEEP_MS });
      else kept.delete(channelId);
      return record;
    },
    list: (workspaceId) => channels.list(workspaceId),
    put: (record) => forgetting(record.id, channels.put(record)),
    remove: (channelId) => forgetting(channelId, channels.remove(channelId)),
  };
}
