/** The line above a quote that says who wrote it and when. */
import { MAIL_LOCALES } from './locales';
import { withoutDashes } from './phrases';

const locales = Object.values(MAIL_LOCALES);
const BEGINS = locales.flatMap(({ begins = [] }) => begins);
const WROTE = locales.flatMap(({ wrote = [] }) => wrote);
const WROTE_INSIDE = locales.flatMap(({ wroteInside = [] }) => wroteInside).map((verb) => ` ${verb} `);

const ADDRESS = /[^\s<>()[\]"'@,;:]@[^\s<>()[\]"'@,;:]/;
/** `<kim@example.com>` or the like at the very end. */
const ENDS_WITH_ADDRESS = /@[^\s<>()[\]"'@,;:]{1,255}[>)\]]{0,2}$/;
const TIME = /\d{1,2} ?[:.h시時时点點] ?\d{2}/;
const DATE = /(?<!\d)(?:19|20|25)\d\d(?!\d)|\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}/;
const NAME_FIRST = /@[^\s<>@]{1,255}[>)\]]{1,2} ?(?:于|於|在|schrieb|wrote|escreveu) ?/;
const DATE_FIRST = /^[^\d@]{0,24}\d/;
/** People write addresses without angle brackets. */
const BRACKETED = /<[^\s<>@]{1,64}@[^\s<>@]{1,255}>/;
/** An attribution behind words of the writer, in one line: better kept whole. */
const INSIDE = BEGINS.filter((word) => word.length > 2 && word.endsWith(' ')).map((word) => ` ${word}`);

/**
 * `sure`: no person writes such a line, so what follows is quoted even without marks. `likely`: an attribution if a quote
 * follows. `partly`: the same, but it may begin in the line above.
 */
export type Attribution = 'sure' | 'likely' | 'partly';

/** What the key of one line, or of several joined by blanks, is; at most a few hundred characters. */
export function attributionIn(key: string): Attribution | undefined {
  const line = bodyOf(key);
  if (line === undefined) return undefined;
  const [hasAddress, hasDate] = [ADDRESS.test(line), DATE.test(line)];
  if (!hasAddress && !hasDate) return undefined;
  const hasVerb = WROTE.some((verb) => line.endsWith(verb)) || WROTE_INSIDE.some((verb) => `${line} `.includes(verb));
  const isDated = hasDate && TIME.test(line);
  if (!hasVerb) return isDated && endsWithoutVerb(line) ? 'likely' : undefined;
  if (!hasAddress && !isDated) return undefined;
  const beginsWell = /^["“]?\d/.test(line) || BEGINS.some((word) => line.startsWith(word)) || hasNameFirst(line);
  if (!beginsWell || !hasDate) return INSIDE.some((word) => line.includes(word)) ? undefined : 'partly';
  return hasAddress && isWrittenByMachine(line) ? 'sure' : 'likely';
}

/** Without the colon, or the dashes that some set around it instead. */
function bodyOf(key: string): string | undefined {
  if (key.endsWith(':') || key.endsWith('：')) return key.slice(0, -1).trimEnd();
  const bare = withoutDashes(key);
  return bare.length < key.length && bare !== '' ? bare : undefined;
}

const endsWithoutVerb = (line: string): boolean =>
  BRACKETED.test(line) || (ENDS_WITH_ADDRESS.test(line) && DATE_FIRST.test(line));

/** A person may write "am 5.1. schrieb ich an kim@example.com:"; a program sets the address beside the verb. */
const isWrittenByMachine = (line: string): boolean =>
  WROTE.some((verb) => line.endsWith(verb) && ENDS_WITH_ADDRESS.test(line.slice(0, -verb.length).trimEnd())) ||
  ENDS_WITH_ADDRESS.test(line) ||
  hasNameFirst(line);

/** Where the line begins with the address, the name stands in the line above. */
const hasNameFirst = (line: string): boolean => !/^[<(]/.test(line) && NAME_FIRST.test(line);
