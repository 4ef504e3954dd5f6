/** Signing keys, remembered for half a minute: every link and reply address asks for them. */
import type { Instant, Millis } from '../engine/time';
import type { Clock } from '../ports/clock';
import type { SigningKey, SigningKeys } from '../ports/signing-keys';

const KEEP: Millis = 30_000;

/** Puts a cache before `list`. */
export function cachedSigningKeys(keys: SigningKeys, clock: Clock): SigningKeys {
  let kept: { list: SigningKey[]; until: Instant } | undefined;
  const forgetting = async <T>(changing: Promise<T>): Promise<T> => {
    const changed = await changing;
    kept = undefined;
    return changed;
  };
  return {
    list: async (options = {}) => {
      if (kept && !options.fresh && kept.until > clock.now()) return kept.list;
      const list = await keys.list(options);
      kept = { list, until: clock.now() + KEEP };
      return list;
    },
    rotate: (now) => forgetting(keys.rotate(now)),
    retire: (id) => forgetting(keys.retire(id)),
  };
}
