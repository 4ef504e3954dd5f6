import { LiveConfigurations } from '../../src/app/configuration';
import { SentMemory } from '../../src/app/handle-event';
import type { FunctionName } from '../../src/config';
import type { Millis } from '../../src/engine/time';
import { openDeps, type SimDeps } from './ports';
import type { World } from './world';

/** One warm Lambda environment: what it remembers is lost when it dies. */
export interface Process {
  fn: FunctionName;
  name: string;
  /** Runs the code of after the deployment. */
  isNewer: boolean;
  /** Its clock against the true time. */
  skew: Millis;
  deps: SimDeps;
  live: LiveConfigurations;
  sent: SentMemory;
}

const MAX_SKEW: Millis = 150;

/** The environments of all functions. An invocation takes an idle one, or a fresh one is started. */
export class Processes {
  private readonly idle = new Map<FunctionName, Process[]>();
  private readonly world: World;
  private started = 0;

  constructor(world: World) {
    this.world = world;
  }

  take(fn: FunctionName): Process {
    const { faults, random, newerShare } = this.world;
    const isNewer = newerShare >= 1 || (newerShare > 0 && random.chance(newerShare));
    const ready = (this.idle.get(fn) ?? []).filter((some) => some.isNewer === isNewer);
    if (ready.length === 0 || faults.choose('recycle')) return this.start(fn, isNewer);
    const taken = random.pick(ready);
    this.idle.set(fn, this.idle.get(fn)?.filter((some) => some !== taken) ?? []);
    return taken;
  }

  giveBack(process: Process): void {
    this.idle.set(process.fn, [...(this.idle.get(process.fn) ?? []), process]);
  }

  private start(fn: FunctionName, isNewer: boolean): Process {
    const skew = this.world.random.between(-MAX_SKEW, MAX_SKEW);
    const process = { fn, name: `${fn}${++this.started}`, isNewer, skew, sent: new SentMemory() } as Process;
    process.deps = openDeps(process, this.world);
    process.live = new LiveConfigurations(process.deps.configuration);
    return process;
  }
}
