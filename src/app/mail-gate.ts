/** Whether an e-mail may go now, and how long it waits where it may not: for the account's rate, for its quota, or for its owner. */
import { hash } from 'node:crypto';
import type { Instant, Millis } from '../engine/time';
import type { Deps } from './deps';

/** Nothing is wrong with the e-mail: it waits, and that is no attempt. */
export interface Wait {
  detail: string;
  pause: Millis;
  /** The account's sending is paused. */
  paused?: true;
}

const SECOND = { seconds: 1 };
const SHORTEST: Millis = 2_000;
const LONGEST: Millis = 600_000;
/** Nobody mends a paused account within seconds. */
const PAUSED: Millis = 300_000;

/** Counts this e-mail in the account's second, over all processes. Where nobody can tell or count, it goes. */
export async function gate(
  effectId: string,
  { mailAccount, rates, clock }: Pick<Deps, 'mailAccount' | 'rates' | 'clock'>,
): Promise<Wait | undefined> {
  const quota = await mailAccount.quota();
  if (!quota) return undefined;
  const now = clock.now();
  if (!quota.enabled) return whilePaused(effectId, now, 'Amazon SES says that sending is not enabled');
  const perSecond = Math.max(1, Math.floor(quota.perSecond));
  const sum = perSecond === Number.POSITIVE_INFINITY ? 1 : await rates.add('mail.sent', SECOND, now, 1).catch(() => 1);
  if (sum <= perSecond) return undefined;
  const seconds = Math.floor((sum - 1) / perSecond) + jitter(effectId, now);
  const detail = `The account sends ${perSecond} e-mails a second; this one waits for its turn.`;
  return { detail, pause: Math.min(Math.ceil(seconds * 1_000), LONGEST) };
}

/** As long again as it has waited already, so that those who come back grow fewer and do not come together. */
export function whileThrottled(effectId: string, since: Instant, now: Instant, reason: string): Wait {
  const waited = Math.min(Math.max(now - since, SHORTEST), LONGEST);
  return { detail: `Too many e-mails at once: ${reason}.`, pause: spread(effectId, now, waited) };
}

export function whilePaused(effectId: string, now: Instant, reason: string): Wait {
  const detail = `Sending is paused for the whole account: ${reason}. Somebody has to act (docs/operations.md, "Sending e-mail"); then it goes on by itself.`;
  return { detail, pause: spread(effectId, now, PAUSED), paused: true };
}

/** Between a half and one and a half of it. */
const spread = (effectId: string, now: Instant, pause: Millis) => Math.round(pause * (0.5 + jitter(effectId, now)));

/** From 0 to 1; the same for the same e-mail at the same time, and as good as chance over many. */
const jitter = (effectId: string, now: Instant) =>
  hash('sha256', `${effectId} ${now}`, 'buffer').readUInt16BE(0) / 65_536;
