/** What a workspace sets about carrying unread answers on by e-mail. */
import * as z from 'zod';
import { waitDuration } from './durations';
import { LANGUAGES } from './language';

const httpsUrl = z
  .url({ protocol: /^https$/, message: 'must be an https URL' })
  .max(2048)
  .refine((url) => !url.includes('@'), { message: 'must have no user name in it' });
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}+$/u, { message: 'must have no line breaks or other control characters' });

/** How the e-mails look in one language; what is absent is as the product has it. */
export const mailLookSchema = z.strictObject({
  subject: line(200).optional(),
  greeting: line(500).optional(),
  footer: z.string().min(1).max(2_000).optional(),
  logoUrl: httpsUrl.optional(),
  /** Of button and line, as `#rrggbb`. */
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { message: 'must be a colour such as #0b5fff' })
    .optional(),
});
export type MailLook = z.infer<typeof mailLookSchema>;

export const continuitySchema = z.strictObject({
  /** The one switch: request of the address, confirmation, and the e-mails. */
  enabled: z.boolean().default(false),
  /** How long answers stay unread before they are sent. */
  delay: waitDuration.default('PT10M'),
  /** The same, while the customer's last message came by e-mail. */
  replyDelay: waitDuration.default('PT1M'),
  /**
   * Where the customer finds the conversation; pages of its origin are linked as they are. Absent: no link. E-mails of channels that
   * bring customers back have the link into the conversation instead.
   */
  siteUrl: httpsUrl.optional(),
  /** By language. */
  look: z.partialRecord(z.enum(LANGUAGES), mailLookSchema).default({}),
});
export type Continuity = z.infer<typeof continuitySchema>;
