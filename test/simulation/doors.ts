/** Where things come from: providers' webhooks, callers of the API, and the clock that starts the sweep. */
import { handleEvent } from '../../src/app/handle-event';
import { sweep } from '../../src/app/sweep';
import { takeEvents } from '../../src/app/take-events';
import type { ConversationEvent } from '../../src/engine/event';
import { refOf } from '../../src/engine/event';
import { QUESTIONS, questionFor, replyTo } from './replies';
import { scope } from './scope';
import type { EventStep } from './story';
import { channelOf } from './story';
import type { World } from './world';

/** Providers and callers give up after this many tries. */
const TRIES = 8;
const SWEEP_EVERY = 300_000;

/** A reply says what it says from the first time on that it is sent. */
export function seen(world: World, step: EventStep): EventStep {
  const { reply, workspace: workspaceId, conversation: conversationId, data } = step;
  if (!reply) return step;
  const channelId = channelOf(workspaceId, conversationId);
  const question = questionFor(reply, world.asked, { workspaceId, channelId, conversationId });
  if (!question) return step;
  const said = replyTo(question, reply, data) as Pick<EventStep, 'type' | 'data'>;
  world.trace.add(() => `it is ${JSON.stringify(said)}`);
  return { ...step, ...said };
}

function eventOf({ workspace, conversation, id, type, data }: EventStep, receivedAt: number): ConversationEvent {
  const channelId = channelOf(workspace, conversation);
  const subject = type === 'customer.updated' ? (data.customer as { id: string }).id : conversation;
  return { schema: 1, id, workspaceId: workspace, channelId, subject, type, receivedAt, data } as ConversationEvent;
}

/** A provider sends an event, and sends it again until it is taken. */
export function deliver(world: World, step: EventStep, tries = 1): void {
  const process = world.processes.take('webhook');
  const run = async () => {
    const event = eventOf(step, process.deps.clock.now());
    const taken = await takeEvents([event], step.workspace, process.deps);
    if (taken.ok) world.log.accept(event);
    return taken.ok;
  };
  world.invoke(process, step.id, run, (isTaken) => {
    if (isTaken || tries >= TRIES) return;
    world.agenda.after(world.random.between(1_000, 20_000), () => deliver(world, step, tries + 1));
  });
}

/** A caller waits for words: it is handled in process. What goes wrong there goes by the queue, and nobody hears what comes of it. */
export function call(world: World, step: EventStep): void {
  const process = world.processes.take('voice');
  const run = async () => {
    const { deps, live, sent } = process;
    const event = eventOf(step, deps.clock.now());
    scope().flow.message = { kind: 'event', event };
    const context = { live: live.forBatch(), sent, heard: true as const };
    const { conversation } = await handleEvent({ kind: 'event', event }, deps, context);
    world.log.accept(event);
    const { channelId, subject: conversationId } = event;
    for (const { id: effectId, type, runId = '', workflowId = '', fields } of conversation?.outbox?.voice ?? [])
      if (QUESTIONS.has(type))
        world.asked.push({ channelId, conversationId, effectId, type, runId, workflowId, fields });
    return true;
  };
  world.invoke(process, step.id, run, (isAnswered) => {
    if (!isAnswered) deliver(world, step);
  });
}

/** A caller of the API asks for something, and asks again under the same key until there is an answer. */
export function command(world: World, step: EventStep, tries = 1): void {
  const process = world.processes.take('api');
  const run = async () => {
    const { deps, live, sent } = process;
    const event = { ...eventOf(step, deps.clock.now()), origin: 'command' } as ConversationEvent;
    const { conversation } = await deps.conversations.load(refOf(event));
    if (!conversation) return true;
    event.receivedAt = deps.clock.now();
    scope().flow.message = { kind: 'event', event };
    await handleEvent({ kind: 'event', event }, deps, { live: live.forBatch(), sent });
    world.log.accept(event);
    return true;
  };
  world.invoke(process, step.id, run, (isAnswered) => {
    if (isAnswered || tries >= TRIES) return;
    world.agenda.after(world.random.between(500, 10_000), () => command(world, step, tries + 1));
  });
}

/** Sweeps as long as anything is left; one that would find nothing is mostly left out, to save time. */
export function keepSweeping(world: World): void {
  const { agenda, faults, random, mail } = world;
  agenda.after(SWEEP_EVERY, () => {
    const isLost = faults.choose('sweepLost');
    const isWorthIt = mail.hasDeadLetters || world.overdue > 0 || random.chance(0.1);
    if (isWorthIt && !isLost) {
      const process = world.processes.take('sweep');
      world.invoke(
        process,
        'sweep',
        () => sweep(process.deps),
        () => undefined,
      );
    }
    if (!agenda.isEmpty || world.sweepTimes.size > 0 || mail.hasDeadLetters) keepSweeping(world);
  });
}
