import type { Access, Denial, Front, Instant, VirtualClock, Watch } from './front';
import type { LambdaFunction } from './lambda';
import { mayInvoke } from './permissions';
import type { PermissionSpec, RateSpec } from './template';

export interface RatesOptions {
  specs: RateSpec[];
  functions: LambdaFunction[];
  permissions: PermissionSpec[];
  clock: VirtualClock;
  access: Access;
  account: string;
  region: string;
  onDenied(denial: Denial): void;
}

/**
 * Rules and schedules with `rate(…)`. They run at whole multiples of their period, so that a restart moves none. When time
 * jumps over several, one invocation stands for all.
 */
export class Rates implements Front {
  readonly name = 'rates';
  readonly #options: RatesOptions;
  readonly #next: Map<RateSpec, Instant>;
  readonly #watch: Watch;

  constructor(options: RatesOptions) {
    this.#options = options;
    const now = options.clock.now();
    this.#next = new Map(options.specs.map((spec) => [spec, after(now, spec)]));
    this.#watch = options.clock.watch(this);
  }

  nextDue(): Instant | undefined {
    return this.#next.size > 0 ? Math.min(...this.#next.values()) : undefined;
  }

  wake(): void {
    const now = this.#options.clock.now();
    for (const [spec, due] of this.#next) {
      if (due > now) continue;
      this.#next.set(spec, after(now, spec));
      this.#invoke(spec, now);
    }
  }

  stop(): void {
    this.#watch.stop();
  }

  /** What fails is not tried again: the next time comes soon enough. */
  #invoke(spec: RateSpec, now: Instant) {
    const target = this.#options.functions.find((fn) => fn.spec.arn === spec.functionArn);
    if (target && this.#allowed(spec)) void target.invoke(spec.input ? JSON.parse(spec.input) : this.#event(spec, now));
  }

  #allowed({ by, arn, functionArn }: RateSpec): boolean {
    const { access, permissions, onDenied } = this.#options;
    if ('service' in by)
      return mayInvoke(permissions, { principal: by.service, functionArn, sourceArn: arn }, onDenied);
    try {
      access.check(by.roleArn, 'lambda:InvokeFunction', functionArn);
      return true;
    } catch {
      return false;
    }
  }

  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
  #event({ name, arn, by }: RateSpec, now: Instant): object {
    const { account, region } = this.#options;
    const source = 'service' in by ? 'aws.events' : 'aws.scheduler';
    const time = new Date(now).toISOString().replace(/\.\d+/, '');
    const id = `${name}@${now}`;
    return {
      version: '0',
      id,
      'detail-type': 'Scheduled Event',
      source,
      account,
      time,
      region,
      resources: [arn],
      detail: {},
    };
  }
}

function after(now: Instant, { everyMs }: RateSpec): Instant {
  return (Math.floor(now / everyMs) + 1) * everyMs;
}
