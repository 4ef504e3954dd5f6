/** Draws a story: short, so that much of what it does meets, and often right at the moment when something is due. */
import { DEFAULT_SETTINGS, type Settings } from '../../src/engine/settings';
import { type Millis, parseDuration } from '../../src/engine/time';
import { drawReconnect, drawReturns } from './draw-returns';
import { LETTERS } from './letters';
import type { Random } from './random';
import { type EventStep, isCall, type SimWorkspace, type Step, type Story } from './story';
import { type Drawn, drawWorkflows } from './templates';
import { Writer } from './writer';

const GAPS: readonly Millis[] = [
  0, 0, 5, 40, 300, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000, 61_000, 120_000, 200_000, 420_000,
];
const LONG_GAPS: readonly Millis[] = [900_000, 1_800_000];
const CASTS = [
  ['chat-1'],
  ['chat-1'],
  ['chat-1'],
  ['chat-1', 'chat-2'],
  ['chat-1', 'call-1'],
  ['line-1', 'chat-1'],
  ['line-1'],
  ['call-1'],
  ['call-1', 'chat-1', 'chat-2'],
  ['call-1', 'call-2', 'line-1'],
  ['line-1', 'line-2'],
];
/** Short enough that much is due while something else happens. */
const DELAYS = ['PT0S', 'PT5S', 'PT60S', 'PT60S', 'PT180S', 'PT180S', 'PT600S', 'PT600S'];
const REPLY_DELAYS = ['PT5S', 'PT20S', 'PT60S'];
const READ_WITHIN: readonly Millis[] = [3_000, 15_000, 60_000, 300_000, 900_000];

const RETURNING = new Set<Step['do']>(['link', 'return', 'presence', 'channel']);

/** A workspace, and what may become of its workflows. */
interface Place extends SimWorkspace {
  edit: Drawn['edit'];
}

/** Its hours begin or end soon after the story does: it is 18:00 in Seoul then. */
function drawSettings(random: Random, conversations: readonly string[]): SimWorkspace['settings'] {
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
    ...(!conversations.every(isCall) && { continuity: drawContinuity(random) }),
  };
}

function drawContinuity(random: Random): Settings['continuity'] {
  const [delay, replyDelay] = [random.pick(DELAYS), random.pick(REPLY_DELAYS)];
  return { ...DEFAULT_SETTINGS.continuity, enabled: random.chance(0.6), delay, replyDelay };
}

const isMailing = ({ settings }: SimWorkspace) => settings.continuity?.enabled === true;

function drawWorkspaces(random: Random, conversations: readonly string[]): Place[] {
  const ids = random.chance(0.25) ? ['a', 'b'] : ['a'];
  return ids.map((id) => ({
    id,
    settings: drawSettings(random, conversations),
    ...drawWorkflows(random, id, conversations),
  }));
}

/** When the next thing happens: now, soon, or just when a wait that the last message started is due. */
function nextTime(random: Random, now: Millis, place: Place): Millis {
  const waits = waitsOf(place);
  const isClose = waits.length > 0 && random.chance(isMailing(place) ? 0.4 : 0.25);
  if (isClose) return now + random.pick(waits) + random.between(-1_500, 1_500);
  return now + random.pick(random.chance(0.04) ? LONG_GAPS : GAPS) + random.between(0, 50);
}

/** The waits of a workspace's triggers and of its e-mails, in milliseconds. */
function waitsOf(place: SimWorkspace): Millis[] {
  const { delay, replyDelay } = place.settings.continuity ?? {};
  const ofMails = isMailing(place) ? [delay, delay, replyDelay, 'PT5S'] : [];
  const waits = [...place.workflows.map(({ draft }) => (draft.trigger as { wait?: string }).wait), ...ofMails];
  return waits.flatMap((wait) => (wait ? [Number(/\d+/.exec(wait)?.[0]) * 1_000] : []));
}

/** `returning` draws who is brought back, so that the others stay as they are. */
export function drawStory(random: Random, returning: Random): Story {
  const conversations = random.pick(CASTS);
  const places = drawWorkspaces(random, conversations);
  const writers = new Map(places.map((place) => [place.id, new Writer(random, place.id, isMailing(place))]));
  const steps: Step[] = [];
  let at = 0;
  for (let left = random.between(6, places.some(isMailing) ? 28 : 24); left > 0; left--) {
    const place = random.pick(places);
    at = Math.max(0, nextTime(random, at, place));
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
  for (const place of places) steps.push(...drawSwitches(random, place, steps), ...drawLetters(random, place, steps));
  for (const place of places) {
    place.reconnect = drawReconnect(returning, conversations);
    if (place.reconnect) steps.push(...drawReturns(returning, place.id, place.reconnect, conversations));
  }
  steps.sort((one, other) => one.at - other.at);
  const workspaces = places.map(({ edit: _, ...workspace }) => workspace);
  const last = Math.max(at, ...steps.filter((step) => RETURNING.has(step.do)).map((step) => step.at));
  return { workspaces, steps, calmAt: last + random.pick([0, 60_000, 600_000, 1_800_000]) };
}

/** Authors edit what is just being used: modules above all, bots, anything. */
const EDITED_IN_USE: Readonly<Record<string, number>> = {
  'workflow.requested': 0.5,
  'conversation.started': 0.3,
  'call.ringing': 0.3,
};
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

/** E-mails are turned on, or off and perhaps on again, while an answer waits. */
function drawSwitches(random: Random, place: SimWorkspace, steps: readonly Step[]): Step[] {
  const said = steps.filter((step) => step.workspace === place.id && 'type' in step && step.type === 'message.created');
  if (place.settings.continuity === undefined || said.length === 0) return [];
  if (!random.chance(isMailing(place) ? 0.3 : 0.06)) return [];
  const on = !isMailing(place);
  const due = parseDuration(place.settings.continuity.delay) ?? 0;
  const at = random.pick(said).at + random.pick([100, 3_000, 30_000, due, due + 300]);
  const first: Step = { at, workspace: place.id, do: 'switch', on };
  const back = { ...first, at: at + random.pick([1_000, 20_000, 120_000]), on: !on };
  return random.chance(0.5) ? [first, back] : [first];
}

/** Customers answer the e-mail in which an agent's words may have gone out, and so do their programs. */
function drawLetters(random: Random, place: SimWorkspace, steps: readonly Step[]): Step[] {
  if (!isMailing(place)) return [];
  const delay = parseDuration(place.settings.continuity?.delay ?? '') ?? 0;
  const isAnswer = (step: Step): step is EventStep =>
    step.workspace === place.id && 'type' in step && (step.data.author as { type?: string })?.type === 'agent';
  const answers = steps.filter(isAnswer);
  return [...answers, ...answers].flatMap(({ at, conversation }, nth): Step[] => {
    if (!random.chance(0.6)) return [];
    const again = random.chance(0.3) ? { again: random.pick([0, 3_000, 90_000, 700_000]) } : {};
    const of = { workspace: place.id, conversation, id: `L-${place.id}-${nth}`, back: random.pick([0, 0, 0, 1]) };
    const posted = at + delay + random.pick(READ_WITHIN);
    return [{ at: posted, do: 'letter', kind: random.weighted(LETTERS), ...of, ...again }];
  });
}

function drawStep(random: Random, at: Millis, place: Place, conversation: string, writer: Writer): Step {
  const { id, workflows, edit } = place;
  const what = random.weighted({ event: 80, command: 11, publish: 6, pause: 2 });
  if (what === 'publish') return { at, workspace: id, do: 'publish', workflow: edit(random.pick(workflows).id) };
  if (what === 'pause') return { at, workspace: id, do: 'pause', id: random.pick(workflows).id };
  if (what === 'event' || isCall(conversation)) return writer.event(at, id, conversation);
  return writer.command(at, id, conversation);
}
