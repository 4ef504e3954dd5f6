/** Measuring on noisy machines: variants take turns within one run, and what counts is their ratio. */

export interface Variant {
  name: string;
  run: () => unknown;
}
export interface Measured {
  name: string;
  /** Calls per second, median of the rounds. */
  perSecond: number;
  /** Against the first variant, median of the rounds' own ratios. */
  ratio: number;
}

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

function time(run: () => unknown, calls: number): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) run();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Calls per second of each variant; the first is what the others are compared with. */
export function compare(variants: readonly Variant[], { rounds = 9, seconds = 0.08 } = {}): Measured[] {
  const calls = variants.map(({ run }) => {
    time(run, 20);
    return Math.max(5, Math.round(seconds / (time(run, 50) / 50)));
  });
  const speeds = Array.from({ length: rounds }, () =>
    variants.map(({ run }, i) => (calls[i] as number) / time(run, calls[i] as number)),
  );
  return variants.map(({ name }, i) => ({
    name,
    perSecond: Math.round(median(speeds.map((round) => round[i] as number))),
    ratio: Number(median(speeds.map((round) => (round[i] as number) / (round[0] as number))).toFixed(3)),
  }));
}
