/** What is told of a call, in whatever order: it goes forward only, and meets each trigger once. */

const RANK: Readonly<Record<string, number>> = {
  'call.ringing': 0,
  'call.placed': 0,
  'call.queued': 1,
  'call.inbound': 2,
  'call.answered': 3,
  'call.ended': 4,
};
const TRIGGERS: Readonly<Record<string, string>> = {
  'call.ringing': 'call.ringing',
  'call.inbound': 'call.inbound',
  'call.placed': 'call.outbound',
};

export interface CallNews {
  /** The trigger that it meets. */
  met?: string | undefined;
  /** It is in the inbox. */
  enters: boolean;
  queues: boolean;
  /** Whom it names has the call. */
  assigns: boolean;
  answers: boolean;
  status: 'open' | 'closed' | undefined;
}

export class CallModel {
  private at = -1;
  private readonly told = new Set<string>();

  take(type: string): CallNews {
    const rank = RANK[type] as number;
    const wasOver = this.at === RANK['call.ended'];
    const wasAnswered = this.told.has('call.answered');
    const isNew = !this.told.has(type) && !wasOver;
    // Nobody rings any more who has come in.
    const isMet = isNew && (type !== 'call.ringing' || this.at < (RANK['call.inbound'] as number));
    const isForward = rank >= this.at && !wasOver && (isNew || type !== 'call.placed');
    this.told.add(type);
    if (isForward) this.at = rank;
    return {
      ...{
        met: isMet ? TRIGGERS[type] : undefined,
        assigns: isForward,
        answers: isForward && type === 'call.answered',
      },
      enters: ['call.inbound', 'call.answered', 'call.placed'].includes(type),
      queues: type === 'call.queued' && !wasAnswered && !wasOver,
      status:
        type === 'call.ended' ? 'closed' : isForward && rank !== 1 && type !== 'call.ringing' ? 'open' : undefined,
    };
  }
}
