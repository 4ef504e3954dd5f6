import * as z from 'zod';

const status = z
  .string()
  .toUpperCase()
  .pipe(z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED']));
export type Status = z.output<typeof status>;

/**
 * What SES thinks of a mail: gray is neither. Of DMARC that means that the sender's domain has no policy; `dmarcPolicy` is
 * the policy that a mail failed.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
export const verdicts = z.strictObject({
  spam: status.exactOptional(),
  virus: status.exactOptional(),
  spf: status.exactOptional(),
  dkim: status.exactOptional(),
  dmarc: status.exactOptional(),
  dmarcPolicy: z.enum(['none', 'quarantine', 'reject']).exactOptional(),
  /** The domain that signed, default that of the From. */
  dkimDomain: z
    .string()
    .regex(/^[a-z0-9.-]{1,253}$/i)
    .exactOptional(),
});
export type Verdicts = z.output<typeof verdicts>;

export type Judged = Required<Omit<Verdicts, 'dmarcPolicy' | 'dkimDomain'>> & Verdicts;

/** All is well unless told otherwise; a mail that failed DMARC failed some policy. */
export function judged(told: Verdicts): Judged {
  const found: Judged = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...told };
  return found.dmarc === 'FAIL' ? { dmarcPolicy: 'reject', ...found } : found;
}

/** The header by which whoever sends a mail to the local stack says what is to be thought of it; no one else sees it. */
export const VERDICT_HEADER = 'x-threadkeeper-verdict';

/**
 * Reads `dmarc=fail spf=fail dkimDomain=other.example`.
 * @returns a sentence for whoever wrote it, where it cannot be understood
 */
export function readVerdicts(text: string): Verdicts | string {
  const words = text.trim().split(/[\s;,]+/);
  const parsed = verdicts.safeParse(Object.fromEntries(words.filter(Boolean).map((word) => word.split(/=(.*)/s, 2))));
  if (parsed.success) return parsed.data;
  const names = Object.keys(verdicts.shape).join(', ');
  return `${VERDICT_HEADER} is written as "dmarc=fail spf=gray", of ${names}, each pass, fail, gray or processing_failed.`;
}
