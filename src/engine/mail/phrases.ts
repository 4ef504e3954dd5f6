/** Finds the words of all locales in the key of a line. */
import { DEVICES, type Label, MAIL_LOCALES, PROGRAMS } from './locales';

const locales = Object.values(MAIL_LOCALES);
const LABELS = new Map<string, Set<Label>>();
for (const { labels } of locales) {
  for (const [label, names] of Object.entries(labels) as [Label, readonly string[]][]) {
    for (const name of names) LABELS.set(name, (LABELS.get(name) ?? new Set()).add(label));
  }
}
const LONGEST_LABEL = Math.max(...[...LABELS.keys()].map((name) => name.length)) + 4;

const ORIGINAL = new Set(locales.flatMap(({ original = [] }) => original));
const FORWARDED = new Set(locales.flatMap(({ forwarded = [] }) => forwarded));

/** A name with a few words around it: "my Verizon, Samsung Galaxy smartphone". */
const named = (names: readonly string[]) =>
  `(?:[^\\s?!]+ ){0,4}[^\\s?!]*(?:${names.join('|')})[^\\s?!]*(?: [^\\s?!]+){0,4}?`;
const NAMED = new RegExp([...DEVICES, ...PROGRAMS].join('|'));
const FOOTERS = locales
  .flatMap(({ footers }) => footers)
  .map((footer) => footer.replace('DEVICE', named([...DEVICES, ...PROGRAMS])).replace('PROGRAM', named(PROGRAMS)))
  .map((footer) => new RegExp(`^${footer}\\.?$`));
const LONGEST_FOOTER = 160;
const LINK = /[<(]https?:\/\/[^\s<>()]*[>)]/g;

/** What a line such as `From: Kim <kim@example.com>` names; a word may name different things in different languages. */
export function labelsOf(key: string): ReadonlySet<Label> | undefined {
  const colon = key.slice(0, LONGEST_LABEL).search(/[:：]/);
  return colon < 1 ? undefined : LABELS.get(key.slice(0, colon).replaceAll('*', '').trim());
}

/** Whether the line is a heading between dashes, and of what: `-----Original Message-----`. */
export function headingOf(key: string): 'original' | 'forwarded' | undefined {
  const bare = withoutDashes(key);
  if (bare.length < key.length && ORIGINAL.has(bare)) return 'original';
  const isAnnounced = bare.length < key.length || key.endsWith(':') || key.endsWith('：');
  return isAnnounced && FORWARDED.has(bare.replace(/ ?[:：]$/, '')) ? 'forwarded' : undefined;
}

/** A line drawn with dashes or the like, which may have words between them. */
export function isDrawnRule(key: string, isBare: boolean): boolean {
  const words = withoutDashes(key);
  return key.length >= 5 && (isBare ? words === '' : words.length < key.length);
}

const DASHES = new Set('-‐‑–—―_=*');

/** Without what is drawn around it: at least two dashes on both sides. */
export function withoutDashes(key: string): string {
  let [start, end] = [0, key.length];
  while (start < end && DASHES.has(key[start] as string)) start++;
  while (end > start && DASHES.has(key[end - 1] as string)) end--;
  if (start < 2 || (end > start && key.length - end < 2)) return key;
  const inner = key.slice(start, end).trim();
  return inner.startsWith('[') && inner.endsWith(']') ? inner.slice(1, -1).trim() : inner;
}

/** What a mail program adds to what was written with it: `Sent from my iPhone`. */
export function isFooter(key: string): boolean {
  if (key.length > LONGEST_FOOTER || !NAMED.test(key)) return false;
  const bare = key.replace(LINK, ' ').replace(/\s+/g, ' ').trim();
  return FOOTERS.some((footer) => footer.test(bare));
}
