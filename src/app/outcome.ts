/** What the result of a request to the outside means for the effect that it was made for. */
import { parseJsonDoor } from '../channels/json-door';
import type { Instant, Millis } from '../engine/time';
import type { EffectAnswer } from '../ports/claims';
import type { MailResult } from '../ports/mail';
import type { OutboundResult } from '../ports/outbound-http';
import type { Ended } from './end-effect';

/**
 * `again`: it was certainly not done, or may safely be done twice. `unknown`: it may have been done and must not be done
 * twice. `failed`: it will never be done.
 */
export type EffectOutcome =
  | { kind: 'done'; answer?: EffectAnswer; detail?: string }
  | { kind: 'again'; detail: string; notBefore?: Millis }
  | { kind: 'unknown'; detail: string }
  | { kind: 'failed'; detail: string };

/** Before the second, third, fourth and fifth attempt: about five minutes in all. */
const BACK_OFF: readonly Millis[] = [5_000, 20_000, 60_000, 180_000];
const MOST_TEXT = 20_000;
const LONGEST_RETRY_AFTER: Millis = 5 * 60_000;
/** Not now: the receiver took nothing. @see https://www.rfc-editor.org/rfc/rfc9110#name-status-codes and RFC 8470 for 425 */
const NOT_NOW = new Set([408, 409, 425, 429, 503]);

/** @param isIdempotent the receiver recognises a repeat of the same effect */
export function outcomeOf(result: OutboundResult, isIdempotent: boolean, now: Instant): EffectOutcome {
  if (result.kind === 'refused') {
    return { kind: result.forGood ? 'failed' : 'again', detail: `The request could not be sent: ${result.reason}.` };
  }
  if (result.kind === 'ambiguous') {
    return { kind: isIdempotent ? 'again' : 'unknown', detail: `The answer did not come: ${result.reason}.` };
  }
  const { status, headers } = result;
  if (status >= 200 && status < 300) return { kind: 'done', answer: answerOf(result) };
  const detail = `The receiver answered ${status}.`;
  if (NOT_NOW.has(status)) return { kind: 'again', detail, ...retryAfter(headers, now) };
  if (status >= 500)
    return isIdempotent ? { kind: 'again', detail, ...retryAfter(headers, now) } : { kind: 'unknown', detail };
  const redirects = status >= 300 && status < 400 ? ' Redirects are not followed: give the final address.' : '';
  return { kind: 'failed', detail: detail + redirects };
}

/** E-mail has no idempotency key. */
export function mailOutcome(result: MailResult): EffectOutcome {
  if (result.kind === 'sent') return { kind: 'done', detail: `Taken for delivery as ${result.messageId}.` };
  if (result.kind === 'ambiguous') return { kind: 'unknown', detail: `The answer did not come: ${result.reason}.` };
  return { kind: result.forGood ? 'failed' : 'again', detail: `The e-mail was not taken: ${result.reason}.` };
}

/** Of an answer that has to say something: what it says, or why the step failed. */
export function understood(status: number, meaning: { body: unknown } | { problem: string }): EffectOutcome {
  if ('problem' in meaning) return { kind: 'failed', detail: meaning.problem };
  return { kind: 'done', answer: { status, body: meaning.body } };
}

/** What an outcome means for the claim; what may be tried again is given back until its pause is over. */
export function endOf(outcome: EffectOutcome, attempts: number, now: Instant): Ended {
  if (outcome.kind === 'done') {
    const { answer, detail } = outcome;
    return { state: 'done', ...(answer && { answer }), ...(detail !== undefined && { detail }) };
  }
  if (outcome.kind === 'unknown') {
    const detail = `${outcome.detail} Whether it was done is not known, so it is not tried again.`;
    return { state: 'unknown', detail };
  }
  const backOff = BACK_OFF[attempts - 1];
  if (outcome.kind === 'failed' || backOff === undefined) {
    return { state: 'failed', detail: `${outcome.detail} Attempts: ${attempts}.` };
  }
  return { state: 'released', detail: outcome.detail, notBefore: now + Math.max(backOff, outcome.notBefore ?? 0) };
}

/** The body parsed if JSON, else as text; cut to 20,000 characters, and then always text. */
function answerOf({ status, headers, body }: OutboundResult & { kind: 'answer' }): EffectAnswer {
  const isJson = /\bjson\b/i.test(headers['content-type'] ?? '') && body.length <= MOST_TEXT;
  const parsed = isJson ? parseJsonDoor(Buffer.from(body), { maxBytes: 4 * MOST_TEXT, maxDepth: 32 }) : undefined;
  return { status, body: parsed?.ok ? parsed.value : body.slice(0, MOST_TEXT).toWellFormed() };
}

/** Seconds or a date; never more than five minutes. */
function retryAfter(headers: Record<string, string>, now: Instant): { notBefore?: Millis } {
  const given = headers['retry-after']?.trim() ?? '';
  const millis = /^\d{1,9}$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - now;
  return millis > 0 ? { notBefore: Math.min(millis, LONGEST_RETRY_AFTER) } : {};
}
