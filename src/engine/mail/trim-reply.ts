/** What a customer wrote in an e-mail reply, without the history below it: in time linear in the mail, for many mail programs. */
import { linesOfHtml } from './html-lines';
import { type Line, linesOf, withMarks } from './lines';
import type { Meter } from './meter';
import { type Passage, passagesOf } from './passages';
import { type Role, rolesOf } from './roles';

/** The bodies of a mail, decoded; a mail mostly has both. */
export interface MailBodies {
  text?: string;
  html?: string;
}

export interface TrimmedReply {
  /**
   * The writer's own words. An answer between quoted lines stands below the paragraph it answers, marked with `> `. Where there
   * are no own words: the signature; else all of the mail, marked as quoted. Empty only if there is no text at all.
   */
  text: string;
  /** The mail held history. */
  quoted: boolean;
  /** The history that is not in the text, as it was quoted; answers that stand between its lines left out. */
  history?: string;
  /** What was cut as signature or as a footer of the mail program. */
  signature?: string;
}

/** How good a reading is: the writer's words, a signature alone, a quote alone, nothing. */
const WRITTEN = 0;
const SIGNED = 1;
const QUOTED = 2;
const NOTHING = 3;

interface Reading extends TrimmedReply {
  rank: number;
}

/**
 * Trims a reply. HTML tells more than plain text, whose lines are often wrapped, unless only the plain text shows where the
 * history begins. Trimming what is trimmed changes nothing. `meter` counts the work.
 */
export function trimReply({ text, html }: MailBodies, meter: Meter = { read: 0 }): TrimmedReply {
  const readings = [
    ...(html === undefined ? [] : [read(linesOfHtml(html, meter), meter)]),
    ...(text === undefined ? [] : [read(linesOf(text, meter), meter)]),
  ].toSorted((one, other) => one.rank - other.rank || Number(other.quoted) - Number(one.quoted));
  const { rank: _, ...reply } = readings[0] ?? { rank: NOTHING, text: '', quoted: false };
  return reply;
}

function read(lines: readonly Line[], meter: Meter): Reading {
  const roles = rolesOf(lines, meter);
  const has = (...sought: Role[]) => roles.some((role) => sought.includes(role));
  const quoted = lines.some(({ text }, at) => text !== '' && isHistory(roles[at]));
  const pageOf = (...sought: Role[]) =>
    page(lines.flatMap((line, at) => (sought.includes(roles[at] as Role) ? [line] : [undefined])));
  const past = quoted ? { quoted, history: pageOf('heading', 'quoted') } : { quoted };
  if (has('own', 'forwarded')) {
    const signature = pageOf('signature', 'footer');
    const text = passagesOf(lines, roles, meter).map(show).join('\n\n');
    return { rank: WRITTEN, text, ...past, ...(signature ? { signature } : {}) };
  }
  if (has('signature')) {
    const below = read(linesOf(pageOf('signature', 'footer'), meter), meter);
    return { ...below, rank: SIGNED, ...past };
  }
  if (has('footer')) return { rank: SIGNED, text: pageOf('footer'), ...past };
  const text = page(lines.map((line) => ({ ...line, depth: quoted ? Math.max(line.depth, 1) : line.depth })));
  return { rank: text === '' ? NOTHING : QUOTED, text, quoted };
}

const isHistory = (role: Role | undefined): boolean => role === 'quoted' || role === 'heading';

const show = ({ asked, lines }: Passage): string => [page(asked), page(lines)].filter((part) => part !== '').join('\n');

/** Lines below each other, one blank line at most between two of them; `undefined` for what was cut between. */
function page(lines: readonly (Pick<Line, 'depth' | 'text'> | undefined)[]): string {
  const shown: string[] = [];
  let [above, isApart] = [undefined as number | undefined, false];
  for (const line of lines) {
    if (line === undefined || line.text === '') {
      isApart = above !== undefined;
      continue;
    }
    if (isApart) shown.push(withMarks({ depth: Math.min(above ?? 0, line.depth), text: '' }));
    shown.push(withMarks(line));
    [above, isApart] = [line.depth, false];
  }
  return shown.join('\n').trim();
}
