/** API keys, remembered for half a minute: every request asks for one. */
import type { Instant } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { ApiKeyRecord, Keys } from '../../ports/keys';

const KEEP_MS = 30_000;
const MOST = 1_000;

/** Puts a cache before `get`. Unknown keys are asked for each time, so that a new one works at once and guesses fill nothing. */
export function cachedKeys(keys: Keys, clock: Clock): Keys {
  const kept = new Map<string, { record: ApiKeyRecord; until: Instant }>();
  return {
    get: async (hash) => {
      const known = kept.get(hash);
      if (known && known.until > clock.now()) return known.record;
      const record = await keys.get(hash);
      if (kept.size >= MOST) kept.clear();
      if (record) kept.set(hash, { record, until: clock.now() + KEEP_MS });
      else kept.delete(hash);
      return record;
    },
    put: (record) => keys.put(record),
    list: (workspaceId) => keys.list(workspaceId),
    remove: async (hash) => {
      kept.delete(hash);
      await keys.remove(hash);
    },
  };
}
