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

type Told = Pick<EventStep, 'type' | 'data' | 'reply'>;

export class Writer {
  private readonly random: Random;
  private readonly workspace: string;
  private serial = 0;
  /** How far each conversation has come. */
  private readonly told = new Map<string, number>();
  private readonly stories = new Map<string, readonly EventType[]>();

  constructor(random: Random, workspace: string) {
    this.random = random;
    this.workspace = workspace;
  }

  event(at: Millis, workspace: string, conversation: string): EventStep {
    const { random } = this;
    const id = `e${++this.serial}`;
    const drawn = isCall(conversation) ? this.ofCall(conversation) : this.ofChat(this.whatOf(conversation), at);
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
    const data = type === 'message.created' ? this.message({ type: 'agent', id: 'ag-1' }) : this.dataOf(type, at);
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
  private whatOf(conversation: string): keyof typeof CHAT_EVENTS {
    const { random, told } = this;
    const isNew = !told.has(conversation);
    told.set(conversation, 0);
    return isNew && random.chance(0.6) ? 'conversation.started' : random.weighted(CHAT_EVENTS);
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

  private ofChat(what: keyof typeof CHAT_EVENTS, at: Millis): Told {
    const agent = { type: 'agent', id: 'ag-1' };
    const type = 'message.created';
    if (what === 'reply') return this.reply({ type: 'customer', id: 'cu-1' });
    if (what === 'customer')
      return { type, data: { ...this.message({ type: 'customer', id: 'cu-1' }), ...this.customer(0.4) } };
    if (what === 'agent') return { type, data: this.message(agent) };
    if (what === 'note') return { type, data: { ...this.message(agent), private: true } };
    if (what === 'silent') return { type, data: { ...this.message(agent), silent: true } };
    if (what === 'bot') return { type, data: this.message({ type: 'bot' }) };
    return { type: what, data: this.dataOf(what, at) };
  }

  private message(author: Record<string, unknown>): Record<string, unknown> {
    const words = author.type === 'agent' ? ['promise', 'bye', 'hello'] : WORDS;
    return { messageId: `m${this.serial}`, author, text: this.random.pick(words) };
  }

  private customer(chance: number): Record<string, unknown> {
    const { random } = this;
    if (!random.chance(chance)) return {};
    const addresses = random.chance(0.7) ? { email: 'kim@example.com', phone: '+821012345678' } : {};
    const [name, tier] = [random.pick(['Kim', 'Lee']), random.pick(['VIP', 'basic'])];
    return { customer: { id: 'cu-1', name, tier, ...addresses } };
  }

  private dataOf(type: string, at: Millis): Record<string, unknown> {
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
        ...this.customer(0.6),
      }),
      'workflow.requested': () => ({ workflowId: `mod-${random.between(1, 3)}`, agentId: 'ag-1' }),
      'message.read': () => ({ upToMessageId: `m${random.between(1, Math.max(1, this.serial))}` }),
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
