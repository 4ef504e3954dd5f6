/**
 * Reads how an e-mail that came in is told: by SES to the function, by Lambda once it gave up (the same in `requestPayload`), or
 * by ourselves when it was parked.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
import * as z from 'zod';
import type { ConversationRef } from '../engine/event';
import type { MailReceipt } from '../mail/inbound/receipt';
import { checkSchema, isObject, malformed } from './read-message';

/** An e-mail to be taken. */
export interface MailIn {
  receipt: MailReceipt;
  /** How often an operator asked for it again. */
  attempt: number;
}

/** A mail as it is parked: `ref` says whose it is. */
export interface ParkedMail extends MailIn {
  schema: 1;
  ref?: ConversationRef;
}

/** Where the receipt rule's S3 action puts mails. */
const PREFIX = 'inbound/';

/** What is new to us says nothing that could be relied on. */
const verdict = z.enum(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']).catch('PROCESSING_FAILED');
const told = z
  .object({ status: verdict })
  .optional()
  .transform((of) => of?.status ?? 'DISABLED');
const messageId = z.string().regex(/^[A-Za-z0-9._-]{1,256}$/);
const recipients = z.array(z.string().max(1_000)).min(1).max(500);
const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());

const sesEvent = z.object({
  Records: z
    .array(
      z.object({
        ses: z.object({
          mail: z.object({ messageId, source: z.string().max(1_000).nullish(), timestamp: time }),
          receipt: z.object({
            recipients,
            ...{ spamVerdict: told, virusVerdict: told, spfVerdict: told, dkimVerdict: told, dmarcVerdict: told },
            dmarcPolicy: z.string().max(100).nullish(),
          }),
        }),
      }),
    )
    .min(1),
});

const parked = z.object({
  receipt: z.object({
    ...{ messageId, recipients, source: z.string(), receivedAt: z.number(), key: z.string() },
    verdicts: z.object({ spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict }),
    dmarcPolicy: z.string().exactOptional(),
  }),
});

/** @throws MessageError: never for what cannot be read, to be retried for what a newer version wrote */
export function readMailIn(value: unknown): MailIn[] {
  if (!isObject(value)) throw malformed('it is not a JSON object');
  const attempt = Number.isSafeInteger(value.attempt) ? (value.attempt as number) : 0;
  if ('receipt' in value) {
    checkSchema(value.schema);
    return [{ receipt: checked(parked, value).receipt, attempt }];
  }
  const { Records } = checked(sesEvent, isObject(value.requestPayload) ? value.requestPayload : value);
  return Records.map(({ ses }) => ({ receipt: receiptOf(ses), attempt }));
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw malformed(result.error.issues[0]?.path.join('.') || 'no e-mail is told in it');
}

function receiptOf({ mail, receipt }: z.output<typeof sesEvent>['Records'][number]['ses']): MailReceipt {
  const { spamVerdict: spam, virusVerdict: virus, spfVerdict: spf, dkimVerdict: dkim, dmarcVerdict: dmarc } = receipt;
  return {
    messageId: mail.messageId,
    recipients: receipt.recipients,
    source: mail.source ?? '',
    receivedAt: mail.timestamp,
    verdicts: { spam, virus, spf, dkim, dmarc },
    ...(receipt.dmarcPolicy && { dmarcPolicy: receipt.dmarcPolicy }),
    key: `${PREFIX}${mail.messageId}`,
  };
}
