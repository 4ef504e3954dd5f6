import type { Millis } from '../engine/time';

/** How the account may send, as its provider says. */
export interface MailAccount {
  /** Undefined: it cannot be asked now. Kept for `Millis` by whoever reads it. */
  quota(): Promise<{ perSecond: number; perDay: number; sentLastDay: number; enabled: boolean } | undefined>;
  /** Whether an identity (domain or address) is verified, so that it may be sent from; undefined when it cannot be asked now. */
  isVerified(identity: string): Promise<boolean | undefined>;
}

/** How long a quota may be kept. */
export const QUOTA_FOR: Millis = 600_000;
