/**
 * A conversation's raw log read by the words of the contract alone, by brute force: it knows nothing of the engine and of its state.
 * Times are milliseconds since the story's start.
 */

export interface Logged {
  at: number;
  type: string;
  data: Record<string, unknown>;
}
export type Opener = 'customer' | 'agent' | 'workflow' | 'snoozeExpiry';
type Status = 'started' | 'open' | 'snoozed' | 'wrapUp' | 'closed';

/** Something that happened, and how the chat was after it. */
export interface Moment {
  at: number;
  /** Absent: it came about by itself. */
  event?: Logged;
  status: Status;
  isQueued: boolean;
  openedBy?: Opener;
  isClosing?: true;
  entersQueue?: true;
  /** Counts for whoever waits. */
  messageBy?: 'customer' | 'agent';
}

const WRAP_UP = 15 * 60_000;

function authorOf({ type, data }: Logged): string | undefined {
  return type === 'message.created' ? (data.author as { type: string }).type : undefined;
}

function counted(event: Logged): 'customer' | 'agent' | undefined {
  const author = authorOf(event);
  if (author === 'customer') return 'customer';
  return author === 'agent' && !event.data.private ? 'agent' : undefined;
}

function opener(event: Logged): Opener | undefined {
  return event.type === 'conversation.opened' ? (event.data.by as Opener) : counted(event);
}

/** Every moment, what comes about by itself until `end` included. */
export function read(log: readonly Logged[], end: number): Moment[] {
  const moments: Moment[] = [];
  let [status, isQueued, endsAt]: [Status, boolean, number | undefined] = ['started', false, undefined];
  const add = (moment: Pick<Moment, 'at'> & Partial<Moment>) => void moments.push({ ...moment, status, isQueued });
  const open = (openedBy: Opener, moment: Pick<Moment, 'at'> & Partial<Moment>) => {
    const isOpening = status !== 'open';
    [status, endsAt] = ['open', undefined];
    add({ ...moment, ...(isOpening ? { openedBy } : {}) });
  };
  const close = (moment: Pick<Moment, 'at'> & Partial<Moment>) => {
    const isClosing = status !== 'closed';
    [status, endsAt, isQueued] = ['closed', undefined, false];
    add({ ...moment, ...(isClosing ? { isClosing } : {}) });
  };
  const untilThen = (then: number) => {
    if (endsAt === undefined || endsAt > then) return;
    if (status === 'snoozed') open('snoozeExpiry', { at: endsAt });
    else close({ at: endsAt });
  };
  for (const event of log) {
    const { at, type, data } = event;
    untilThen(at);
    const by = opener(event);
    const messageBy = counted(event);
    const moment = { at, event, ...(messageBy ? { messageBy } : {}) };
    if (by) open(by, moment);
    else if (type === 'conversation.closed') close(moment);
    else if (type === 'conversation.snoozed') {
      // Told again without an end, the end that is known stays.
      const until = data.until === undefined ? undefined : Number(data.until);
      endsAt = until ?? (status === 'snoozed' ? endsAt : undefined);
      [status, isQueued] = ['snoozed', false];
      add(moment);
    } else if (type === 'session.ended') {
      [status, endsAt] = ['wrapUp', at + WRAP_UP];
      add(moment);
    } else if (type === 'conversation.queued') {
      const entersQueue = !isQueued;
      isQueued = true;
      add({ ...moment, ...(entersQueue ? { entersQueue } : {}) });
    } else {
      if (type === 'conversation.assigned' && data.agentId !== undefined) isQueued = false;
      add(moment);
    }
  }
  untilThen(end);
  return moments;
}

/** Moments from which a wait counts to its end undisturbed, as the times at which it is due. */
function undisturbed(
  moments: readonly Moment[],
  wait: number,
  starts: (moment: Moment, index: number) => boolean,
  disturbs: (moment: Moment) => boolean,
): number[] {
  return moments.flatMap((moment, index) => {
    if (!starts(moment, index)) return [];
    const due = moment.at + wait;
    return moments.slice(index + 1).some((later) => later.at < due && disturbs(later)) ? [] : [due];
  });
}

const isOpen = ({ status }: Moment) => status === 'open';

/** T9 `every` and T10: the message stayed the last that counts, in an open chat, for the whole wait. */
export function stayedLast(moments: readonly Moment[], by: 'customer' | 'agent', wait: number): number[] {
  const starts = (moment: Moment) => moment.messageBy === by && isOpen(moment);
  return undisturbed(moments, wait, starts, (moment) => moment.messageBy !== undefined || !isOpen(moment));
}

/** T9 `whenOpened`: from an opening, no agent answered in an open chat, and the last that counts was the customer's. */
export function stayedUnanswered(moments: readonly Moment[], wait: number): number[] {
  const isUnanswered = ({ at }: Moment, index: number) =>
    moments.findLast((moment, place) => moment.messageBy !== undefined && (place <= index || moment.at < at + wait))
      ?.messageBy === 'customer';
  const starts = (moment: Moment, index: number) =>
    moment.openedBy !== undefined && moment.messageBy !== 'agent' && isUnanswered(moment, index);
  return undisturbed(moments, wait, starts, (moment) => moment.messageBy === 'agent' || !isOpen(moment));
}

/** T4: it stayed in the queue from an entry on. */
export function stayedQueued(moments: readonly Moment[], wait: number): number[] {
  return undisturbed(
    moments,
    wait,
    ({ entersQueue }) => entersQueue === true,
    ({ isQueued }) => !isQueued,
  );
}

/** T3: openings by anybody but an agent; T5: by an agent. */
export const openings = (moments: readonly Moment[], byAgent: boolean): Moment[] =>
  moments.filter(({ openedBy }) => openedBy !== undefined && (openedBy === 'agent') === byAgent);

/** Whether two moments lie so close to an instant at which something is due that their order is not told. */
export function isTied(moments: readonly Moment[], due: readonly number[]): boolean {
  return due.some((at) => moments.some((moment) => moment.event === undefined && moment.at === at));
}
