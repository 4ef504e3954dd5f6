/**
 * Carrying unread answers on by e-mail (requirements C): when a batch of unread answers begins to wait, begins anew, and ends;
 * and when a customer is asked for the address. Closing, reading and answering end a batch; wrap-up and snooze do neither.
 */
import type { Conversation } from './conversation';
import { parseDuration } from './time';
import { endWait, startWait, type Turn } from './turn';

/** The customer says nothing for so long before the address is asked for. */
const IDLE = 5_000;

/** Chats on a web page; who is in a messenger hears of answers there. */
const isEligible = ({ conversation, settings }: Turn): boolean =>
  settings.continuity.enabled && conversation.kind === 'chat' && conversation.messenger === undefined;

/** What the next e-mail carries: unread, and in no e-mail yet; oldest first. */
export const batchOf = ({ unread }: Conversation) => unread.filter(({ quiet, mailed }) => !quiet && !mailed);

function startBatch(turn: Turn): void {
  const { delay, replyDelay } = turn.settings.continuity;
  const wait = parseDuration(turn.conversation.byEmail ? replyDelay : delay) ?? 0;
  startWait(turn, 'unread', { dueAt: turn.arrived + wait });
}

const isWaiting = ({ conversation }: Turn, kind: 'unread' | 'emailRequest') =>
  conversation.anchors.some((anchor) => anchor.kind === kind);

/** An agent's answer became unread: the first of a batch starts its wait, and only that. */
export function answerUnread(turn: Turn): void {
  if (isEligible(turn) && !isWaiting(turn, 'unread') && batchOf(turn.conversation).length > 0) startBatch(turn);
}

/** Something was read, deleted or answered: a batch of which nothing is left is over. */
export function reviewBatch(turn: Turn, why: string): void {
  if (batchOf(turn.conversation).length === 0) endWait(turn, 'unread', 'cancelled', why);
}

/** Who comes back may be reading. */
export function customerCameBack(turn: Turn): void {
  if (isWaiting(turn, 'unread')) startBatch(turn);
}

/** Notes that the batch is in an e-mail. */
export function markMailed({ conversation }: Turn, messageIds: readonly string[]): void {
  const mailed = new Set(messageIds);
  conversation.unread = conversation.unread.map((message) =>
    mailed.has(message.messageId) ? { ...message, mailed: true as const } : message,
  );
}

/** Who has written in an open chat is asked once it is quiet, and only once; what is said meanwhile puts it off. */
export function putOffEmailRequest(turn: Turn, by: 'customer' | 'agent'): void {
  const { conversation } = turn;
  const isAsked = conversation.emailAsked || conversation.byEmail;
  if (!isEligible(turn) || isAsked || conversation.status !== 'open') return;
  if (by === 'customer' || isWaiting(turn, 'emailRequest'))
    startWait(turn, 'emailRequest', { dueAt: turn.arrived + IDLE });
}
