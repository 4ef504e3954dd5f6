import * as z from 'zod';
import { addressProblem } from '../../src/engine/email-address';
import { badRequest } from './errors';

const utf8 = z.strictObject({ Data: z.string().min(1), Charset: z.literal('UTF-8') });
const header = z.strictObject({
  Name: z.string().regex(/^[!-9;-@A-~]{1,126}$/),
  Value: z.string().regex(/^[ -~]{0,870}$/),
});
const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);
const address = z.string().refine((text) => addressProblem(text) === undefined, 'Illegal address');
/** As a header has it: `a@b.example` or `"Name" <a@b.example>`, in ASCII. */
const mailbox = z
  .string()
  .regex(/^[ -~]+$/, 'Local address contains control or non-ASCII characters')
  .refine((text) => addressProblem(addressIn(text)) === undefined, 'Illegal address');

/** Only what is understood: an e-mail that would be another one there is refused. */
const sendEmail = z.strictObject({
  FromEmailAddress: mailbox,
  Destination: z.strictObject({ ToAddresses: z.array(address).min(1).max(50) }),
  ReplyToAddresses: z.array(mailbox).min(1).max(50).optional(),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: utf8,
      Body: z.strictObject({ Text: utf8, Html: utf8.optional() }),
      Headers: z.array(header).max(15).optional(),
    }),
  }),
  ConfigurationSetName: z.string().exactOptional(),
  EmailTags: z
    .array(z.strictObject({ Name: tagPart, Value: tagPart }))
    .max(50)
    .exactOptional(),
});
export type SendEmail = z.output<typeof sendEmail>;

/** The address of a mailbox. */
export function addressIn(text: string): string {
  return /<([^<>]*)>$/.exec(text)?.[1] ?? text;
}

/** Throws BadRequestException naming each member that is wrong. */
export function sendEmailIn(body: Buffer): SendEmail {
  const parsed = sendEmail.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw badRequest(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

const note = z.object({
  effectId: z.string(),
  type: z.string(),
  workflowId: z.string().exactOptional(),
  channelId: z.string(),
  conversationId: z.string(),
});

/** What the sender notes of the effect, for people; undefined where it notes nothing. */
export function noteIn(value: string | string[] | undefined): z.output<typeof note> | undefined {
  if (typeof value !== 'string') return undefined;
  return note.safeParse(parseJson(Buffer.from(value, 'base64url'))).data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
