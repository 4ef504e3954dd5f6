/** Writes what providers, customers, agents and callers of the API tell, one event after the other. */
import type { PublicEvent } from '../../src/engine/event';
import type { Millis } from '../../src/engine/time';
import type { Random } from './random';
import type { Reply } from './replies';
import { type EventStep, isCall, isLine, START } from './story';

const WORDS = ['return', 'order', 'wait', 'later', 'thanks', 'hello'];
/** Where a poisoned event may crash its handler. */
const POISON_AT = [
  'conversations.load',
  'conversations.commit',
  'queues.sendEffects channel',
  'timeline.put',
  'queues.sendRing',
  'channels.get',
];
type EventType = PublicEvent['type'];
/** What is told of a call, in its order: of one that comes in, and of one that an agent places. */
const CALL_STORIES: Readonly<Record<'in' | 'out', readonly EventType[]>> = {
  in: ['call.ringing', 'call.queued', 'call.inbound', 'call.answered', 'call.ended'],
  out: ['call.placed', 'call.answered', 'call.ended'],
};
/** Calls of the API name a conversation by what is done to it. */
const COMMANDS = {
  'conversation.closed': 3,
  'conversation.opened': 3,
  'conversation.snoozed': 2,
  'conversation.assigned': 2,
  'workflow.requested': 3,
  'message.created': 3,
} as const;
const CHAT_EVENTS = {
  customer: 28,
  reply: 36,
  agent: 22,
  note: 6,
  bot: 2,
  silent: 2,
  'conversation.closed': 6,
  'conversation.opened': 4,
  'conversation.snoozed': 5,
  'conversation.assigned': 3,
  'conversation.started': 2,
  'conversation.unassigned': 1,
  'conversation.queued': 9,
  'workflow.requested': 3,
  'conversation.updated': 3,
  'message.read': 2,
  'customer.connected': 2,
  'customer.disconnected': 1,
  'customer.updated': 2,
  'session.ended': 3,
} as const;

/** What happens more often where unread answers go on by e-mail. */
const MAIL_EVENTS = {
  ...CHAT_EVENTS,
  ...{ agent: 48, reply: 26, byEmail: 5, 'message.deleted': 2, 'session.ended': 5 },
} as const;
/** What comes next where an agent has just answered. */
const AFTER_ANSWERS = {
  ...{ agent: 4, customer: 1, byEmail: 1, note: 1, 'conversation.closed': 2, 'conversation.snoozed': 1 },
  ...{ 'message.read': 6, 'message.deleted': 8, 'customer.connected': 5, 'session.ended': 1 },
} as const;
/** Addresses that customers tell, one after the other as it comes; some can be written to. */
const ADDRESSES = {
  one: ['kim@example.com'],
  two: ['kim@example.com', 'Kim@Home.example'],
  accented: ['müller@example.com', 'kim@example.com'],
  malformed: ['kim@', 'kim@example.com'],
  none: [],
} as const;

type Told = Pick<EventStep, 'type' | 'data' | 'reply'>;
type What = keyof typeof MAIL_EVENTS;

export class Writer {
  private readonly random: Random;
  private readonly workspace: string;
  private readonly isMailing: boolean;
  private readonly addresses: readonly string[];
  private serial = 0;
  /** How far each conversation has come. */
  private readonly told = new Map<string, number>();
  private readonly stories = new Map<string, readonly EventType[]>();
  /** What agents said last in each conversation. */
  private readonly answers = new Map<string, string[]>();

  constructor(random: Random, workspace: string, isMailing: boolean) {
    this.random = random;
    this.workspace = workspace;
    this.isMailing = isMailing;
    this.addresses =
      ADDRESSES[isMailing ? random.weighted({ one: 8, two: 3, accented: 2, malformed: 1, none: 1 }) : 'one'];
  }

  event(at: Millis, workspace: string, conversation: string): EventStep {
    const { random } = this;
    const id = `e${++this.serial}`;
    const drawn = isCall(conversation)
      ? this.ofCall(conversation)
      : this.ofChat(this.whatOf(conversation), at, conversation);
    return {
      ...{ at, workspace, do: this.doorOf(conversation, drawn), conversation, id, ...drawn },
      ...(random.chance(0.12) && { again: random.pick([0, 50, 2_000, 60_000, 400_000, 3_600_000]) }),
      ...(random.chance(0.015) && { poison: random.pick(POISON_AT) }),
    };
  }

  /** Who rings up, or presses a key, at a provider that asks what to say mostly waits for words. */
  private doorOf(conversation: string, { type, reply }: Told): 'event' | 'call' {
    const isAsking = isCall(conversation) && !isLine(conversation) && (type === 'call.ringing' || reply !== undefined);
    return isAsking && this.random.chance(0.75) ? 'call' : 'event';
  }

  command(at: Millis, workspace: string, conversation: string): EventStep {
    const type = this.random.weighted(COMMANDS);
    const id = `cmd${++this.serial}`;
    const data =
      type === 'message.created'
        ? this.answer(conversation, { type: 'agent', id: 'ag-1' })
        : this.dataOf(type, at, conversation);
    return { at, workspace, do: 'command', conversation, id, type, data };
  }

  /** The channel tells of what it was asked for. */
  echoOf(command: EventStep): EventStep {
    const at = command.at + this.random.pick([100, 3_000, 90_000]);
    return { ...command, at, do: 'event', id: `e${++this.serial}` };
  }

  /** Mostly in order, and mostly missed. Callers on a line press keys as well. */
  private ofCall(conversation: string): Told {
    const { random, told } = this;
    const isNew = !told.has(conversation);
    const at = told.get(conversation) ?? random.pick([0, 0, 0, 1, 4]);
    if (!isNew && random.chance(isLine(conversation) ? 0.55 : 0.4)) return this.reply({ type: 'customer' });
    if (isNew)
      this.stories.set(conversation, CALL_STORIES[random.weighted({ in: 5, out: isLine(conversation) ? 0 : 3 })]);
    const story = this.stories.get(conversation) as readonly EventType[];
    told.set(conversation, random.chance(0.3) ? story.length - 1 : at + 1);
    const type = random.chance(0.8) ? (story[at] ?? 'call.ended') : random.pick(story);
    const reason =
      type === 'call.ended' && random.chance(0.9) ? { missedReason: random.pick(['userLeft', 'allAgentsBusy']) } : {};
    const agent = type !== 'call.ended' && random.chance(0.15) ? { agentId: random.pick(['ag-1', 'ag-2']) } : {};
    return { type, data: { from: '+821012345678', to: '+82212345678', ...reason, ...agent, ...this.customer(0.3) } };
  }

  /** Most chats are begun before anything is said in them. */
  private whatOf(conversation: string): What {
    const { random, told } = this;
    const isNew = !told.has(conversation);
    told.set(conversation, 0);
    if (isNew && random.chance(0.6)) return 'conversation.started';
    const isAnswered = this.answers.get(conversation)?.at(-1) === `m${this.serial - 1}`;
    if (this.isMailing && isAnswered && random.chance(0.7)) return random.weighted(AFTER_ANSWERS);
    return this.isMailing ? random.weighted(MAIL_EVENTS) : random.weighted(CHAT_EVENTS);
  }

  /** Mostly to the newest question, and mostly as asked. */
  private reply(author: Record<string, unknown>): Told {
    const { random } = this;
    const reply: Reply = {
      back: random.pick([0, 0, 0, 0, 1, 2]),
      how: random.weighted({ right: 60, words: 20, wrong: 15, strange: 5 }),
      nth: random.between(0, 11),
    };
    return { type: 'message.created', data: this.message(author), reply };
  }

  private ofChat(what: What, at: Millis, conversation: string): Told {
    const agent = { type: 'agent', id: 'ag-1' };
    const customer = { type: 'customer', id: 'cu-1' };
    const type = 'message.created';
    if (what === 'reply') return this.reply(customer);
    if (what === 'customer')
      return { type, data: { ...this.message(customer), ...this.customer(this.isMailing ? 0.7 : 0.4) } };
    if (what === 'byEmail') return { type, data: { ...this.message(customer), via: 'email' } };
    if (what === 'agent') return { type, data: this.answer(conversation, agent) };
    if (what === 'note') return { type, data: { ...this.message(agent), private: true } };
    if (what === 'silent') return { type, data: { ...this.message(agent), silent: true } };
    if (what === 'bot') return { type, data: this.message({ type: 'bot' }) };
    return { type: what, data: this.dataOf(what, at, conversation) };
  }

  private answer(conversation: string, agent: Record<string, unknown>): Record<string, unknown> {
    const { messageId, text, ...rest } = this.message(agent);
    // Whose it is and which, to be known again in an e-mail.
    const said = { messageId, ...rest, text: `[${this.workspace}] ${text} ${messageId}` };
    this.answers.set(conversation, [...(this.answers.get(conversation) ?? []), said.messageId as string].slice(-4));
    return said;
  }

  /** Mostly the newest answer of an agent, or one shortly before it; anything else in a while. */
  private someMessage(conversation: string): string {
    const { random, serial } = this;
    const recent = this.answers.get(conversation) ?? [];
    if (recent.length > 0 && random.chance(0.8))
      return random.chance(0.5) ? (recent.at(-1) as string) : random.pick(recent);
    return `m${random.between(1, Math.max(1, serial))}`;
  }

  private message(author: Record<string, unknown>): Record<string, unknown> {
    const words = author.type === 'agent' ? ['promise', 'bye', 'hello'] : WORDS;
    return { messageId: `m${this.serial}`, author, text: this.random.pick(words) };
  }

  private customer(chance: number): Record<string, unknown> {
    const { random } = this;
    if (!random.chance(chance)) return {};
    const email = this.addresses.length > 0 ? { email: random.pick(this.addresses) } : {};
    const addresses = random.chance(this.isMailing ? 0.9 : 0.7) ? { ...email, phone: '+821012345678' } : {};
    const [name, tier] = [random.pick(['Kim', 'Lee']), random.pick(['VIP', 'basic'])];
    return { customer: { id: 'cu-1', name, tier, ...addresses } };
  }

  private dataOf(type: string, at: Millis, conversation: string): Record<string, unknown> {
    const { random } = this;
    const until = new Date(START + at + random.pick([10_000, 60_000, 180_000, 1_500_000])).toISOString();
    const made: Record<string, () => Record<string, unknown>> = {
      'conversation.closed': () => ({ by: random.pick(['agent', 'agent', 'api', 'workflow', 'customer']) }),
      'conversation.opened': () => ({ by: random.pick(['agent', 'agent', 'customer', 'workflow']) }),
      'conversation.snoozed': () => (random.chance(0.8) ? { until } : {}),
      'conversation.assigned': () =>
        random.chance(0.8) ? { agentId: random.pick(['ag-1', 'ag-2']) } : { teamId: 'te-2' },
      'conversation.updated': () => ({
        addTags: [random.pick(['a', 'b', 'returns'])],
        removeTags: [random.pick(['a', 'new'])],
        priority: 'low',
      }),
      'conversation.started': () => ({
        by: random.pick(['customer', 'customer', 'customer', 'marketing', 'agent']),
        ...(random.chance(0.3) && { campaignId: random.pick(['spring', 'autumn']) }),
        ...(random.chance(0.5) && {
          page: { url: random.pick(['https://shop.example.com/pricing', 'https://x.example.com/']) },
        }),
        ...(this.isMailing && random.chance(0.08) && { messenger: 'kakao' }),
        ...this.customer(this.isMailing ? 0.85 : 0.6),
      }),
      'workflow.requested': () => ({ workflowId: `mod-${random.between(1, 3)}`, agentId: 'ag-1' }),
      'message.read': () => ({ upToMessageId: this.someMessage(conversation) }),
      'message.deleted': () => ({ messageId: this.someMessage(conversation) }),
      'customer.connected': () => ({ connectionId: random.pick(['x', 'y']) }),
      'customer.disconnected': () => ({ connectionId: random.pick(['x', 'y']) }),
      'customer.updated': () => ({
        customer: { id: 'cu-1', profile: { [`p${this.serial}-${this.workspace}`]: this.serial } },
      }),
      'session.ended': () => ({ by: 'agent' }),
    };
    return made[type]?.() ?? {};
  }
}
