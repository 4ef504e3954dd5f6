/** What has no case and composes with nothing: kana, jamo, ideographs, Hangul syllables, punctuation, emoji. ASCII comes on top. */
const CASELESS =
  '\\u2010-\\u2027\\u2030-\\u205e\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30fe\\u3131-\\u318e\\u4e00-\\u9fff\\uac00-\\ud7a3\\ud83c-\\ud83e\\udc00-\\udfff\\uff01-\\uff20';
const FOLDED = new RegExp(`^[\\0-@[-\\x7f${CASELESS}]*$`);
const PLAIN = new RegExp(`^[\\0-\\x7f${CASELESS}]*$`);

/**
 * How texts compare: NFC, without regard to case, no word boundaries (Korean and Japanese have none). Most texts are folded
 * already but for capitals, and to see that costs a fifth of folding them.
 */
export function fold(text: string): string {
  if (FOLDED.test(text)) return text;
  return PLAIN.test(text) ? text.toLowerCase() : foldAnew(text);
}

function foldAnew(text: string): string {
  return text.normalize('NFC').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** Cuts to at most `length` UTF-16 units, never inside a surrogate pair. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
