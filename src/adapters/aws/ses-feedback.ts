/**
 * What Amazon SES tells of e-mails by EventBridge. What we do not ask about is left out, what we cannot read is said.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html for the detail
 */
import * as z from 'zod';
import type { MailFeedback } from '../../ports/mail-feedback';
import { sesMessageId } from './ses-message-id';

const instant = z.iso.datetime({ offset: true }).transform(Date.parse);
const about = { timestamp: instant.optional() };
const recipient = z.object({ status: z.string().optional(), diagnosticCode: z.string().optional() });

const eventShape = z.object({
  source: z.literal('aws.ses'),
  region: z.string(),
  time: instant,
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      messageId: z.string().default(''),
      tags: z.record(z.string(), z.array(z.string())).default({}),
    }),
    bounce: z
      .object({
        ...about,
        bounceType: z.string(),
        bounceSubType: z.string().default(''),
        bouncedRecipients: z.array(recipient).default([]),
      })
      .optional(),
    complaint: z
      .object({ ...about, complaintFeedbackType: z.string().nullish(), complaintSubType: z.string().nullish() })
      .optional(),
    reject: z.object({ reason: z.string().default('') }).optional(),
    failure: z.object({ errorMessage: z.string().default('') }).optional(),
  }),
});
type Detail = z.infer<typeof eventShape>['detail'];

/** `ignored`: it tells nothing that anything is done about. `refused`: it is none of ours, or not as SES documents it. */
export type ReadFeedback =
  | { kind: 'feedback'; feedback: MailFeedback }
  | { kind: 'ignored' | 'refused'; reason: string };

/** Longest detail, in characters: mail servers write novels. */
const LONGEST = 500;

export function readFeedback(event: unknown): ReadFeedback {
  const parsed = eventShape.safeParse(event);
  if (!parsed.success) return { kind: 'refused', reason: `It is no event of SES: ${placesOf(parsed.error)}.` };
  const { detail, region, time } = parsed.data;
  const [effectId] = detail.mail.tags.effectId ?? [];
  if (!effectId) return { kind: 'refused', reason: 'The e-mail has no tag effectId: it was not sent by this program.' };
  const told = toldOf(detail);
  if ('reason' in told) return told;
  const { kind, at = time, detail: says = '' } = told;
  const messageId = sesMessageId(detail.mail.messageId, region);
  const words = says.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const cut = words.slice(0, LONGEST).toWellFormed();
  return { kind: 'feedback', feedback: { effectId, messageId, at, kind, ...(cut !== '' && { detail: cut }) } };
}

type Told = Pick<MailFeedback, 'kind' | 'detail'> & { at?: number | undefined };

function toldOf({ eventType, bounce, complaint, reject, failure }: Detail): Told | (ReadFeedback & { reason: string }) {
  switch (eventType) {
    case 'Send':
    case 'Delivery':
    case 'DeliveryDelay':
      return { kind: 'sent' };
    case 'Bounce':
      return bounce ? bounced(bounce) : lacking('bounce');
    case 'Complaint':
      return complaint ? complained(complaint) : lacking('complaint');
    case 'Reject':
      return { kind: 'rejected', detail: reject?.reason ?? '' };
    case 'Rendering Failure':
      return { kind: 'rejected', detail: failure?.errorMessage ?? '' };
    default:
      return { kind: 'ignored', reason: `Nothing is done about ${JSON.stringify(eventType.slice(0, 50))}.` };
  }
}

/** What nobody can say is no reason never to write again. */
function bounced({ timestamp, bounceType, bounceSubType, bouncedRecipients }: NonNullable<Detail['bounce']>): Told {
  const [first] = bouncedRecipients;
  const detail = first?.diagnosticCode ?? first?.status ?? `${bounceType} ${bounceSubType}`;
  return { kind: bounceType === 'Permanent' ? 'bounced' : 'bouncedForNow', detail, at: timestamp };
}

/** Who says that it is no spam complains of nothing. */
function complained({ timestamp, complaintFeedbackType: type, complaintSubType }: NonNullable<Detail['complaint']>) {
  if (type === 'not-spam') return { kind: 'ignored' as const, reason: 'Its reader says that it is no spam.' };
  return { kind: 'complained' as const, detail: type ?? complaintSubType ?? '', at: timestamp };
}

const lacking = (name: string) => ({ kind: 'refused' as const, reason: `It lacks detail.${name}.` });

const placesOf = (error: z.ZodError) =>
  [...new Set(error.issues.map(({ path }) => path.join('.') || 'the event'))].join(', ');
