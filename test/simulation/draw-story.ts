/** Draws a story: short, so that much of what it does meets, and often right at the moment when something is due. */
import type { PublicEvent } from '../../src/engine/event';
import type { Millis } from '../../src/engine/time';
import type { Random } from './random';
import type { EventStep, SimWorkspace, Step, Story } from './story';
import { isCall } from './story';
import { drawWorkflows, edited } from './templates';

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
const CALL_STORY: readonly PublicEvent['type'][] = [
  'call.ringing',
  'call.queued',
  'call.inbound',
  'call.answered',
  'call.ended',
];
/** Calls of the API name a conversation by what is done to it. */
const COMMANDS = {
  'conversation.closed': 3,
  'conversation.opened': 3,
  'conversation.snoozed': 2,
  'conversation.assigned': 2,
  'message.created': 3,
} as const;
const CASTS = [
  ['chat-1'],
  ['chat-1'],
  ['chat-1'],
  ['chat-1', 'chat-2'],
  ['chat-1', 'call-1'],
  ['call-1', 'chat-1', 'chat-2'],
  ['call-1', 'call-2'],
];
const CHAT_EVENTS = {
  customer: 40,
  agent: 22,
  note: 6,
  bot: 2,
  silent: 2,
  'conversation.closed': 6,
  'conversation.opened': 4,
  'conversation.snoozed': 5,
  'conversation.assigned': 3,
  'conversation.unassigned': 1,
  'conversation.queued': 2,
  'conversation.updated': 3,
  'message.read': 2,
  'customer.connected': 2,
  'customer.disconnected': 1,
  'customer.updated': 2,
  'session.ended': 3,
} as const;

class Writer {
  private readonly random: Random;
  private readonly workspace: string;
  private serial = 0;
  private readonly told = new Map<string, number>();

  constructor(random: Random, workspace: string) {
    this.random = random;
    this.workspace = workspace;
  }

  event(at: Millis, workspace: string, conversation: string): EventStep {
    const { random } = this;
    const id = `e${++this.serial}`;
    const { type, data } = isCall(conversation)
      ? this.ofCall(conversation)
      : this.ofChat(random.weighted(CHAT_EVENTS), at);
    return {
      ...{ at, workspace, do: 'event' as const, conversation, id, type, data },
      ...(random.chance(0.12) && { again: random.pick([0, 50, 2_000, 60_000, 400_000, 3_600_000]) }),
      ...(random.chance(0.015) && { poison: random.pick(POISON_AT) }),
    };
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

  /** Mostly in order, and mostly missed. */
  private ofCall(conversation: string): Pick<EventStep, 'type' | 'data'> {
    const { random, told } = this;
    const at = told.get(conversation) ?? random.pick([0, 0, 1, 4]);
    told.set(conversation, random.chance(0.4) ? 4 : at + 1);
    const type = random.chance(0.8) ? (CALL_STORY[at] ?? 'call.ended') : random.pick(CALL_STORY);
    const reason =
      type === 'call.ended' && random.chance(0.9) ? { missedReason: random.pick(['userLeft', 'allAgentsBusy']) } : {};
    return { type, data: { from: '+821012345678', to: '+82212345678', ...reason, ...this.customer(0.3) } };
  }

  private ofChat(what: keyof typeof CHAT_EVENTS, at: Millis): Pick<EventStep, 'type' | 'data'> {
    const agent = { type: 'agent', id: 'ag-1' };
    const type = 'message.created';
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
    return { customer: { id: 'cu-1', name: random.pick(['Kim', 'Lee']), tier: random.pick(['VIP', 'basic']) } };
  }

  private dataOf(type: string, at: Millis): Record<string, unknown> {
    const { random } = this;
    const until = new Date(
      Date.parse('2026-01-05T09:00:00Z') + at + random.pick([10_000, 60_000, 180_000, 1_500_000]),
    ).toISOString();
    const made: Record<string, () => Record<string, unknown>> = {
      'conversation.closed': () => ({ by: random.pick(['agent', 'api']) }),
      'conversation.opened': () => ({ by: random.pick(['agent', 'customer']) }),
      'conversation.snoozed': () => (random.chance(0.8) ? { until } : {}),
      'conversation.assigned': () =>
        random.chance(0.8) ? { agentId: random.pick(['ag-1', 'ag-2']) } : { teamId: 'te-2' },
      'conversation.updated': () => ({
        addTags: [random.pick(['a', 'b', 'returns'])],
        removeTags: [random.pick(['a', 'new'])],
        priority: 'low',
      }),
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

function drawWorkspaces(random: Random, conversations: readonly string[]): SimWorkspace[] {
  const ids = random.chance(0.25) ? ['a', 'b'] : ['a'];
  return ids.map((id) => {
    const settings = {
      inactivity: 'PT10M',
      wrapUp: 'PT90S',
      ...(random.chance(0.3) && { fuse: random.between(1, 4) }),
    };
    return { id, settings, workflows: drawWorkflows(random, id, conversations) };
  });
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
  const workspaces = drawWorkspaces(random, conversations);
  const writers = new Map(workspaces.map(({ id }) => [id, new Writer(random, id)]));
  const steps: Step[] = [];
  let at = 0;
  for (let left = random.between(5, 22); left > 0; left--) {
    const workspace = random.pick(workspaces);
    at = Math.max(0, nextTime(random, at, waitsOf(workspace)));
    const writer = writers.get(workspace.id) as Writer;
    const step = drawStep(random, at, workspace, random.pick(conversations), writer);
    steps.push(step);
    if (step.do === 'command' && step.type === 'message.created' && random.chance(0.5)) steps.push(writer.echoOf(step));
  }
  if (random.chance(0.08)) {
    const begin = random.between(0, at);
    steps.push({ at: begin, workspace: 'a', do: 'deploy', lasts: random.between(1_000, 240_000) });
  }
  steps.sort((one, other) => one.at - other.at);
  return { workspaces, steps, calmAt: at + random.pick([0, 60_000, 600_000, 1_800_000]) };
}

function drawStep(random: Random, at: Millis, workspace: SimWorkspace, conversation: string, writer: Writer): Step {
  const what = random.weighted({ event: 84, command: isCall(conversation) ? 0 : 12, publish: 3, pause: 1 });
  const { id, workflows } = workspace;
  if (what === 'publish') return { at, workspace: id, do: 'publish', workflow: edited(random.pick(workflows), random) };
  if (what === 'pause') return { at, workspace: id, do: 'pause', id: random.pick(workflows).id };
  return what === 'command' ? writer.command(at, id, conversation) : writer.event(at, id, conversation);
}
