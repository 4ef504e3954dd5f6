/** Draws how customers are parted from a chat and come back: much of it at the limit, and much at the same moment. */
import type { Reconnect } from '../../src/engine/reconnect-settings';
import type { Millis } from '../../src/engine/time';
import { parseDuration } from '../../src/engine/time';
import type { Random } from './random';
import { type EventStep, isCall, START, type Step } from './story';

const LIMITS = ['PT60S', 'PT60S', 'PT90S', 'PT180S'];
/** From the limit, as far as clocks differ and a little more. */
const CLOSE: readonly Millis[] = [-3_000, -600, -250, -200, -120, -60, -20, -1, 0, 1, 20, 100, 250, 600, 3_000];
const SOON: readonly Millis[] = [0, 2, 40, 500, 3_000, 12_000, 30_000, 45_000];
/** How long a page counts after its last sign of life, and after it said that it goes. */
const [LEASE, GRACE] = [120_000, 5_000];

/** Nothing where the channel of a workspace's chats brings nobody back. */
export function drawReconnect(random: Random, conversations: readonly string[]): Reconnect | undefined {
  if (conversations.every(isCall) || !random.chance(0.5)) return undefined;
  return { enabled: random.chance(0.95), timeLimit: random.pick(LIMITS), portalUrl: 'https://shop.example.com/chat' };
}

/** Customers who come back. */
const BACK = { connect: 8, write: 5, link: 8, prompt: 6, page: 5 } as const;
const MOVES = {
  ...{ connect: 16, write: 10, link: 14, oldLink: 4, prompt: 10, page: 8, look: 3, answer: 3 },
  ...{ endedByAgent: 7, endedByCustomer: 10, close: 4, closedByCustomer: 7, closeCommand: 3, snooze: 7 },
  ...{ assign: 5, assignCommand: 3, unassign: 3, window: 3, disconnect: 5 },
};
const OVER = new Set<Move>(['endedByAgent', 'endedByCustomer', 'close', 'closedByCustomer', 'closeCommand']);
const MEANWHILE = {
  assign: 6,
  unassign: 3,
  window: 4,
  answer: 4,
  link: 2,
  newLink: 4,
  disconnect: 2,
  look: 3,
} as const;
type Move = keyof typeof MOVES | 'newLink' | 'pageGoes' | 'open';

/** What happens in one workspace: some partings in each of its chats. */
export function drawReturns(
  random: Random,
  workspace: string,
  reconnect: Reconnect,
  conversations: readonly string[],
): Step[] {
  const writer = new ReturnWriter(random, workspace);
  const chats = conversations.filter((conversation) => !isCall(conversation));
  const steps = chats.flatMap((conversation) => {
    let at = random.pick([0, 2_000, 40_000, 300_000]);
    return Array.from({ length: random.between(1, 3) }, () => {
      const parting = writer.parting(at, conversation, parseDuration(reconnect.timeLimit) ?? 0);
      at = Math.max(at, ...parting.map((step) => step.at)) + random.pick([0, 500, 20_000, 150_000]);
      return parting;
    }).flat();
  });
  return [...steps, ...drawSettings(random, workspace, reconnect, steps)];
}

/** The limit is changed, or nobody is brought back for a while. */
function drawSettings(random: Random, workspace: string, reconnect: Reconnect, steps: readonly Step[]): Step[] {
  if (!random.chance(0.3)) return [];
  const set = (at: Millis, change: Partial<Reconnect>): Step => {
    return { at, workspace, do: 'channel', reconnect: { ...reconnect, ...change } };
  };
  const partings = steps.filter((step) => 'type' in step && step.type === 'customer.disconnected');
  const at = random.pick(partings.length > 0 ? partings : steps).at + random.pick([-31_000, 5, 3_000, 20_000]);
  if (random.chance(0.5)) return [set(at, { timeLimit: random.pick(LIMITS) })];
  const again = set(at + random.pick([2_000, 35_000, 120_000, 400_000]), {});
  return [set(at, { enabled: false }), ...(random.chance(0.7) ? [again] : [])];
}

class ReturnWriter {
  private readonly random: Random;
  private readonly workspace: string;
  private serial = 0;

  constructor(random: Random, workspace: string) {
    this.random = random;
    this.workspace = workspace;
  }

  /** The customer writes, is there, is gone; and at the limit, or before, there is more than one who acts. */
  parting(at: Millis, conversation: string, limit: Millis): Step[] {
    const { random } = this;
    const steps: Step[] = [];
    const add = (when: Millis, move: Move) => steps.push(...this.move(when, conversation, move));
    add(at, 'write');
    if (random.chance(0.85)) add(at + random.pick([0, 300, 2_000]), random.chance(0.85) ? 'assign' : 'assignCommand');
    if (random.chance(0.7)) add(at + 4_000, 'newLink');
    const isByPage = random.chance(0.35);
    const gone = this.leave(at + 5_000, conversation, isByPage, steps);
    for (let left = random.pick([0, 0, 1, 1, 2]); left > 0; left--)
      add(gone + random.between(0, limit), random.weighted(MEANWHILE));
    const isLate = random.chance(0.55);
    const met = gone + (isLate ? limit + random.pick(CLOSE) : random.pick(SOON));
    const first = random.weighted(BACK);
    add(met, random.chance(0.75) ? first : random.weighted(MOVES));
    if (random.chance(0.4)) add(met + random.pick([0, 30, 400, 4_000]), first);
    const other = random.weighted(MOVES);
    if (random.chance(0.7)) add(met + random.pick([0, 0, 1, 15, 80, 300]), other);
    if (OVER.has(other) && random.chance(0.7))
      add(met + random.pick([600, 3_000, 12_000, 40_000]), random.pick(['link', 'prompt'] as const));
    if (random.chance(0.5)) add(met + random.pick([200, 2_000, 8_000]), 'connect');
    if (random.chance(0.5)) this.afterwards(met + random.pick([1_000, 15_000, 100_000]), conversation, steps);
    return steps;
  }

  /** When the customer is gone, as it is planned. */
  private leave(at: Millis, conversation: string, isByPage: boolean, steps: Step[]): Millis {
    const { random } = this;
    const add = (when: Millis, move: Move) => steps.push(...this.move(when, conversation, move));
    add(at, isByPage ? 'page' : 'connect');
    if (random.chance(0.25)) add(at + 300, random.chance(0.5) ? 'connect' : 'page');
    const there = at + random.pick([50, 3_000, 20_000, 50_000]);
    const tabs = random.chance(0.85) ? ['y', 'x'] : ['x'];
    for (const tab of tabs) steps.push(this.gone(there - random.pick([0, 0, 3, 400]), conversation, tab));
    if (!isByPage) return there;
    const signs = random.pick([0, 0, 1, 2]);
    let last = at;
    for (let nth = 1; nth <= signs; nth++) add((last += random.between(46_000, 110_000)), 'page');
    if (random.chance(0.6)) {
      const gone = last + there - at;
      add(gone, 'pageGoes');
      if (random.chance(0.3)) add(gone + random.pick([100, 4_700, 5_000, 5_300]), 'page');
      return gone + GRACE;
    }
    return last + LEASE;
  }

  private gone(at: Millis, conversation: string, connectionId: string): EventStep {
    const id = `r${++this.serial}`;
    const of = { at, workspace: this.workspace, conversation, id };
    return { ...of, do: 'event', type: 'customer.disconnected', data: { connectionId } };
  }

  /** Of a session that is over, or of the next. */
  private afterwards(at: Millis, conversation: string, steps: Step[]): void {
    const add = (when: Millis, move: Move) => steps.push(...this.move(when, conversation, move));
    if (this.random.chance(0.45)) add(at, this.random.chance(0.5) ? 'write' : 'open');
    add(at + this.random.pick([0, 50, 4_000]), this.random.pick(['link', 'oldLink', 'prompt', 'page'] as const));
  }

  private move(at: Millis, conversation: string, move: Move): Step[] {
    const { random, workspace } = this;
    const of = { at, workspace, conversation };
    const clicks = random.chance(0.35) ? 2 : 1;
    const back = move === 'oldLink' ? random.between(1, 2) : 0;
    if (move === 'newLink') return [{ ...of, do: 'link' }];
    if (move === 'link' || move === 'oldLink') return [{ ...of, do: 'return', by: 'link', back, clicks }];
    if (move === 'prompt') return [{ ...of, do: 'return', by: 'prompt', back, clicks }];
    if (move === 'look')
      return [{ ...of, do: 'return', by: random.pick(['link', 'prompt']), back, clicks: 1, isLook: true }];
    if (move === 'page' || move === 'pageGoes') {
      const state = move === 'page' ? 'connected' : 'disconnected';
      return [{ ...of, do: 'presence', connectionId: random.weighted({ p: 17, q: 2, x: 1 }), state, back: 0 }];
    }
    return [{ ...of, ...this.event(at, move) }];
  }

  private event(at: Millis, move: Move): Pick<EventStep, 'do' | 'id' | 'type' | 'data' | 'again'> {
    const { random } = this;
    const isCommand = move.endsWith('Command');
    const id = `${isCommand ? 'cmd' : ''}r${++this.serial}`;
    const again = random.chance(0.1) && { again: random.pick([0, 40, 2_000, 60_000]) };
    return { do: isCommand ? 'command' : 'event', id, ...this.told(at, move), ...again };
  }

  private told(at: Millis, move: Move): Pick<EventStep, 'type' | 'data'> {
    const { random, workspace } = this;
    const messageId = `m${9_000 + this.serial}`;
    const customer = { customer: { id: 'cu-1' } };
    const until = new Date(START + at + random.pick([20_000, 100_000])).toISOString();
    const agentId = random.pick(['ag-1', 'ag-2', 'ag-3']);
    if (move === 'write')
      return {
        type: 'message.created',
        data: { messageId, author: { type: 'customer', id: 'cu-1' }, text: 'wait', ...customer },
      };
    if (move === 'answer') {
      const text = `[${workspace}] hello ${messageId}`;
      return { type: 'message.created', data: { messageId, author: { type: 'agent', id: 'ag-1' }, text } };
    }
    if (move === 'connect' || move === 'disconnect')
      return { type: `customer.${move}ed`, data: { connectionId: random.pick(['x', 'x', 'x', 'y']) } };
    if (move.startsWith('ended'))
      return { type: 'session.ended', data: { by: move === 'endedByAgent' ? 'agent' : 'customer' } };
    if (move.startsWith('close')) {
      const by = { close: 'agent', closedByCustomer: 'customer', closeCommand: 'api' }[move as string];
      return { type: 'conversation.closed', data: { by } };
    }
    if (move === 'open') return { type: 'conversation.opened', data: { by: random.pick(['customer', 'agent']) } };
    if (move === 'snooze') return { type: 'conversation.snoozed', data: random.chance(0.7) ? { until } : {} };
    if (move === 'window') return { type: 'session.windowClosed', data: {} };
    return move === 'unassign'
      ? { type: 'conversation.unassigned', data: {} }
      : { type: 'conversation.assigned', data: { agentId } };
  }
}
