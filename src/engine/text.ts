let lastText = '';
let lastFolded = '';

/**
 * How texts compare: NFC, without regard to case, no word boundaries (Korean and Japanese have none).
 * Hundreds of conditions ask for the same message in a row, so the last answer is kept.
 */
export function fold(text: string): string {
  if (text === lastText) return lastFolded;
  lastFolded = foldAnew(text);
  lastText = text;
  return lastFolded;
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
