import * as z from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2048);

/** One Twilio account's voice calls. */
export const twilioVoiceConfig = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'must be the account SID: AC and 32 hexadecimal digits'),
  /** The number customers call; it also sends SMS. Without it a message to a caller is not sent. */
  number: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +82212345678')
    .optional(),
  /** TwiML that takes the call over whenever Twilio asks us what to do next; without it the call ends there. */
  continueUrl: httpUrl.optional(),
  /** Another host of the API, for tests and regions. */
  apiUrl: httpUrl.optional(),
});
export type TwilioVoiceConfig = z.infer<typeof twilioVoiceConfig>;

/** An auth token, as the Twilio console shows it. */
export const authToken = z.string().regex(/^[0-9a-f]{32}$/, 'must be the auth token: 32 hexadecimal digits');
