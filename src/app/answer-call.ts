/**
 * A caller waits for words: the request is handled in process, by the same engine as all else, and answered with what the run says.
 * Nobody is let wait long: what takes too long, or fails, is answered with the channel's fallback, and its events go by the queue.
 */
import type { CallAnswer } from '../channels/call-dialogue';
import type { Reply, WebhookRequest } from '../channels/channel';
import { DEFAULT_SETTINGS } from '../engine/settings';
import type { Millis } from '../engine/time';
import { type AcceptDeps, type AcceptedWebhook, takeVerified, verifiedChannel } from './accept-webhook';
import { converse, eventsOf, type Talk } from './converse';
import { countRuns } from './count-runs';
import type { Deps } from './deps';
import type { HandleContext, HandleDeps } from './handle-event';
import { refused } from './problem';
import { stamp } from './take-events';

export type CallDeps = HandleDeps & AcceptDeps & Pick<Deps, 'statistics'>;

export interface CallContext extends Pick<HandleContext, 'live' | 'sent'> {
  /** How long a caller may wait for words; by default 1.5 s. */
  patience?: Millis;
}

export interface AnsweredCall {
  ok: true;
  reply: Reply;
  /** The channel's fallback spoke. */
  isFallback: boolean;
  /** What went wrong on the way: `TooLate`, or what was thrown. */
  trouble?: unknown;
}

/** Within 2 s the caller is to hear something; Twilio gives up after 15 s. */
const PATIENCE: Millis = 1_500;
/** For what is still to be sent when the answer stands. */
const LAST_MOMENT: Millis = 400;

/** Something took longer than a caller may wait. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/**
 * Answers a request of telephony, whether it waits for words or only tells something.
 * @throws StoreError (retry) when the channel cannot be read, or the queue does not take what is only told
 */
export async function answerCall(
  channelId: string,
  request: WebhookRequest,
  deps: CallDeps,
  context: CallContext,
): Promise<AnsweredCall | AcceptedWebhook> {
  const patience = deadline(context.patience ?? PATIENCE);
  try {
    const found = await verifiedChannel(channelId, request, deps);
    if (!found.ok) return found;
    const { channel, kind } = found;
    if (!kind.ask) {
      const detail = `A channel of kind ${kind.kind} takes no calls; send this to its address below /webhooks.`;
      return refused({ status: 404, code: 'channel.noCalls', detail });
    }
    const asked = kind.ask(request, channel, deps.clock.now());
    if (!asked) return await takeVerified(found, request, deps);
    if (!asked.ok) return refused(asked);
    return await answerAsked({ asked, channel, deps, context, changes: [] }, deps, patience.passed);
  } finally {
    patience.stop();
  }
}

async function answerAsked(talk: Talk, deps: CallDeps, passed: Promise<never>): Promise<AnsweredCall> {
  const said = await orTrouble(Promise.race([converse(talk), passed]));
  const isLost = 'trouble' in said;
  const answer = isLost ? talk.asked.answer({ steps: [], language: DEFAULT_SETTINGS.language }) : said;
  const moment = deadline(LAST_MOMENT);
  const left = await orTrouble(Promise.race([leave(talk, answer, isLost, deps), moment.passed]));
  moment.stop();
  const { reply, isFallback } = answer;
  return { ok: true, reply, isFallback, ...left, ...(isLost && said) };
}

/** What follows by the queue: what the answer does to the call and, where it could not be handled here, what was told. */
async function leave(talk: Talk, { offers, ends }: CallAnswer, isLost: boolean, deps: CallDeps): Promise<object> {
  const { asked, channel, changes } = talk;
  const follows = [offers, ends ? asked.ended : undefined].filter((event) => event !== undefined);
  const events = [
    ...(isLost ? eventsOf(talk) : []),
    ...follows.map((event) => stamp(event, channel, deps.clock.now())),
  ];
  const [sent] = await Promise.all([
    events.length > 0 ? deps.queues.sendEvents(events.map((event) => ({ kind: 'event', event }))) : undefined,
    isLost ? undefined : countRuns(channel.workspaceId, changes, deps),
  ]);
  return sent ?? {};
}

/** What a promise comes to, or what it was rejected with. */
function orTrouble<Value extends object>(promise: Promise<Value>): Promise<Value | { trouble: unknown }> {
  return promise.catch((trouble: unknown) => ({ trouble }));
}

/** `passed` rejects when the time is over, by the machine's clock. */
function deadline(within: Millis): { passed: Promise<never>; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${within} ms`)), within);
  });
  // Whoever races it has it handled; a deadline that nobody looks at any more is no fault.
  passed.catch(() => undefined);
  return { passed, stop: () => clearTimeout(timer) };
}
