/** What may go wrong, how often, and whether it does now. */
import type { Random } from './random';

/** What a call to a store or queue may meet besides success. */
export const CALL_FAULTS = ['throttle', 'lostAnswer', 'late', 'twice', 'stall'] as const;
const FAULTS = [
  ...CALL_FAULTS,
  'crash',
  /** A message is handed out again while its handler still runs. */
  'freeze',
  /** A standard queue delivers twice. */
  'again',
  /** A process that did nothing wrong is replaced by a fresh one. */
  'recycle',
  'sweepLost',
  ...(['ringLost', 'ringTwice', 'ringLate', 'past'] as const),
  /** What the mail service tells of e-mails. */
  ...(['newsLost', 'newsTwice', 'newsLate'] as const),
  /** How the provider answers: nothing was taken, but for those ending in Taken. */
  ...(['busy', 'error', 'errorTaken', 'lost', 'lostTaken', 'refused', 'rejected', 'paused'] as const),
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Profile {
  /** `healthy`: nothing goes wrong. `rings`: only rings are lost, late or double. */
  kind: 'healthy' | 'rings' | 'hostile';
  rates: Partial<Record<Fault, number>>;
  /** Messages that cannot be understood for a while come too. */
  poisons: boolean;
  /** A message handed out this often is put aside. */
  maxReceives: number;
}

const RATES: Readonly<Record<Fault, readonly number[]>> = {
  crash: [0.01, 0.03, 0.06],
  throttle: [0.01, 0.05, 0.2],
  lostAnswer: [0.01, 0.03, 0.1],
  late: [0.01, 0.03],
  twice: [0.01, 0.05, 0.2],
  stall: [0.005, 0.02],
  freeze: [0.02, 0.1, 0.3],
  again: [0.05, 0.3],
  recycle: [0.1, 0.6],
  sweepLost: [0.3],
  ringLost: [0.1, 0.5, 1],
  ringTwice: [0.1, 0.5],
  ringLate: [0.1, 0.5],
  past: [0.1, 0.5],
  newsLost: [0.1, 0.4],
  newsTwice: [0.1, 0.5],
  newsLate: [0.1, 0.5],
  busy: [0.1, 0.4],
  error: [0.1, 0.4],
  errorTaken: [0.1, 0.4],
  lost: [0.1, 0.4],
  lostTaken: [0.1, 0.4],
  refused: [0.1, 0.4],
  rejected: [0.05, 0.2],
  paused: [0.05, 0.2],
};
const RING_FAULTS: readonly Fault[] = ['ringLost', 'ringTwice', 'ringLate', 'past'];

/** Each run has some kinds of fault and not others: what many kinds at once would hide, few bring to light. */
export function drawProfile(random: Random): Profile {
  const kind = random.weighted({ healthy: 12, rings: 8, hostile: 80 });
  const rates: Profile['rates'] = {};
  const candidates = kind === 'hostile' ? FAULTS : kind === 'rings' ? RING_FAULTS : [];
  for (const fault of candidates)
    if (random.chance(fault === 'crash' ? 0.85 : 0.4)) rates[fault] = random.pick(RATES[fault]);
  const poisons = kind === 'hostile';
  return { kind, rates, poisons, maxReceives: poisons && random.chance(0.25) ? random.between(3, 10) : 1_000 };
}

/** Crashes of one run at most: each costs a visibility time-out, and without end nothing would ever be done. */
const MAX_CRASHES = 14;
/** How much likelier than usual a crash is where this run has not been before: rare pairs of calls are to be met too. */
const NOVELTY = 8;

/** A crash that is made to happen, and what else is drawn from then on: as many futures as there are salts. */
export interface Forced {
  point: number;
  salt: number;
}

export interface FaultSource {
  profile: Profile;
  random: Random;
  /** What goes wrong, by point; drawn by the profile without it. */
  plan?: ReadonlyMap<number, Fault> | undefined;
  forced: readonly Forced[];
  /** Takes other draws from now on. */
  reseed(forced: Forced): void;
}

/** Decides at each numbered point what goes wrong there; a plan, made of what went wrong before, decides alone. */
export class Faults {
  /** What went wrong, by point. */
  readonly hits = new Map<number, Fault>();
  /** Where processes went on between two calls, by pair of calls, the first times. */
  readonly survived = new Map<string, number>();
  /** Nothing goes wrong any more, but for what is forced. */
  off = false;
  private point = 0;
  private crashes = 0;
  private readonly met = new Set<string>();
  private readonly source: FaultSource;

  constructor(source: FaultSource) {
    this.source = source;
  }

  /** One of the faults, or none. */
  choose(...options: Fault[]): Fault | undefined {
    return this.at((draw) => {
      let left = draw;
      return options.find((fault) => (left -= this.source.profile.rates[fault] ?? 0) < 0);
    });
  }

  /** Whether the process dies between two calls. */
  dies(pair: string): boolean {
    const { profile, forced, reseed } = this.source;
    const { point } = this;
    const rate = (profile.rates.crash ?? 0) * (this.met.has(pair) ? 1 : NOVELTY);
    this.met.add(pair);
    const isForced = forced.find((crash) => crash.point === point);
    const dies = this.at(
      (draw) => (isForced || (draw < rate && this.crashes < MAX_CRASHES) ? 'crash' : undefined),
      isForced !== undefined,
    );
    if (isForced) reseed(isForced);
    if (!dies && !this.survived.has(pair)) this.survived.set(pair, point);
    return dies === 'crash';
  }

  private at(decide: (draw: number) => Fault | undefined, isForced = false): Fault | undefined {
    const { plan, random } = this.source;
    const point = this.point++;
    const drawn = plan ? plan.get(point) : decide(random.next());
    if (!drawn || (this.off && !isForced)) return undefined;
    if (drawn === 'crash') this.crashes += 1;
    this.hits.set(point, drawn);
    return drawn;
  }
}
