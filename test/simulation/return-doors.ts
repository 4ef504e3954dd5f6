/** How customers come back: by links that an agent asked for, at the prompt, by what their pages tell. */
import { tellPresence } from '../../src/app/api/reconnect/presence';
import { comeBack, look, type WayBack } from '../../src/app/reconnect/come-back';
import { linkedSession, linkTo } from '../../src/app/reconnect/link';
import type { ConversationEvent, ConversationRef } from '../../src/engine/event';
import type { Instant, Millis } from '../../src/engine/time';
import type { EventMessage } from '../../src/ports/queues';
import { RETURNS } from './coverage';
import type { SimDeps } from './ports';
import type { Process } from './process';
import { scope } from './scope';
import { channelOf, type LinkStep, type PresenceStep, type ReturnStep } from './story';
import type { World } from './world';

/** Whoever is answered that it does not work now tries again so often. */
const TRIES = 6;

/** A link that somebody has. */
export interface Link {
  ref: ConversationRef;
  token: string;
}

/** Somebody asked to go on, and was answered. */
export interface Ask {
  ref: ConversationRef;
  by: 'link' | 'prompt';
  session?: number;
  from: Instant;
  to: Instant;
  way: WayBack;
  /** What it was handled as; absent where it was refused before. */
  eventId?: string;
}

const refOf = ({ workspace: workspaceId, conversation: conversationId }: LinkStep): ConversationRef => ({
  ...{ workspaceId, conversationId },
  channelId: channelOf(workspaceId, conversationId),
});

/** An agent's desk asks for a link, and hands it on; before the conversation is there it gets none. */
export function makeLink(world: World, step: LinkStep, tries = 1): void {
  const process = world.processes.take('api');
  const ref = refOf(step);
  const run = async () => {
    const { conversation } = await process.deps.conversations.load(ref);
    return conversation ? linkTo(conversation, process.deps) : '';
  };
  world.invoke(process, 'a link', run, (url) => {
    if (url) return void world.links.push({ ref, token: url.split('/r/')[1] as string });
    if (url === '' || tries === TRIES) return;
    world.agenda.after(world.random.between(200, 3_000), () => makeLink(world, step, tries + 1));
  });
}

/** The newest link of a conversation, or one before it. */
function linkFor({ links }: World, step: LinkStep & { back: number }): Link | undefined {
  const { channelId, conversationId } = refOf(step);
  const here = links.filter(({ ref }) => ref.channelId === channelId && ref.conversationId === conversationId);
  return here.at(-1 - step.back) ?? here.at(-1);
}

/** Of clocks that are shared here, so that two presses may come at one moment. */
const TICK = 40;

/** One press, or two at the same instant: the second is another process's, with the same time on its clock. */
export function comeBackBy(world: World, step: ReturnStep): void {
  const first = world.processes.take('api');
  press(world, step, first, first.skew);
  if (step.clicks === 2) press(world, step, world.processes.take('api'), first.skew);
}

function press(world: World, step: ReturnStep, process: Process, skew: Millis, tries = 1): void {
  const link = step.by === 'link' ? linkFor(world, step) : undefined;
  if (step.by === 'link' && !link) return world.processes.giveBack(process);
  const from = world.agenda.now;
  const run = () => ask(world, step, process, { link, skew, from });
  world.invoke(process, `${step.by} ${step.conversation}`, run, (isAnswered) => {
    if (isAnswered || tries === TRIES) return;
    const again = () => press(world, step, world.processes.take('api'), skew, tries + 1);
    world.agenda.after(world.random.between(300, 5_000), again);
  });
}

interface Press {
  link: Link | undefined;
  skew: Millis;
  from: Instant;
}

async function ask(world: World, step: ReturnStep, process: Process, { link, skew, from }: Press): Promise<true> {
  const { deps, live, sent } = process;
  const { by } = step;
  const linked = link && (await linkedSession(link.token, deps.signingKeys));
  if (link && !linked) world.log.wrong(`11: a link that was made leads nowhere: ${link.token}`);
  const session = linked && { session: linked.session };
  const ref = linked?.ref ?? refOf(step);
  const asked = { ref, by, ...session, ...(by === 'prompt' && { customerId: 'cu-1' }) };
  if (session) scope().flow.session = session.session;
  const tick = step.clicks === 2 ? TICK : 1;
  const handled: { eventId?: string } = {};
  const mine = { ...noting(deps, handled), clock: { now: () => Math.floor((world.agenda.now + skew) / tick) * tick } };
  const way = step.isLook ? await look(asked, mine) : await comeBack(asked, mine, { live: live.forBatch(), sent });
  const told = way.ok ? 'resumed' : way.reason;
  world.coverage.add(step.isLook ? 'looked whether one can go on' : `${RETURNS}answered: ${told}`);
  if (!step.isLook) world.asks.push({ ref, by, ...session, from, to: world.agenda.now, way, ...handled });
  return true;
}

/** Remembers the name under which it is handled. */
const noting = (deps: SimDeps, handled: { eventId?: string }): SimDeps => ({
  ...deps,
  conversations: {
    ...deps.conversations,
    load: (ref, eventId, ...rest) => {
      if (eventId !== undefined) handled.eventId = eventId;
      return deps.conversations.load(ref, eventId, ...rest);
    },
  },
});

/** A page of the portal that was reached by a link tells that it is there, or goes. */
export function beHere(world: World, step: PresenceStep, tries = 1): void {
  const link = linkFor(world, step);
  if (!link) return;
  const process = world.processes.take('api');
  const run = async () => {
    const told: ConversationEvent[] = [];
    const { status } = await tellPresence({ request: requestOf(step, link) } as never, keeping(process.deps, told));
    if (status === 204) for (const event of told) world.log.accept(event);
    return status;
  };
  world.invoke(process, `${step.connectionId} is ${step.state}`, run, (status) => {
    if (status === 204) world.coverage.add(`${RETURNS}told by pages`);
    // Whoever leaves cannot look whether it was heard.
    if (status !== undefined || tries === TRIES || step.state === 'disconnected') return;
    world.agenda.after(world.random.between(500, 5_000), () => beHere(world, step, tries + 1));
  });
}

function requestOf({ workspace, conversation, connectionId, state }: PresenceStep, { token }: Link) {
  const channel = channelOf(workspace, conversation);
  const told = { channel, conversationId: conversation, connectionId, state, credential: token };
  return { headers: { 'content-type': 'text/plain' }, body: Buffer.from(JSON.stringify(told)) };
}

const keeping = ({ queues, ...deps }: SimDeps, told: ConversationEvent[]) =>
  ({
    ...deps,
    queues: {
      ...queues,
      sendEvents: async (messages: readonly EventMessage[]) => {
        await queues.sendEvents(messages);
        told.push(...messages.flatMap((message) => (message.kind === 'event' ? [message.event] : [])));
      },
    },
  }) as never;
