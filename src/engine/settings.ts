/** What a workspace sets for itself. */
import * as z from 'zod';
import { continuitySchema } from './continuity-settings';
import { duration, HOUR } from './durations';
import { addressProblem } from './email-address';
import { MAX_ID } from './ids';

const from = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'must be HH:MM, at most 23:59' });
const to = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, { message: 'must be HH:MM, at most 24:00' });
/** With `to` before `from` it goes on over midnight: 22:00 to 06:00. */
const range = z
  .strictObject({ from, to })
  .refine((value) => value.from !== value.to, { message: '`from` and `to` must differ; all day is 00:00 to 24:00' });
const day = z.array(range).max(10);

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export const hoursSchema = z.strictObject({
  timeZone: z.string().refine(isZone, { message: 'must be an IANA time zone such as Asia/Seoul' }),
  weekly: z.strictObject({
    mon: day.optional(),
    tue: day.optional(),
    wed: day.optional(),
    thu: day.optional(),
    fri: day.optional(),
    sat: day.optional(),
    sun: day.optional(),
  }),
  /** Dates closed all day, `YYYY-MM-DD` in the zone. */
  holidays: z.array(z.iso.date()).max(400).default([]),
});
export type OperatingHours = z.infer<typeof hoursSchema>;

/** Whom e-mails of steps come from. `from` has to be of the identity that this installation may send as. */
const email = z.strictObject({
  from: z.string().superRefine((address, context) => {
    const problem = addressProblem(address);
    if (problem) context.addIssue(problem);
  }),
  /** Shown beside the address. */
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}+$/u, { message: 'must have no line breaks or other control characters' })
    .optional(),
});

export const settingsSchema = z.strictObject({
  /** Absent: always inside. */
  operatingHours: hoursSchema.optional(),
  /** Open or closed by hand, from `since` until the schedule opens or closes next. */
  hoursOverride: z
    .strictObject({ state: z.enum(['open', 'closed']), since: z.iso.datetime({ offset: true }) })
    .optional(),
  /** A chat not in the inbox and silent for this long is closed. */
  inactivity: duration(60_000, 720 * HOUR, 'from PT1M to PT720H').default('PT24H'),
  /** Wrap-up closes after this. */
  wrapUp: duration(0, 72 * HOUR, 'from PT0S to PT72H').default('PT15M'),
  /** Language of customers who tell none, BCP 47. */
  language: z.string().min(2).max(35).default('ko'),
  /** Runs of one workflow in one conversation within a minute before the fuse trips. */
  fuse: z.number().int().min(1).max(1000).default(20),
  /** Absent: e-mails come from the installation's own sender. */
  email: email.optional(),
  /** Unread answers go on by e-mail. */
  continuity: continuitySchema.prefault({}),
  /** The channel by which SMS leave; absent: that of the conversation. */
  sms: z.strictObject({ channelId: z.string().min(1).max(MAX_ID) }).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
