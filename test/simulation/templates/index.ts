/** Workflows that stories draw from: every trigger and every step, chains that would never end, modules within modules. */
import type { Random } from '../random';
import { isCall, isLine, type SimWorkflow } from '../story';
import { modules as chatModules, onStarts } from './bots';
import { onCallQueues, onEnds, onInbound, onPlaced, onRinging, phoneModules } from './calls';
import { onAgents, onMessages, onOpenings, onQueues, onWaits } from './chats';
import { type Draft, REVISION, type Setting, type Template, wait } from './parts';

/** The workflows of a workspace, and how each may be written anew. */
export interface Drawn {
  workflows: SimWorkflow[];
  /** The workflow with other steps, another wait, or both. */
  edit(id: string): SimWorkflow;
}

const MODULES = ['mod-1', 'mod-2', 'mod-3'];

const some = <T>(random: Random, list: readonly T[], least: number, most: number): T[] =>
  Array.from({ length: random.between(least, most) }, () => random.pick(list));

/** A few workflows of each kind; waits more than others, since most goes wrong in them. */
function templatesFor(random: Random, conversations: readonly string[]): Template[] {
  const calls = conversations.some(isCall)
    ? [
        ...[...some(random, onEnds, 1, 2), ...some(random, onInbound, 0, 2), ...some(random, onPlaced, 1, 1)],
        ...[...some(random, onCallQueues, 0, 2), random.pick(onRinging)],
      ]
    : [];
  if (conversations.every(isCall)) return calls;
  return [
    ...[...some(random, onStarts, 0, 2), ...some(random, onMessages, 0, 3), ...some(random, onOpenings, 0, 3)],
    ...[...some(random, onWaits, 1, 2), ...some(random, onAgents, 0, 1), ...some(random, onQueues, 0, 1), ...calls],
  ];
}

/** One that some workflows are asked about only at certain hours. */
function withHours(draft: Draft, random: Random): Draft {
  return random.chance(0.12) ? { ...draft, hours: random.pick(['inside', 'outside']) } : draft;
}

/** Modules lead on to those before them; one in a while to itself. */
function moduleOf(id: string, template: Template, setting: Setting): Draft {
  const { random } = setting;
  const earlier = random.chance(0.05) ? MODULES : MODULES.slice(0, MODULES.indexOf(id));
  const trigger = { type: 'module', usableInChat: random.chance(0.75) };
  return { trigger, ...template({ ...setting, modules: earlier }) };
}

export function drawWorkflows(random: Random, workspace: string, conversations: readonly string[]): Drawn {
  const says = (text: string) => `[${workspace}] ${REVISION} ${text}`;
  const ofModules = conversations.some(isLine) ? [...chatModules, ...phoneModules] : chatModules;
  const ids = MODULES.slice(0, random.pick([0, 1, 2, 2, 3, 3]));
  const setting = { random, says, workspace, modules: ids };
  const drawers = new Map<string, () => Draft>();
  for (const id of ids) drawers.set(id, () => moduleOf(id, random.pick(ofModules), setting));
  for (const [index, template] of templatesFor(random, conversations).entries())
    drawers.set(`wf-${index + 1}`, () => withHours(template(setting), random));
  const workflows = [...drawers].map(([id, draw]) => ({ id, draft: draw() }));
  return { workflows, edit: (id) => edited(workflows, id, drawers.get(id) as () => Draft, random) };
}

/** The trigger stays, but for its wait. */
function edited(workflows: readonly SimWorkflow[], id: string, draw: () => Draft, random: Random): SimWorkflow {
  const { draft } = workflows.find((workflow) => workflow.id === id) as SimWorkflow;
  const before = draft.trigger as { wait?: string };
  const trigger = before.wait ? { ...before, wait: wait(random) } : before;
  return { id, draft: { ...(random.chance(0.6) ? draw() : draft), trigger } };
}
