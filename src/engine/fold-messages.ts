/** Folds messages: what counts, what is unread, what they open, start and cancel, and which run they answer. */
import { holdingRun, take, takerOf } from './answers';
import { endAssistants } from './assistants';
import { answerUnread, putOffEmailRequest, reviewBatch } from './continuity';
import type { Conversation } from './conversation';
import type { EventOf } from './event';
import { languageFor } from './language';
import { agentWrites, customerIsBack } from './reconnect';
import { withMarks, withoutMarks } from './reconnect-link';
import { endRun, endRunsWaitingFor } from './run-ends';
import { type Carried, openChat } from './state';
import { cut } from './text';
import { say } from './texts';
import { addSystemEffect, endWait, nextEpisode, startWait, type Turn } from './turn';

const MAX_KEPT_TEXT = 2_000;
const MAX_UNREAD = 100;
const MAX_ECHOES = 20;
/** How the ids of messages begin that came by e-mail to us. */
export const MAILED = 'mail-';

function isCounted(event: EventOf<'message.created'>): boolean {
  const { author } = event.data;
  return author.type === 'customer' || (author.type === 'agent' && !event.data.private);
}

function countMessage(turn: Turn, event: EventOf<'message.created'>): void {
  const { conversation } = turn;
  const { author, messageId, text, via, files, silent } = event.data;
  const by = author.type as 'customer' | 'agent';
  conversation.lastMessage = {
    by,
    messageId,
    at: event.receivedAt,
    via: via ?? 'chat',
    hasFiles: (files?.length ?? 0) > 0,
    ...(text ? { text: cut(text, MAX_KEPT_TEXT) } : {}),
  };
  if (by === 'agent') {
    // The channel may tell of a message before the API's own word for it is through, or of one under two event ids.
    const isKnown = conversation.unread.some((message) => message.messageId === messageId);
    if (!silent && !isKnown) conversation.unread.push({ messageId, at: event.receivedAt, entryId: turn.entryId });
    return;
  }
  conversation.unread = [];
  if (via === 'email') conversation.byEmail = true;
  else delete conversation.byEmail;
}

/** Read are those up to it, whoever wrote it. */
export function keepUnread(turn: Turn, kept: Conversation['unread']): void {
  const first = kept.findIndex((message) => !message.quiet);
  turn.conversation.unread = first < 0 ? [] : kept.slice(first).slice(-MAX_UNREAD);
}

/** What the API asked for was counted when it was asked for; the channel tells of it under an event id of its own. */
function isEcho({ conversation }: Turn, { origin, data }: EventOf<'message.created'>): boolean {
  const { messageId } = data;
  if (origin === 'command') conversation.echoes = [...(conversation.echoes ?? []), messageId].slice(-MAX_ECHOES);
  else if (isOurs(data) && conversation.echoes?.includes(messageId)) return true;
  return false;
}

/** Customers' own messages are theirs alone, but for those that came by e-mail to us. */
const isOurs = ({ author, messageId }: EventOf<'message.created'>['data']) =>
  author.type !== 'customer' || messageId.startsWith(MAILED);

/** What a counted message cancels and starts, once the chat is open. */
function moveWaits(turn: Turn, by: 'customer' | 'agent'): void {
  const { conversation } = turn;
  const isOpen = conversation.kind === 'chat' && conversation.status === 'open';
  if (by === 'customer') {
    endWait(turn, 'agentWaiting', 'cancelled', 'the customer replied');
    endRunsWaitingFor(turn, 'customerMessage', 'the customer replied');
    if (isOpen) startWait(turn, 'customerWaiting');
    return;
  }
  endWait(turn, 'customerWaiting', 'cancelled', 'an agent replied');
  endWait(turn, 'customerWaitingWhenOpened', 'cancelled', 'an agent replied');
  endRunsWaitingFor(turn, 'agentMessage', 'an agent replied');
  endAssistants(turn);
  if (isOpen) startWait(turn, 'agentWaiting');
}

/** A message that the API asked for is not at the channel yet. */
function tellChannel(turn: Turn, { data }: EventOf<'message.created'>): void {
  const { messageId, author, text, files, via } = data;
  const isToCustomer = author.type !== 'customer' && !data.private;
  const fields = {
    ...{ messageId, author },
    ...(text === undefined ? {} : { text: isToCustomer ? withMarks(text) : withoutMarks(text) }),
    ...(files ? { files } : {}),
    ...(via ? { via } : {}),
  };
  addSystemEffect(turn, data.private ? 'note.add' : 'message.send', fields);
}

/** Nobody at the desk sees an e-mail come in; what does not count is no news to act on. */
function notifyAssignee(turn: Turn, { data: { author, customer } }: EventOf<'message.created'>): void {
  const { agentId } = turn.conversation;
  if (agentId === undefined || author.type !== 'customer') return;
  const name = customer?.name ?? turn.customer?.name ?? turn.customer?.email ?? author.id ?? '';
  const language = languageFor(undefined, turn.settings.language);
  addSystemEffect(turn, 'agent.notify', { agentId, text: say(language, 'repliedByEmail', { name }) });
}

/** What a chat that is over had asked for is no new matter, whether or not somebody still waits for it. */
function isAfterwards(
  { conversation: { status } }: Turn,
  answer: EventOf<'message.created'>['data']['answer'],
): boolean {
  if (!answer || (status !== 'closed' && status !== 'snoozed')) return false;
  return answer.rating !== undefined || (status === 'closed' && (answer.buttonId ?? answer.fields) !== undefined);
}

/** A message, of whoever wrote it. */
export function messageCreated(turn: Turn, event: EventOf<'message.created'>): void {
  if (isEcho(turn, event)) return void turn.notes.push('the channel tells of a message that the API had asked for');
  const { author, text, via, files, answer } = event.data;
  const taker = author.type === 'customer' ? takerOf(turn, event.data) : undefined;
  const holding = author.type === 'customer' ? holdingRun(turn) : undefined;
  const agentId = author.type === 'agent' ? author.id : undefined;
  const message = {
    text,
    via: via ?? 'chat',
    hasFiles: (files?.length ?? 0) > 0,
    private: event.data.private ?? false,
    isAnswer: answer !== undefined || (taker?.isAnswer ?? false),
  };
  const carried: Carried = { message, ...(agentId ? { agentId } : {}) };
  if (event.origin === 'command') tellChannel(turn, event);
  if (author.type === 'customer') customerIsBack(turn);
  if (author.type === 'agent') agentWrites(turn, author.id);
  if (isCounted(event)) {
    countMessage(turn, event);
    // A button that is pressed twice says nothing new, and ends nothing.
    const isHeld = holding !== undefined && (taker !== undefined || answer?.runId === holding.id);
    if (holding && !isHeld) endRun(turn, holding, 'ended', 'the customer said what it does not wait for');
    if (!isHeld && !isAfterwards(turn, answer))
      openChat(turn, author.type as 'customer' | 'agent', turn.cause, carried);
    moveWaits(turn, author.type as 'customer' | 'agent');
    putOffEmailRequest(turn, author.type as 'customer' | 'agent');
  }
  const { conversation } = turn;
  const { messageId, silent } = event.data;
  if (!isCounted(event) || silent) conversation.unread.push({ messageId, at: event.receivedAt, quiet: true });
  keepUnread(turn, conversation.unread);
  if (conversation.unread.at(-1)?.entryId === turn.entryId) answerUnread(turn);
  if (author.type === 'customer') reviewBatch(turn, 'the customer replied');
  if (event.email) notifyAssignee(turn, event);
  if (author.type !== 'customer' && author.type !== 'agent') return;
  if (taker) take(turn, taker, event.data);
  turn.occurrences.push({
    trigger: `message.${author.type}`,
    episode: nextEpisode(turn),
    cause: turn.cause,
    ...carried,
  });
}
