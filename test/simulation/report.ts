/** What people read after the runs. */

import { STEPS, TRIGGERS } from '../../src/engine/catalogue';
import { ENOUGH } from './campaign';
import { MAIL_MET } from './checks/met-mails';
import { RETURNS_MET } from './checks/met-returns';
import { type CoverageData, DONE, FIRED, MAILS, RETURNS } from './coverage';
import type { Failure } from './job';
import type { Plant } from './plant';
import { Shrinker } from './shrink';
import { simulate } from './simulate';
import { tell } from './story';
import { formatToken, scenarioNamed } from './token';
import type { Scenario } from './world';

/** Of these a run of 5,000 meets at least a thousand each (issue 2). */
const MAIN = ['conflicts', 'waits fired', 'waits cancelled', 'stale rings'];
const RAREST = 12;
/** And as often each trigger has to fire, and each step to be done. */
const OFTEN = 100;

export function tellCoverage({ counts, pairs }: CoverageData, isWhole: boolean): string[] {
  const isListed = (name: string) =>
    MAIN.includes(name) || [FIRED, DONE, MAILS, RETURNS].some((start) => name.startsWith(start));
  const others = Object.keys(counts)
    .filter((name) => !isListed(name))
    .sort();
  const list = Object.entries(pairs).sort(([, a], [, b]) => a.crashed - b.crashed);
  const rare = list.filter(([, { crashed }]) => crashed < ENOUGH).length;
  const shown = isWhole ? list : list.slice(0, RAREST);
  return [
    'What the runs met',
    ...[...MAIN, ...others].map((name) => `${String(counts[name] ?? 0).padStart(9)}  ${name}`),
    ...tellOften('Triggers that fired', [...TRIGGERS.keys()], (trigger) => counts[FIRED + trigger]),
    ...tellOften('Steps that were done', [...STEPS.keys()], (step) => counts[DONE + step]),
    ...tellOften('What e-mails met', MAIL_MET, (what) => counts[MAILS + what]),
    ...tellOften('What returns met', RETURNS_MET, (what) => counts[RETURNS + what]),
    `Pairs of consecutive calls between which a process died: ${list.length}, of which ${rare} fewer than ${ENOUGH} times`,
    ...shown.map(
      ([pair, { met, crashed }]) => `${String(crashed).padStart(9)}  of ${String(met).padStart(7)}  ${pair}`,
    ),
    ...(isWhole ? [] : [`           … (--coverage shows all)`]),
  ];
}

/** Each of a catalogue, the rarest first. */
function tellOften(title: string, names: readonly string[], count: (name: string) => number | undefined): string[] {
  const times = (name: string) => count(name) ?? 0;
  const sorted = names.toSorted((a, b) => times(a) - times(b));
  const rare = names.filter((name) => times(name) < OFTEN).length;
  return [
    `${title}: ${names.length}, of which ${rare} fewer than ${OFTEN} times`,
    ...sorted.map((name) => `${String(times(name)).padStart(9)}  ${name}`),
  ];
}

/** A failure made small: what is wrong, the story, and what happened line by line. */
export async function tellFailure({ token, wrongs }: Failure, plant?: Plant): Promise<string[]> {
  const name = formatToken(token);
  const small = await new Shrinker(wrongs[0] as string, plant).shrink(scenarioNamed(token));
  const told = await tellRun(small, plant);
  return [
    `Run ${name} failed:`,
    ...wrongs.map((wrong) => `  ${wrong}`),
    '',
    'Made smaller:',
    ...told,
    '',
    `Again in full: npm run sim -- --replay ${name}`,
  ];
}

export async function tellRun(scenario: Scenario, plant?: Plant): Promise<string[]> {
  const { wrongs, trace } = await simulate(scenario, { plant, trace: true });
  const { kind, rates, maxReceives } = scenario.profile;
  return [
    ...tell(scenario.story),
    scenario.plan
      ? `what goes wrong: ${[...scenario.plan].map(([point, fault]) => `${fault} at ${point}`).join(', ') || 'nothing'}`
      : `what may go wrong (${kind}): ${JSON.stringify(rates)}, put aside after ${maxReceives} receives`,
    '',
    ...trace,
    '',
    ...(wrongs.length > 0 ? wrongs.map((wrong) => `wrong: ${wrong}`) : ['nothing is wrong']),
  ];
}
