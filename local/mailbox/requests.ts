import { addressParser } from 'postal-mime';
import * as z from 'zod';
import type { IncomingMail } from '../mail-receipt';
import { BadRequest } from '../problem';
import { headerIn, splitMail } from '../receipt/raw-mail';
import { verdicts } from '../receipt/verdicts';

const language = z.enum(['ko', 'en']);
const file = z.strictObject({ name: z.string(), type: z.string(), base64: z.base64() });

const reply = z.strictObject({
  /** Id of the mail that is answered. */
  to: z.string(),
  text: z.string(),
  client: z.enum(['gmail', 'outlook', 'autoReply']).default('gmail'),
  language: language.optional(),
  from: z.string().optional(),
  files: z.array(file).max(20).optional(),
  verdicts: verdicts.optional(),
});

/** A mail as it is, with or without its envelope; as base64 where it is no UTF-8. */
const raw = z.strictObject({
  raw: z.string().optional(),
  rawBase64: z.base64().optional(),
  from: z.string().optional(),
  to: z.array(z.string()).min(1).optional(),
  verdicts: verdicts.optional(),
});

const SHAPE =
  'must be {"raw": "From: …"} or {"rawBase64": "…"}, each with or without "from", "to": [addresses] and "verdicts", or {"reply": {"to": "id", "text": "…", "client": "gmail"}}';
const isOne = (mail: z.output<typeof raw>) => (mail.raw === undefined) !== (mail.rawBase64 === undefined);

/** `POST /_local/mail` */
export const mailRequest = z.union([z.strictObject({ reply }), raw.refine(isOne, SHAPE)], SHAPE);
export const bounceRequest = z.strictObject({ kind: z.enum(['permanent', 'transient']).default('permanent') });

/** The envelope is that of the mail's own header where it is not told. Throws BadRequest. */
export function incoming({ raw: text, rawBase64, from, to, verdicts: told }: z.output<typeof raw>): IncomingMail {
  const bytes = text === undefined ? Buffer.from(rawBase64 ?? '', 'base64') : Buffer.from(text);
  const { lines } = splitMail(bytes.subarray(0, 64 * 1024));
  const recipients = to ?? [...addressesIn(lines, 'to'), ...addressesIn(lines, 'cc')];
  if (recipients.length === 0) throw new BadRequest('The mail has no To. Give it one, or say "to": ["address"].');
  return { raw: bytes, mailFrom: from ?? addressesIn(lines, 'from')[0] ?? '', recipients, verdicts: told };
}

function addressesIn(lines: readonly string[], name: string): string[] {
  const header = lines.map(headerIn).find((each) => each?.name.toLowerCase() === name);
  const parsed = addressParser(header?.value.slice(0, 10_000) ?? '', { flatten: true }) as { address?: string }[];
  return parsed.flatMap(({ address }) => address || []);
}

const VERDICT_CHOICES = {
  pass: {},
  dmarcFail: { dmarc: 'FAIL', spf: 'FAIL', dkim: 'FAIL' },
  noPolicy: { dmarc: 'GRAY', spf: 'GRAY', dkim: 'PASS' },
  nothing: { dmarc: 'GRAY', spf: 'GRAY', dkim: 'GRAY' },
  spam: { spam: 'FAIL' },
  virus: { virus: 'FAIL' },
} as const;
export type VerdictChoice = keyof typeof VERDICT_CHOICES;
export const verdictChoices = Object.keys(VERDICT_CHOICES) as VerdictChoice[];

/** The page's form. */
export const replyForm = z.object({
  text: z.string(),
  client: z.enum(['gmail', 'outlook', 'autoReply']),
  verdict: z.enum(verdictChoices as [VerdictChoice, ...VerdictChoice[]]).transform((name) => VERDICT_CHOICES[name]),
});
