/** What the runs met, so that "nothing was found" can be told from "nothing was tried". */
export interface CoverageData {
  pairs: Record<string, { met: number; crashed: number }>;
  counts: Record<string, number>;
}

/** How often something was met of which all have to be: what names begin with. */
export const [FIRED, DONE, MAILS, RETURNS] = ['fired ', 'did ', 'e-mails: ', 'returns: '];

export class Coverage implements CoverageData {
  readonly pairs: CoverageData['pairs'] = {};
  readonly counts: CoverageData['counts'] = {};

  add(what: string, count = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + count;
  }

  /** Two calls, one after the other, of a function; and whether it died between them. */
  pair(pair: string, crashed: boolean): void {
    const seen = (this.pairs[pair] ??= { met: 0, crashed: 0 });
    seen.met += 1;
    if (crashed) seen.crashed += 1;
  }

  merge(other: CoverageData): void {
    for (const [what, count] of Object.entries(other.counts)) this.add(what, count);
    for (const [pair, { met, crashed }] of Object.entries(other.pairs)) {
      const seen = (this.pairs[pair] ??= { met: 0, crashed: 0 });
      seen.met += met;
      seen.crashed += crashed;
    }
  }
}
