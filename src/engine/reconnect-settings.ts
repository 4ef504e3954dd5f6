/** What a channel sets about bringing customers back who were cut off (requirements R1). */
import * as z from 'zod';
import { duration, HOUR } from './durations';
import { isLoopbackUrl } from './loopback-url';

const MINUTE = 60_000;
const SECURE = 'must be an https URL (http for localhost, 127.0.0.1 and [::1] only)';
/** A widget that is being built lives on its author's own machine. */
const pageUrl = z
  .url({ protocol: /^https?$/, message: SECURE, abort: true })
  .max(2_048)
  .refine((url) => /^https:/i.test(url) || isLoopbackUrl(url), { message: SECURE })
  .refine(isNobodys, { message: 'must have no user name in it' })
  .meta({ description: 'https URL; http for localhost, 127.0.0.1 and [::1] only' });

/** Read as browsers read it, who take `https:me@shop.example` for an address too. */
function isNobodys(url: string): boolean {
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

export const reconnectSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** How long the same agent is kept for a customer who is gone. */
  timeLimit: duration(MINUTE, 72 * HOUR, 'from PT1M to PT72H').default('PT3M'),
  /** Where the widget lives; links lead there. */
  portalUrl: pageUrl,
  /** Where who comes too late is sent; absent: they are offered a new conversation. */
  redirectUrl: pageUrl.optional(),
});
export type Reconnect = z.infer<typeof reconnectSchema>;
