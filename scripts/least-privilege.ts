/**
 * Takes every single permission of the synthesized template away, one after the other, and expects the embedded stack to
 * refuse a call for lack of exactly that. A permission that nobody misses is superfluous, and this fails.
 * Names of functions (`-- mail-in perform`) take only theirs.
 */
import { prepareDay, replayDay } from '../local/demo';
import type { Denial } from '../local/front';
import type { Grant } from '../local/grants';
import { authorize } from '../local/iam';
import { MEMORY } from '../local/store';
import { type Exercised, exercises, type Step } from './least-privilege/exercises';
import { openWorld, type World } from './least-privilege/world';

/** Who may not list is told by S3 that it may not read, which is no lack of this: an exercise that fails shows it. */
const silent = ['s3:ListBucket'];
const only = process.argv.slice(2);
const world = await openWorld();
try {
  const missing = await baseline(world);
  const results = missing.length > 0 ? [] : await withdrawAll(world);
  if (missing.length === 0) missing.push(...(await recordedDay(world)));
  for (const problem of missing) console.log(`failed      with all permissions: ${problem}`);
  const superfluous = results.filter((isMissed) => !isMissed).length;
  console.log(`${results.length - superfluous} passed, ${missing.length + superfluous} failed`);
  process.exitCode = missing.length + superfluous > 0 ? 1 : 0;
} finally {
  await world.stack.stop();
}

/** With all permissions nothing may be refused, and no exercise may fail. */
async function baseline(world: World): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, steps] of Object.entries(exercises)) {
    problems.push(...(await exercise(world, steps, `all-${name}`, () => false)));
  }
  return [...problems, ...world.stack.denied.map(told)];
}

/** Nor in the recorded day. It comes last, since its workflows stay. */
async function recordedDay({ stack, api, info }: World): Promise<string[]> {
  const before = stack.denied.length;
  const target = { url: stack.url, apiKey: info.apiKey };
  await prepareDay(target);
  await replayDay({ ...target, info: await api.get('/_local/info'), dataDir: MEMORY });
  return stack.denied.slice(before).map(told);
}

function told({ caller, action, resource }: Denial): string {
  return `${caller} lacks ${action} on ${resource}`;
}

async function withdrawAll(world: World): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const [at, grant] of world.stack.grants().entries()) {
    if (only.length > 0 && !grant.functions.some((name) => only.includes(name))) continue;
    const isMissed = await withdrawn(world, grant, `without-${at}`);
    const name = grant.functions.join(', ') || 'scheduler';
    console.log(`${isMissed ? 'missed     ' : 'SUPERFLUOUS'} ${name}: ${grant.action} on ${grant.resource}`);
    results.push(isMissed);
  }
  return results;
}

/** Whether the stack refuses something for lack of this permission. */
async function withdrawn(world: World, grant: Grant, run: string): Promise<boolean> {
  const { stack } = world;
  const before = stack.denied.length;
  const isMissed = () => stack.denied.slice(before).some((denial) => isFor(world, grant, denial));
  const giveBack = await stack.withdraw(grant);
  try {
    const problems = await exercise(world, exercises[(grant.functions[0] ?? 'scheduler') as Exercised], run, isMissed);
    return isMissed() || (silent.includes(grant.action) && problems.length > 0);
  } finally {
    await giveBack();
    for (const queue of stack.sqs.queues()) stack.sqs.purge(queue);
    await stack.atRest();
  }
}

/** Does the steps until told to stop; answers what went wrong on the way. */
async function exercise(world: World, steps: readonly Step[], run: string, stop: () => boolean): Promise<string[]> {
  const problems: string[] = [];
  for (const step of steps) {
    try {
      await step(world, run);
      await world.stack.atRest();
    } catch (error) {
      problems.push(`${run}: ${(error as Error).message}`);
    }
    if (stop()) break;
  }
  return problems;
}

function isFor({ stack }: World, { functions, roleArn, action, resource }: Grant, denial: Denial): boolean {
  const callers = stack.wiring.functions
    .filter(({ name }) => functions.includes(name))
    .map(({ logicalId }) => logicalId);
  const statement = { Effect: 'Allow' as const, Action: action, Resource: resource };
  return (
    [...callers, roleArn].includes(denial.caller) &&
    authorize([{ Statement: statement }], denial.action, denial.resource)
  );
}
