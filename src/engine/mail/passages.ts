/** The writer's words, passage by passage, each with what it answers. */
import { attributionEndingAt } from './headings';
import type { Line } from './lines';
import type { Meter } from './meter';
import type { Role } from './roles';

export interface Passage {
  /** The quoted lines it answers, if it answers some of the quote and not the mail as a whole. */
  asked: (Line | undefined)[];
  /** Blank lines are kept; where something was cut there is `undefined`. None below what the writer cites last. */
  lines: (Line | undefined)[];
}

/** What is shown of a quoted paragraph: its end is what was answered. */
const ASKED_LINES = 5;
/** What a writer cites, "as you said:", is no longer; more is a mail quoted whole. */
const CITED_LINES = 12;
const WRAPPED_LINES = 4;

/** Quoted lines with nothing of the writer's between them. */
interface Quote {
  /** Indexes of its lines that are not blank. */
  lines: number[];
  /** A mail program quoted all of a mail here; otherwise the writer chose what to quote. */
  attributed: boolean;
  /** The writer's words above it end with a colon: it is one of their sentences. */
  cited: boolean;
}

/**
 * The passages in order. What is answered is kept where the writer answers point by point, or has quoted something by hand, and
 * left out where the answer just stands below the whole mail.
 */
export function passagesOf(lines: readonly Line[], roles: readonly Role[], meter: Meter): Passage[] {
  const { passages, quotes, last } = partsOf(lines, roles, meter);
  for (const { passage, quote } of passages) {
    if (quote !== undefined && (quotes.length > 1 || !quote.attributed)) passage.asked = askedIn(lines, quote, meter);
  }
  const ends = last !== undefined && isCited(last) ? [{ asked: askedIn(lines, last, meter), lines: [] }] : [];
  return [...passages.map(({ passage }) => passage), ...ends];
}

interface Parts {
  passages: { passage: Passage; quote?: Quote }[];
  quotes: Quote[];
  /** The quote that ends the mail. */
  last?: Quote | undefined;
}

function partsOf(lines: readonly Line[], roles: readonly Role[], meter: Meter): Parts {
  const parts: Parts = { passages: [], quotes: [] };
  let [passage, isHeaded, above] = [undefined as Passage | undefined, false, ''];
  lines.forEach((line, at) => {
    const role = roles[at] as Role;
    if (role === 'own' || role === 'forwarded') {
      if (passage === undefined)
        parts.passages.push({ passage: (passage = { asked: [], lines: [] }), ...quoteOf(parts) });
      passage.lines.push(line);
      if (line.text !== '') above = line.text;
      [parts.last, isHeaded] = [undefined, false];
    } else if (role === 'quoted' && line.text !== '') {
      passage = undefined;
      if (parts.last === undefined) parts.quotes.push((parts.last = begin(lines, at, isHeaded, above, meter)));
      parts.last.lines.push(at);
    } else {
      passage?.lines.push(role === 'blank' ? line : undefined);
      isHeaded ||= role === 'heading';
    }
  });
  return parts;
}

const quoteOf = ({ last }: Parts): { quote?: Quote } => (last === undefined ? {} : { quote: last });

function begin(lines: readonly Line[], at: number, isHeaded: boolean, above: string, meter: Meter): Quote {
  const attributed = isHeaded || isAttributed(lines, at, meter);
  return { lines: [], attributed, cited: !attributed && /[:：]$/.test(above) };
}

const isCited = ({ cited, lines }: Quote): boolean => cited && lines.length <= CITED_LINES;

/** Apple Mail sets the attribution inside the quote. */
function isAttributed(lines: readonly Line[], first: number, meter: Meter): boolean {
  const lasts = Array.from({ length: WRAPPED_LINES }, (_, index) => first + index).filter((at) => at < lines.length);
  return lasts.some((last) => attributionEndingAt(lines, first, last, meter)?.start === first);
}

/** The last paragraph of the quote, without an attribution; or all that the writer cites. */
function askedIn(lines: readonly Line[], quote: Quote, meter: Meter): (Line | undefined)[] {
  const quoted = quote.lines;
  if (isCited(quote))
    return quoted.flatMap((at, index) => (quoted[index - 1] === at - 1 ? [lines[at]] : [undefined, lines[at]]));
  let start = quoted.length - 1;
  while (start > 0 && quoted[start - 1] === (quoted[start] as number) - 1) start--;
  const paragraph = quoted.slice(Math.max(start, quoted.length - ASKED_LINES));
  const first = paragraph[0] as number;
  const attributed = paragraph.findLastIndex((at) => attributionEndingAt(lines, first, at, meter) !== undefined);
  return paragraph.slice(attributed + 1).map((at) => lines[at]);
}
