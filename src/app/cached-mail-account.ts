/** What the account may send, remembered for ten minutes: each e-mail asks for it, and it seldom changes. */
import type { Instant, Millis } from '../engine/time';
import type { Clock } from '../ports/clock';
import { type MailAccount, QUOTA_FOR } from '../ports/mail-account';

/** An account that cannot be asked now is asked again after this. */
const UNKNOWN_FOR: Millis = 60_000;

/** Puts a cache before `quota`. */
export function cachedMailAccount(account: MailAccount, clock: Clock): MailAccount {
  let kept: { quota: Awaited<ReturnType<MailAccount['quota']>>; until: Instant } | undefined;
  return {
    quota: async () => {
      if (kept && kept.until > clock.now()) return kept.quota;
      const quota = await account.quota();
      kept = { quota, until: clock.now() + (quota ? QUOTA_FOR : UNKNOWN_FOR) };
      return quota;
    },
    isVerified: (identity) => account.isVerified(identity),
  };
}
