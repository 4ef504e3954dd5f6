/** What a channel sets about bringing customers back who were cut off (requirements R1). */
import * as z from 'zod';
import { duration, HOUR } from './durations';

const MINUTE = 60_000;
const httpsUrl = z
  .url({ protocol: /^https$/, message: 'must be an https URL' })
  .max(2_048)
  .refine((url) => !/^https:\/\/[^/?#]*@/.test(url), { message: 'must have no user name in it' });

export const reconnectSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** How long the same agent is kept for a customer who is gone. */
  timeLimit: duration(MINUTE, 72 * HOUR, 'from PT1M to PT72H').default('PT3M'),
  /** Where the widget lives; links lead there. */
  portalUrl: httpsUrl,
  /** Where who comes too late is sent; absent: they are offered a new conversation. */
  redirectUrl: httpsUrl.optional(),
});
export type Reconnect = z.infer<typeof reconnectSchema>;
