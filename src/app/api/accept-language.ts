/** Which of our languages a browser asks for. */
import { type Language, spokenLanguage } from '../../engine/language';

const MOST = 20;
const RANGE = /^([A-Za-z0-9*-]{1,35})(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

/** The first of our languages in the reader's order; undefined when there is none. @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const ranges = (header ?? '').slice(0, 1_000).split(',', MOST);
  const wanted = ranges.flatMap((range) => {
    const [, tag, weight = '1'] = RANGE.exec(range.trim()) ?? [];
    return tag === undefined || Number(weight) === 0 ? [] : [{ tag, weight: Number(weight) }];
  });
  const inOrder = wanted.toSorted((a, b) => b.weight - a.weight);
  return inOrder.map(({ tag }) => spokenLanguage(tag)).find((language) => language !== undefined);
}
