/** Finds what stands above quoted history: attributions, headings between dashes, blocks of header lines, separators of HTML. */
import { attributionIn } from './attribution';
import type { Line } from './lines';
import type { Label } from './locales';
import type { Meter } from './meter';
import { headingOf, isDrawnRule, labelsOf } from './phrases';

/** Lines `start` to `end`, not included, stand above history. */
export interface Heading {
  start: number;
  end: number;
  /** What follows is quoted even without marks. */
  sure: boolean;
}

/** Mail programs wrap an attribution over this many lines at most. */
const ATTRIBUTION_LINES = 4;
const LONGEST_ATTRIBUTION = 600;
/** From, sent, to, cc and the like, subject, some of them wrapped. */
const HEADER_LINES = 14;
const EVIDENCE = /@|\d[:.년年-]\d|\d{4}/;

/** The heading that begins at a line of what the writer wrote, unless it is an attribution: these are found by their last line. */
export function headingAt(lines: readonly Line[], start: number, meter: Meter): Heading | undefined {
  const line = lines[start] as Line;
  if (line.within === 'history' || line.within === 'attribution') return markedHeading(lines, start, meter);
  if (line.key === undefined) return undefined;
  meter.read += line.key.length;
  const block = headerBlock(lines, start, line.ruled === true, meter);
  if (block !== undefined) return { start, end: block, sure: true };
  if (headingOf(line.key) !== 'original') return undefined;
  return { start, end: headerBlock(lines, start + 1, true, meter) ?? start + 1, sure: true };
}

function markedHeading(lines: readonly Line[], start: number, meter: Meter): Heading {
  const { within } = lines[start] as Line;
  let end = start + 1;
  while (end < lines.length && lines[end]?.within === within && lines[end]?.depth === 0) end++;
  return { start, end: Math.max(end, headerBlock(lines, start, true, meter) ?? 0), sure: true };
}

/** Where a block of header lines ends that begins at `start`. Below a rule or heading it need not be complete. */
function headerBlock(lines: readonly Line[], start: number, isAnnounced: boolean, meter: Meter): number | undefined {
  const found = new Set<Label>();
  let [end, evidence] = [start, false];
  for (let at = start; at < Math.min(start + HEADER_LINES, lines.length); at++) {
    const { key, depth } = lines[at] as Line;
    if (key === undefined || depth > 0) break;
    const labels = labelsOf(key);
    if (labels === undefined && (at === start || at - end >= 2)) break;
    meter.read += key.length;
    evidence ||= EVIDENCE.test(key);
    if (labels === undefined) continue;
    for (const label of labels) found.add(label);
    end = at + 1;
  }
  const isComplete = found.has('from') && found.has('subject') && found.size >= 3 && evidence;
  return isComplete || (isAnnounced && evidence && found.has('from') && found.size >= 2) ? end : undefined;
}

/** The attribution whose last line this is, none of it above `first`. It is wrapped where one line does not say enough. */
export function attributionEndingAt(
  lines: readonly Line[],
  first: number,
  last: number,
  meter: Meter,
): Heading | undefined {
  const depth = lines[last]?.depth;
  let joined = '';
  let partly: number | undefined;
  if (!/[:：]$|[-―—]{2}$/.test(lines[last]?.key ?? '')) return undefined;
  for (let at = last; at > last - ATTRIBUTION_LINES && at >= first; at--) {
    const line = lines[at] as Line;
    joined = joined === '' ? (line.key ?? '') : `${line.key} ${joined}`;
    if (line.key === undefined || line.depth !== depth || joined.length > LONGEST_ATTRIBUTION) break;
    meter.read += joined.length;
    const kind = attributionIn(joined);
    if (kind === 'sure' || kind === 'likely') return { start: at, end: last + 1, sure: kind === 'sure' };
    if (kind === 'partly') partly ??= at;
  }
  return partly === undefined ? undefined : { start: partly, end: last + 1, sure: false };
}

/** The heading with the rules drawn above it, none of them above `first`; with words between the dashes only directly above. */
export function withRules(lines: readonly Line[], first: number, heading: Heading): Heading {
  let { start } = heading;
  for (let at = start - 1; at >= first && at >= start - 2; at--) {
    const { key = '', depth, text } = lines[at] as Line;
    if (depth > 0 || (text !== '' && !isDrawnRule(key, at < start - 1))) break;
    if (text !== '') start = at;
  }
  return { ...heading, start };
}
