/**
 * What became of a sent e-mail: that it left settles what nobody knew, and where it came back or was unwelcome its address is not
 * written to any more and the conversation says so. All of it may come twice and in any order, and does the same then.
 */
import type { PublicEvent } from '../engine/event';
import { shortHash } from '../engine/ids';
import { languageFor } from '../engine/language';
import { type FeedbackNote, feedbackNote } from '../mail/feedback-words';
import type { MailFeedback } from '../ports/mail-feedback';
import type { SentMail } from '../ports/sent-mails';
import type { SuppressionReason } from '../ports/suppressions';
import { settingsOf } from './configuration';
import type { Deps } from './deps';

export type FeedbackDeps = Pick<
  Deps,
  'claims' | 'clock' | 'configuration' | 'mailThreads' | 'queues' | 'sentMails' | 'suppressions'
>;

const SUPPRESSES: Partial<Record<MailFeedback['kind'], SuppressionReason>> = {
  bounced: 'bounce',
  complained: 'complaint',
};

/**
 * `unknown`: no e-mail was sent for the effect, or so long ago that it is forgotten.
 * @throws StoreError (retry) when a store or queue does not answer
 */
export async function takeFeedback(feedback: MailFeedback, deps: FeedbackDeps): Promise<'taken' | 'unknown'> {
  const sent = await deps.sentMails.get(feedback.effectId);
  if (!sent) return 'unknown';
  const { kind } = feedback;
  if (kind !== 'rejected') await settle(feedback, sent, deps);
  const reason = SUPPRESSES[kind];
  if (reason) await suppress(feedback, sent, reason, deps);
  if (kind !== 'sent') await tellConversation({ ...feedback, kind }, sent, deps);
  return 'taken';
}

/** Whatever became of it then: it did leave. */
async function settle({ effectId, messageId }: MailFeedback, { ref, threadId }: SentMail, deps: FeedbackDeps) {
  const now = deps.clock.now();
  const as = messageId === '' ? '' : ` as ${messageId}`;
  await deps.claims.confirm(ref, effectId, now, `The mail service says that it was sent${as}.`);
  if (threadId !== undefined && messageId !== '') await deps.mailThreads.add(threadId, messageId, now);
}

function suppress(
  { at, detail }: MailFeedback,
  { ref: { workspaceId }, to: address }: SentMail,
  reason: SuppressionReason,
  { suppressions }: FeedbackDeps,
): Promise<void> {
  return suppressions.put({ workspaceId, address, reason, at, ...(detail !== undefined && { detail }) });
}

async function tellConversation(
  { effectId, kind, at, detail }: MailFeedback & { kind: FeedbackNote },
  { ref, to }: SentMail,
  deps: FeedbackDeps,
): Promise<void> {
  const { workspaceId, channelId, conversationId: subject } = ref;
  const { language } = await settingsOf(workspaceId, deps);
  const id = `mf_${shortHash('mail feedback', effectId, kind)}`;
  const event: PublicEvent = {
    ...{ schema: 1, id, workspaceId, channelId, subject, type: 'message.created', origin: 'command' },
    ...{ time: at, receivedAt: deps.clock.now() },
    data: {
      messageId: id,
      author: { type: 'system', name: 'Threadkeeper' },
      private: true,
      text: feedbackNote(languageFor(undefined, language), kind, to, detail),
    },
  };
  await deps.queues.sendEvents([{ kind: 'event', event }]);
}
