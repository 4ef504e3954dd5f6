/** The writer's words, passage by passage, each with what it answers. */
import { attributionEndingAt } from './headings';
import type { Line } from './lines';
import type { Meter } from './meter';
import type { Role } from './roles';

export interface Passage {
  /** The quoted lines it answers, if it answers some of the quote and not the mail as a whole. */
  asked: Line[];
  /** Blank lines are kept; where something was cut there is `undefined`. */
  lines: (Line | undefined)[];
}

/** What is shown of a quoted paragraph: its end is what was answered. */
const ASKED_LINES = 5;
const WRAPPED_LINES = 4;

/** Quoted lines with nothing of the writer's between them. */
interface Quote {
  /** Indexes of its lines that are not blank. */
  lines: number[];
  /** A mail program quoted all of a mail here; otherwise the writer chose what to quote. */
  attributed: boolean;
}

/**
 * The passages in order. What is answered is kept where the writer answers point by point, or has quoted something by hand, and
 * left out where the answer just stands below the whole mail.
 */
export function passagesOf(lines: readonly Line[], roles: readonly Role[], meter: Meter): Passage[] {
  const { passages, quotes } = partsOf(lines, roles, meter);
  for (const { passage, quote } of passages) {
    if (quote !== undefined && (quotes.length > 1 || !quote.attributed)) passage.asked = askedIn(lines, quote, meter);
  }
  return passages.map(({ passage }) => passage);
}

interface Parts {
  passages: { passage: Passage; quote?: Quote }[];
  quotes: Quote[];
}

function partsOf(lines: readonly Line[], roles: readonly Role[], meter: Meter): Parts {
  const parts: Parts = { passages: [], quotes: [] };
  let [quote, passage, isHeaded] = [undefined as Quote | undefined, undefined as Passage | undefined, false];
  lines.forEach((line, at) => {
    const role = roles[at] as Role;
    if (role === 'own' || role === 'forwarded') {
      if (passage === undefined)
        parts.passages.push({ passage: (passage = { asked: [], lines: [] }), ...(quote ? { quote } : {}) });
      passage.lines.push(line);
      if (line.text !== '') quote = undefined;
      isHeaded = false;
    } else if (role === 'quoted' && line.text !== '') {
      passage = undefined;
      if (quote === undefined)
        parts.quotes.push((quote = { lines: [], attributed: isHeaded || isAttributed(lines, at, meter) }));
      quote.lines.push(at);
    } else {
      passage?.lines.push(role === 'blank' ? line : undefined);
      isHeaded ||= role === 'heading';
    }
  });
  return parts;
}

/** Apple Mail sets the attribution inside the quote. */
function isAttributed(lines: readonly Line[], first: number, meter: Meter): boolean {
  const lasts = Array.from({ length: WRAPPED_LINES }, (_, index) => first + index).filter((at) => at < lines.length);
  return lasts.some((last) => attributionEndingAt(lines, first, last, meter)?.start === first);
}

/** The last paragraph of the quote, without an attribution. */
function askedIn(lines: readonly Line[], { lines: quoted }: Quote, meter: Meter): Line[] {
  let start = quoted.length - 1;
  while (start > 0 && quoted[start - 1] === (quoted[start] as number) - 1) start--;
  const paragraph = quoted.slice(Math.max(start, quoted.length - ASKED_LINES));
  const first = paragraph[0] as number;
  const attributed = paragraph.findLastIndex((at) => attributionEndingAt(lines, first, at, meter) !== undefined);
  return paragraph.slice(attributed + 1).map((at) => lines[at] as Line);
}
