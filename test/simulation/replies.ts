/** What customers and callers say to what they were asked: which question, and how well, is drawn before; what it was is seen then. */
import type { ConversationRef } from '../../src/engine/event';

export interface Reply {
  /** Of the questions that were asked: 0 the newest, 1 the one before it… */
  back: number;
  /** As asked, not as asked, in words alone, or to a run that never was. */
  how: 'right' | 'wrong' | 'words' | 'strange';
  /** Which of the answers there are. */
  nth: number;
}

/** A question as the channel got it. */
export interface Question {
  channelId: string;
  conversationId: string;
  effectId: string;
  type: string;
  runId: string;
  workflowId: string;
  fields: Record<string, unknown>;
}

interface Said {
  type: string;
  data: Record<string, unknown>;
}
type Answer = Record<string, unknown>;

export const QUESTIONS = new Set([
  ...['message.buttons', 'form.send', 'ask.once', 'survey.send'],
  ...['call.menu', 'call.digits', 'call.route', 'call.voicemail'],
]);
const OUTCOMES = ['answered', 'busy', 'noAnswer', 'failed'];
const DIGITS = '1234567890';

/** The question that a reply is for, of those that the channel has been told of. */
export function questionFor(
  { back }: Reply,
  asked: readonly Question[],
  { channelId, conversationId }: ConversationRef,
): Question | undefined {
  const here = asked.filter((one) => one.channelId === channelId && one.conversationId === conversationId);
  return [...new Map(here.map((one) => [one.effectId, one])).values()].at(-1 - back);
}

/** The message, or for a route or a recording what comes back of it. */
export function replyTo(question: Question, reply: Reply, message: Record<string, unknown>): Said {
  const { type, effectId, runId, workflowId } = question;
  const answer = reply.how === 'wrong' ? wrong(question) : right(question, reply);
  const brought = { effectId, runId, workflowId, type, status: 200 };
  const isBrought = question.channelId.startsWith('phone') || (type.startsWith('call.') && reply.nth % 4 === 0);
  if (type === 'call.route' || type === 'call.voicemail' || isBrought)
    return { type: 'effect.answered', data: { ...brought, body: answer } };
  const { text = message.text, ...rest } = answer;
  if (reply.how === 'words' && !type.startsWith('call.'))
    return { type: 'message.created', data: { ...message, text: reply.nth % 2 === 0 ? text : message.text } };
  // Some channels tell which question was answered, so that a second press is not taken for an answer to the next.
  const asked = reply.nth % 3 === 0 ? { effectId } : {};
  const named = { runId: reply.how === 'strange' ? 'run_none' : runId, ...asked, ...rest };
  return { type: 'message.created', data: { ...message, text, answer: named } };
}

function right({ type, fields }: Question, { nth }: Reply): Answer {
  const { buttons = [], keys = [], scale = 5, length = 1 } = fields as Asked;
  if (type === 'message.buttons') {
    const { id, label } = buttons[nth % buttons.length] as Button;
    return { buttonId: id, text: label };
  }
  if (type === 'form.send') return { fields: Object.fromEntries((fields as Asked).fields?.map(filled) ?? []) };
  if (type === 'survey.send') return { rating: nth % (scale + 1) };
  if (type === 'ask.once') return { text: `A-${nth}` };
  if (type === 'call.route') return { outcome: OUTCOMES[nth % OUTCOMES.length] };
  if (type === 'call.voicemail') return { recordingUrl: 'https://rec.example.com/1', seconds: 9 };
  return { digits: type === 'call.menu' ? keys[nth % keys.length] : DIGITS.slice(0, length) };
}

const filled = ({ name, type }: Field) => [name, type === 'email' ? 'kim@example.com' : type === 'number' ? 7 : 'S'];

function wrong({ type, fields }: Question): Answer {
  const { scale = 5 } = fields as Asked;
  if (type === 'message.buttons') return { buttonId: 'gone' };
  if (type === 'form.send') return { fields: { email: 'nobody' } };
  if (type === 'survey.send') return { rating: scale + 1 };
  if (type === 'ask.once') return { rating: 1 };
  if (type === 'call.route') return { outcome: 'left' };
  return type === 'call.voicemail' ? {} : { digits: type === 'call.menu' ? '9' : '' };
}

interface Button {
  id: string;
  label: string;
}
interface Field {
  name: string;
  type: string;
}
interface Asked {
  buttons?: Button[];
  fields?: Field[];
  keys?: string[];
  scale?: number;
  length?: number;
}
