/** Channels, remembered: for half a minute where webhooks come in bursts, and for a batch where what is set has to count at once. */
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

/**
 * Puts a memory before `get` that is good for one batch, as the live configuration's is: how customers are brought back, and where
 * deliveries go, counts for what comes after it was set.
 */
export function channelsOfBatch(channels: Channels): Channels {
  const read = new Map<string, Promise<ChannelRecord | undefined>>();
  return {
    ...channels,
    get: (channelId, options = {}) => {
      const known = options.fresh ? undefined : read.get(channelId);
      const record = known ?? channels.get(channelId, options);
      read.set(channelId, record);
      // What failed is asked for again: the store may be back for the next of the batch.
      if (!known) record.catch(() => read.delete(channelId));
      return record;
    },
  };
}
