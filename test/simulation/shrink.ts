/** Makes a failing run smaller as long as it still fails in the same way. */
import type { Fault } from './faults';
import type { Plant } from './plant';
import { simulate } from './simulate';
import type { Step, Story } from './story';
import type { Scenario } from './world';

/** Runs that a search may take; then the smallest found so far has to do. */
const MOST_RUNS = 600;
/** A smaller story has other luck: it gets some chances. */
const CHANCES = 3;

export class Shrinker {
  private runs = 0;
  private readonly plant: Plant | undefined;
  /** Number of the invariant that has to fail. */
  private readonly invariant: string;

  constructor(wrong: string, plant?: Plant) {
    this.invariant = wrong.split(':')[0] as string;
    this.plant = plant;
  }

  async shrink(scenario: Scenario): Promise<Scenario> {
    let best = scenario;
    best = await this.fewer(best, best.story.steps, (steps) => withStory(best, { steps: [...steps] }));
    best = await this.plain(best);
    best = await this.fewerWorkflows(best);
    best = await this.fewerFaults(best);
    best = await this.fewer(best, best.story.steps, (steps) => withStory(best, { steps: [...steps] }));
    return this.planned(best);
  }

  /** Leaves out halves, quarters and single parts of a list. */
  private async fewer<T>(
    scenario: Scenario,
    parts: readonly T[],
    make: (parts: readonly T[]) => Scenario,
  ): Promise<Scenario> {
    let best = scenario;
    let kept = [...parts];
    for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < kept.length; ) {
        const rest = kept.toSpliced(at, size);
        const smaller = await this.failing(make(rest));
        if (smaller) [best, kept] = [smaller, rest];
        else at += size;
      }
    }
    return best;
  }

  /** Without second deliveries and poison. */
  private async plain(scenario: Scenario): Promise<Scenario> {
    let best = scenario;
    for (const at of scenario.story.steps.keys()) {
      const { again: _, poison: __, ...step } = best.story.steps[at] as Step & { again?: number; poison?: string };
      best = (await this.failing(withStory(best, { steps: best.story.steps.with(at, step as Step) }))) ?? best;
    }
    return best;
  }

  private async fewerWorkflows(scenario: Scenario): Promise<Scenario> {
    let best = scenario;
    for (const at of scenario.story.workspaces.keys()) {
      const workspace = best.story.workspaces[at] as Story['workspaces'][number];
      best = await this.fewer(best, workspace.workflows, (workflows) =>
        withStory(best, { workspaces: best.story.workspaces.with(at, { ...workspace, workflows: [...workflows] }) }),
      );
    }
    return best;
  }

  private async fewerFaults(scenario: Scenario): Promise<Scenario> {
    let best = scenario;
    for (const fault of Object.keys(scenario.profile.rates) as Fault[]) {
      const { [fault]: _, ...rates } = best.profile.rates;
      best = (await this.failing({ ...best, profile: { ...best.profile, rates } })) ?? best;
    }
    return best;
  }

  /** Exactly what went wrong, and of that only what is needed. */
  private async planned(scenario: Scenario): Promise<Scenario> {
    const { hits } = await simulate(scenario, { plant: this.plant });
    const make = (parts: readonly (readonly [number, Fault])[]): Scenario => ({ ...scenario, plan: new Map(parts) });
    const exact = make([...hits]);
    return (await this.fails(exact)) ? this.fewer(exact, [...hits], make) : scenario;
  }

  /** The scenario with the luck in which it fails; nothing when it does not. */
  private async failing(scenario: Scenario): Promise<Scenario | undefined> {
    for (let chance = 0; chance < (scenario.plan ? 1 : CHANCES); chance++) {
      const lucky = chance === 0 ? scenario : { ...scenario, seed: scenario.seed + chance * 1_000_003 };
      if (await this.fails(lucky)) return lucky;
    }
    return undefined;
  }

  private async fails(scenario: Scenario): Promise<boolean> {
    if (this.runs++ >= MOST_RUNS) return false;
    const { wrongs } = await simulate(scenario, { plant: this.plant });
    return wrongs.some((wrong) => wrong.startsWith(`${this.invariant}:`));
  }
}

const withStory = (scenario: Scenario, changes: Partial<Story>): Scenario => ({
  ...scenario,
  story: { ...scenario.story, ...changes },
});
