/** What requests to addresses of the workspace's own have in common. */

export const TIMEOUT_MS = 15_000;

/** Which effect a request is made for: the same over all attempts, so that the receiver can recognise a repeat. */
export const effectHeaders = (effectId: string) => ({
  'idempotency-key': effectId,
  'x-threadkeeper-effect-id': effectId,
});

export const NOT_HTTP = 'The url is not an http or https URL once its placeholders are filled.';

export function isHttpUrl(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  return ['http:', 'https:'].includes(new URL(url).protocol);
}
