/** The product's own words to customers, in the languages that it speaks. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../../engine/language';
import { de } from './catalogues/de';
import { en } from './catalogues/en';
import { es } from './catalogues/es';
import { fr } from './catalogues/fr';
import { ja } from './catalogues/ja';
import { ko } from './catalogues/ko';
import { zhCn } from './catalogues/zh-cn';

export type WordKey = keyof typeof en;
/** ICU MessageFormat by key. */
export type Catalogue = Readonly<Record<WordKey, string>>;

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { ko, en, ja, 'zh-CN': zhCn, es, fr, de };

const formats = new Map<string, IntlMessageFormat>();

/** Read when first wanted: a mail needs a dozen of a hundred and fifty. */
function formatOf(language: Language, key: WordKey): IntlMessageFormat {
  const id = `${language}/${key}`;
  const format =
    formats.get(id) ?? new IntlMessageFormat(CATALOGUES[language][key], language, undefined, { ignoreTag: true });
  formats.set(id, format);
  return format;
}

/** The words with the values in place, which are plain text: nothing in them is read as ICU. */
export function say(language: Language, key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  return String(formatOf(language, key).format(values));
}

const STEP = 1000;
const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people read it: `124 kB`, `1,2 Mo`, in steps of a thousand. @param bytes a whole number, not negative */
export function sizeIn(language: Language, bytes: number): string {
  const step = UNITS.findLastIndex((_, at) => bytes >= STEP ** (at + 1));
  const unit = UNITS[step] ?? 'kilobyte';
  const digits =
    unit === 'kilobyte' ? ({ maximumFractionDigits: 0, roundingMode: 'ceil' } as const) : { maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', ...digits }).format(
    bytes / STEP ** (Math.max(step, 0) + 1),
  );
}
