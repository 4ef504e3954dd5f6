import * as z from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2048);
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be an E.164 number such as +82212345678');
const id = z.string().min(1).max(128);

/** Whom <Dial> can ring: a phone, an agent's browser or app, a SIP address. */
const line = z
  .string()
  .regex(
    /^(\+[1-9]\d{6,14}|client:[\w.@+-]{1,200}|sips?:[\w.+-]{1,100}@[\w.-]{1,150}(:\d{1,5})?(;[\w.=-]{1,60})*)$/,
    'must be an E.164 number, client:NAME or sip:NAME@HOST',
  );
/** @see https://www.twilio.com/docs/voice/twiml/enqueue at most 64 characters */
const queue = z.string().min(1).max(64);
/** @see https://www.twilio.com/docs/voice/twiml/number at most ten rung at once */
const team = z.union([z.array(line).min(1).max(10), z.strictObject({ queue })], {
  error: 'must be a list of 1 to 10 lines to ring, or { "queue": NAME }',
});

function mapOf<Value>(value: z.ZodType<Value>) {
  return z.record(id, value).refine((map) => Object.keys(map).length <= 500, 'must have at most 500 entries');
}

/** What a caller gets when no workflow has anything (more) to say. */
const fallback = z
  .strictObject({
    say: z.string().min(1).max(4000).optional(),
    language: z.string().min(2).max(35).optional(),
    /** Rung after that. */
    number: line.optional(),
    /** Or joined. */
    queue: queue.optional(),
  })
  .refine(({ say, number, queue: joined }) => say ?? number ?? joined, 'needs say, number or queue')
  .refine(({ number, queue: joined }) => !number || !joined, 'takes number or queue, not both');

/** One Twilio account's voice calls. */
export const twilioVoiceConfig = z.strictObject({
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'must be the account SID: AC and 32 hexadecimal digits'),
  /** The number customers call; it also sends SMS. Without it a message to a caller is not sent. */
  number: phone.optional(),
  /** Whom `call.route` rings for an agent's id. */
  agents: mapOf(line).optional(),
  /** Whom it rings for a team's id, all at once, or which queue the caller joins. */
  teams: mapOf(team).optional(),
  /** TwiML that takes the call over where no workflow has anything (more) to say. */
  continueUrl: httpUrl.optional(),
  /** Where there is no `continueUrl`; without either the call ends. */
  fallback: fallback.optional(),
  /** Another host of the API, for tests and regions. */
  apiUrl: httpUrl.optional(),
});
export type TwilioVoiceConfig = z.infer<typeof twilioVoiceConfig>;

/** An auth token, as the Twilio console shows it. */
export const authToken = z.string().regex(/^[0-9a-f]{32}$/, 'must be the auth token: 32 hexadecimal digits');
