/** Draws a story: short, so that much of what it does meets, and often right at the moment when something is due. */
import type { PublicEvent } from '../../src/engine/event';
import type { Millis } from '../../src/engine/time';
import type { Random } from './random';
import type { Reply } from './replies';
import type { EventStep, SimWorkspace, Step, Story } from './story';
import { isCall, isLine } from './story';
import { type Drawn, drawWorkflows } from './templates';

const GAPS: readonly Millis[] = [
  0, 0, 5, 40, 300, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000, 61_000, 120_000, 200_000, 420_000,
];
const LONG_GAPS: readonly Millis[] = [900_000, 1_800_000];
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
const CASTS = [
  ['chat-1'],
  ['chat-1'],
  ['chat-1'],
  ['chat-1', 'chat-2'],
  ['chat-1', 'call-1'],
  ['line-1', 'chat-1'],
  ['line-1'],
  ['call-1', 'chat-1', 'chat-2'],
  ['call-1', 'call-2', 'line-1'],
  ['line-1', 'line-2'],
];
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

class Writer {
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
    if (!isNew && random.chance(isLine(conversation) ? 0.55 : 0.3)) return this.reply({ type: 'customer' });
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
    const until = new Date(
      Date.parse('2026-01-05T09:00:00Z') + at + random.pick([10_000, 60_000, 180_000, 1_500_000]),
    ).toISOString();
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

/** A workspace, and what may become of its workflows. */
interface Place extends SimWorkspace {
  edit: Drawn['edit'];
}

/** Its hours begin or end soon after the story does: it is 18:00 in Seoul then. */
function drawSettings(random: Random): SimWorkspace['settings'] {
  const weekly = {
    mon: [
      random.pick([
        { from: '09:00', to: '18:10' },
        { from: '18:05', to: '23:00' },
      ]),
    ],
  };
  return {
    ...{ inactivity: 'PT10M', wrapUp: 'PT90S' },
    ...(random.chance(0.3) && { fuse: random.between(1, 4) }),
    ...(random.chance(0.6) && { operatingHours: { timeZone: 'Asia/Seoul', weekly, holidays: [] } }),
  };
}

function drawWorkspaces(random: Random, conversations: readonly string[]): Place[] {
  const ids = random.chance(0.25) ? ['a', 'b'] : ['a'];
  return ids.map((id) => ({ id, settings: drawSettings(random), ...drawWorkflows(random, id, conversations) }));
}

/** When the next thing happens: now, soon, or just when a wait that the last message started is due. */
function nextTime(random: Random, now: Millis, waits: readonly Millis[]): Millis {
  if (waits.length > 0 && random.chance(0.25)) return now + random.pick(waits) + random.between(-1_500, 1_500);
  return now + random.pick(random.chance(0.04) ? LONG_GAPS : GAPS) + random.between(0, 50);
}

/** The waits of a workspace's triggers, in milliseconds. */
function waitsOf({ workflows }: SimWorkspace): Millis[] {
  const waits = workflows.map(({ draft }) => (draft.trigger as { wait?: string }).wait);
  return waits.flatMap((wait) => (wait ? [Number(/\d+/.exec(wait)?.[0]) * 1_000] : []));
}

export function drawStory(random: Random): Story {
  const conversations = random.pick(CASTS);
  const places = drawWorkspaces(random, conversations);
  const writers = new Map(places.map(({ id }) => [id, new Writer(random, id)]));
  const steps: Step[] = [];
  let at = 0;
  for (let left = random.between(6, 24); left > 0; left--) {
    const place = random.pick(places);
    at = Math.max(0, nextTime(random, at, waitsOf(place)));
    const writer = writers.get(place.id) as Writer;
    const step = drawStep(random, at, place, random.pick(conversations), writer);
    steps.push(step);
    if (isEdited(random, step)) steps.push(...drawEdits(random, step, place));
    if (step.do === 'command' && step.type === 'message.created' && random.chance(0.5)) steps.push(writer.echoOf(step));
  }
  if (random.chance(0.08)) {
    const begin = random.between(0, at);
    steps.push({ at: begin, workspace: 'a', do: 'deploy', lasts: random.between(1_000, 240_000) });
  }
  steps.sort((one, other) => one.at - other.at);
  const workspaces = places.map(({ edit: _, ...workspace }) => workspace);
  return { workspaces, steps, calmAt: at + random.pick([0, 60_000, 600_000, 1_800_000]) };
}

/** Authors edit what is just being used: modules above all, bots, anything. */
const EDITED_IN_USE: Readonly<Record<string, number>> = { 'workflow.requested': 0.5, 'conversation.started': 0.3 };
const SOMETIMES = 0.15;

function isEdited(random: Random, step: Step): boolean {
  if (!('type' in step)) return false;
  return random.chance(EDITED_IN_USE[step.type] ?? SOMETIMES);
}

/** All modules at once, since some run may stand in any of them; or one workflow. */
function drawEdits(random: Random, { at }: Step, { id: workspace, workflows, edit }: Place): Step[] {
  const modules = workflows.filter(({ draft }) => (draft.trigger as { type: string }).type === 'module');
  const edited = modules.length > 0 && random.chance(0.6) ? modules : [random.pick(workflows)];
  const soon = at + random.pick([300, 3_000, 15_000, 50_000, 150_000]);
  return edited.map(({ id }) => ({ at: soon, workspace, do: 'publish', workflow: edit(id) }));
}

function drawStep(random: Random, at: Millis, place: Place, conversation: string, writer: Writer): Step {
  const { id, workflows, edit } = place;
  const what = random.weighted({ event: 80, command: 11, publish: 6, pause: 2 });
  if (what === 'publish') return { at, workspace: id, do: 'publish', workflow: edit(random.pick(workflows).id) };
  if (what === 'pause') return { at, workspace: id, do: 'pause', id: random.pick(workflows).id };
  if (what === 'event' || isCall(conversation)) return writer.event(at, id, conversation);
  return writer.command(at, id, conversation);
}
