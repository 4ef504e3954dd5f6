/** Decides for every line of a mail what it is: the writer's own, quoted, a heading above a quote, or a signature. */
import { attributionEndingAt, type Heading, headingAt, withRules } from './headings';
import type { Line } from './lines';
import type { Meter } from './meter';
import { headingOf, isFooter } from './phrases';

/** `footer`: what the mail program adds. `delimiter`: the dashes above a signature. */
export type Role = 'own' | 'quoted' | 'heading' | 'signature' | 'footer' | 'delimiter' | 'forwarded' | 'blank';

/** A bare `--` is often a rule between own paragraphs: a signature below it is short. */
const SIGNATURE_LINES = 6;
const SIGNATURE_LENGTH = 80;

/** Roles of all lines, in order. */
export function rolesOf(lines: readonly Line[], meter: Meter): Role[] {
  const roles: Role[] = lines.map(({ text, depth }) => (depth > 0 ? 'quoted' : text === '' ? 'blank' : 'own'));
  const { headings, end } = readDown(lines, roles, meter);
  const read = readUp({ lines, roles: [...roles], end, meter }, [...headings]);
  const delimiter = bareDelimiter(lines, read, end);
  return delimiter === undefined ? read : readUp({ lines, roles, end, meter, delimiter }, headings);
}

/**
 * Finds headings up to the first below which all is history, or up to a mail that is passed on, whose writer wants it read: both
 * go on to the end. Returns where.
 */
function readDown(lines: readonly Line[], roles: Role[], meter: Meter): { headings: Heading[]; end: number } {
  const headings: Heading[] = [];
  let above: Role = 'own';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    if (line.text === '') continue;
    if (isForwarded(line, above)) return { headings, end: fillDown(roles, 'forwarded', at) };
    above = roles[at] as Role;
    if (line.depth > 0) continue;
    const first = headings.at(-1)?.end ?? 0;
    const bare = headingAt(lines, at, meter) ?? attributionEndingAt(lines, first, at, meter);
    if (bare === undefined) continue;
    const heading = bare.sure ? withRules(lines, first, bare) : bare;
    if (heading.sure && !isQuoteBelow(lines, heading.end))
      return { headings, end: fillDown(roles, 'heading', heading.start) };
    headings.push(heading);
    above = 'heading';
    at = heading.end - 1;
  }
  return { headings, end: lines.length };
}

/** A mark of forwarding inside a quote belongs to the history, unless the quote begins with it. */
const isForwarded = ({ key = '', depth }: Line, above: Role): boolean =>
  (depth === 0 || above === 'own') && headingOf(key) === 'forwarded';

function isQuoteBelow(lines: readonly Line[], start: number): boolean {
  let at = start;
  while (at < lines.length && lines[at]?.text === '' && lines[at]?.depth === 0) at++;
  return (lines[at]?.depth ?? 0) > 0;
}

function fillDown(roles: Role[], role: Role, start: number): number {
  roles.fill(role, start);
  return start;
}

interface Reading {
  lines: readonly Line[];
  roles: Role[];
  end: number;
  meter: Meter;
  /** A bare `--` that stands above a signature. */
  delimiter?: number;
}

/** What stands below the line that is read. */
interface Below {
  /** The nearest, but for what is cut. */
  role: Role;
  /** The nearest line that is quoted, a heading, or the delimiter of a signature that ends there; and what follows that signature. */
  edge: number;
  beyond: Role;
}

/**
 * From the end up, since what a line is depends on what follows it: an attribution may stand only above a quote, a footer only
 * above nothing of the writer's. What is cut counts as absent, so that cutting a second time changes nothing.
 */
function readUp(reading: Reading, headings: Heading[]): Role[] {
  const { roles, end } = reading;
  const below: Below = { role: 'blank', edge: end, beyond: 'blank' };
  for (let at = end - 1; at >= 0; at--) {
    const heading = headings.at(-1)?.end === at + 1 ? headings.pop() : undefined;
    if (heading !== undefined && (heading.sure || below.role === 'quoted' || below.role === 'heading')) {
      roles.fill('heading', heading.start, heading.end);
      Object.assign(below, { role: 'heading', edge: heading.start, beyond: 'heading' });
      at = heading.start;
    } else if (roles[at] === 'quoted') {
      Object.assign(below, { role: 'quoted', edge: at, beyond: 'quoted' });
    } else if (roles[at] === 'own') {
      roles[at] = ownRole(reading, at, below);
      if (roles[at] === 'own') below.role = 'own';
    }
  }
  return roles;
}

function ownRole(reading: Reading, at: number, below: Below): Role {
  const { key = '', within, delimits } = reading.lines[at] as Line;
  reading.meter.read += key.length;
  if (below.role !== 'own' && isFooter(key)) return 'footer';
  if (within === 'signature') return key === '--' ? 'delimiter' : 'signature';
  if (!delimits && at !== reading.delimiter) return 'own';
  sign(reading, at + 1, below.edge);
  Object.assign(below, { role: below.beyond, edge: at });
  return 'delimiter';
}

function sign({ lines, roles }: Reading, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    if (roles[at] === 'own') roles[at] = lines[at]?.key === '--' ? 'delimiter' : 'signature';
  }
}

/** The one bare `--` in what is the writer's, if a signature may be below it. */
function bareDelimiter(lines: readonly Line[], roles: readonly Role[], end: number): number | undefined {
  const isBare = (at: number) => roles[at] === 'own' && lines[at]?.key === '--';
  const delimiter = lines.findIndex((_, at) => isBare(at));
  if (delimiter === -1 || delimiter >= end || lines.some((_, at) => at > delimiter && isBare(at))) return undefined;
  const edge = roles.findIndex((role, at) => at > delimiter && EDGES.has(role));
  const own = lines
    .slice(delimiter + 1, edge === -1 ? end : edge)
    .filter((_, at) => roles[delimiter + 1 + at] === 'own');
  return own.length <= SIGNATURE_LINES && own.every(({ text }) => text.length <= SIGNATURE_LENGTH)
    ? delimiter
    : undefined;
}
const EDGES = new Set<Role>(['quoted', 'heading', 'delimiter', 'forwarded']);
