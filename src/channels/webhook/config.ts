import * as z from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function isDeliverable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
  return safe && url.username === '' && url.password === '';
}

/** Where effects are told to the owner's system; without it they stand in our state only. */
export const webhookConfig = z.strictObject({
  deliverUrl: z
    .string()
    .max(2048)
    .refine(isDeliverable, { message: 'must be an https URL without user name and password (http for localhost only)' })
    .optional(),
});
export type WebhookConfig = z.infer<typeof webhookConfig>;
