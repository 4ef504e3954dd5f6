/** One run: a story, what goes wrong in it, and what is wrong with the outcome. */
import { retryParked } from '../../src/app/retry-parked';
import { checkWorld } from './checks';
import type { CoverageData } from './coverage';
import { call, command, deliver, keepSweeping, seen } from './doors';
import { drawStory } from './draw-story';
import { drawProfile, type Fault } from './faults';
import type { LetterKind } from './letters';
import { eventName } from './log';
import { write } from './mail-doors';
import { newerParked } from './newer';
import type { Plant } from './plant';
import { Random } from './random';
import { beHere, comeBackBy, makeLink } from './return-doors';
import type { Step } from './story';
import { channelOf, isCall, START } from './story';
import { type Scenario, World } from './world';

export interface Outcome {
  /** What does not hold, in words; the number in front is the invariant's (design §7). */
  wrongs: string[];
  coverage: CoverageData;
  /** What went wrong, by point: a plan to replay it. */
  hits: ReadonlyMap<number, Fault>;
  /** Where a crash might have happened and did not, by pair of calls. */
  survived: ReadonlyMap<string, number>;
  trace: string[];
  steps: number;
}

const STORY = 3;
const PROFILE = 4;
const RETURNS = 5;
/** Far more than a run takes that comes to rest. */
const MOST_STEPS = 60_000;

/** The story and the faults of a seed. */
export function scenarioOf(seed: number): Scenario {
  return {
    seed,
    story: drawStory(Random.of(seed, STORY), Random.of(seed, RETURNS)),
    profile: drawProfile(Random.of(seed, PROFILE)),
  };
}

export async function simulate(
  scenario: Scenario,
  options: { plant?: Plant | undefined; trace?: boolean } = {},
): Promise<Outcome> {
  const world = new World(scenario, options);
  await world.open();
  for (const step of scenario.story.steps) world.agenda.at(START + step.at, () => take(world, step));
  world.agenda.at(START + scenario.story.calmAt, () => calmDown(world));
  keepSweeping(world);
  const rested = (await rest(world)) && (await retryAll(world));
  const wrongs = [...world.log.wrongs];
  if (!rested) wrongs.push(`7: it does not come to rest: ${world.agenda.steps} things happened, and more are to come`);
  if (rested) wrongs.push(...(await checkWorld(world)));
  const { coverage, trace, faults, agenda } = world;
  return { wrongs, coverage, hits: faults.hits, survived: faults.survived, trace: trace.lines, steps: agenda.steps };
}

function take(world: World, step: Step): void {
  world.trace.add(() => `story: ${JSON.stringify(step)}`);
  const publisher = world.publishers.get(step.workspace);
  if (step.do === 'publish') return void publisher?.publish(step.workflow);
  if (step.do === 'pause') return void publisher?.pause(step.id);
  if (step.do === 'switch') return void publisher?.switch(step.on);
  if (step.do === 'deploy') {
    world.newerShare = 0.5;
    return world.agenda.after(step.lasts, () => (world.newerShare = 1));
  }
  if (step.do === 'command') return command(world, step);
  if (step.do === 'letter') return void write(world, step);
  if (step.do === 'link') return makeLink(world, step);
  if (step.do === 'return') return comeBackBy(world, step);
  if (step.do === 'presence') return beHere(world, step);
  if (step.do === 'channel') return void publisher?.bringBack(step.reconnect);
  const told = seen(world, step);
  // Who has not been asked anything presses no keys.
  if (step.reply && told === step && isCall(step.conversation)) return;
  const { workspace: workspaceId, conversation: subject, id, poison, again } = step;
  if (poison && world.profile.poisons)
    world.poison.set(
      eventName({ workspaceId, channelId: channelOf(workspaceId, subject), subject, id } as never),
      poison,
    );
  const send = step.do === 'call' ? call : deliver;
  send(world, told);
  if (again !== undefined) world.agenda.after(again, () => send(world, told));
}

function calmDown(world: World): void {
  world.trace.add(() => 'nothing goes wrong any more');
  world.faults.off = true;
  world.postmaster.resume();
}

/** Lets everything happen that is still to come. False when there is no end to it. */
async function rest({ agenda }: World): Promise<boolean> {
  while (!agenda.isEmpty && agenda.steps < MOST_STEPS) await agenda.step();
  return agenda.isEmpty;
}

/** Letters that are put aside though all goes well. */
const ASIDE: ReadonlySet<LetterKind> = new Set(['forged', 'flood']);

/** What an operator does with parked messages once the cause is gone. */
async function retryAll(world: World): Promise<boolean> {
  world.poison.clear();
  world.retriedAt = world.agenda.now;
  const parked = newerParked(world.ports.parked);
  const deps = { parked, queues: world.mail, clock: world.agenda.clock };
  for (const workspaceId of [...world.publishers.keys(), '-']) {
    const { items } = await parked.list(workspaceId, { limit: 1_000 });
    for (const { id, reason, queue, body } of items) {
      const { event, receipt } = JSON.parse(body);
      const isDue = world.letters.some(({ kind, address }) => ASIDE.has(kind) && address === receipt?.recipients[0]);
      if (world.profile.kind !== 'hostile' && !isDue) world.log.wrong(`4: parked though nothing went wrong: ${reason}`);
      if (event) world.log.parked.add(eventName(event));
      world.coverage.add(`parked ${queue}`);
      world.trace.add(() => `an operator retries ${id} (${reason})`);
      const retried = await retryParked(workspaceId, id, deps);
      if (!retried.ok) world.log.wrong(`4: what is parked cannot be retried: ${retried.problem.detail}`);
    }
  }
  keepSweeping(world);
  return rest(world);
}
