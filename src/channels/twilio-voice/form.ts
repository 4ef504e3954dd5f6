/** Form bodies, decoded strictly: what cannot be decoded without a guess is refused. */

/** Values by name, in the order they came. */
export type Form = ReadonlyMap<string, readonly string[]>;

const MAX_FIELDS = 500;

/**
 * Decodes `application/x-www-form-urlencoded`; undefined when an escape is malformed, the text is not UTF-8, or there are
 * more than 500 fields.
 */
export function parseForm(body: Uint8Array): Form | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return fieldsOf(text.split('&', MAX_FIELDS + 1));
  } catch {
    return undefined;
  }
}

function fieldsOf(pairs: readonly string[]): Form | undefined {
  if (pairs.length > MAX_FIELDS) return undefined;
  const form = new Map<string, string[]>();
  for (const pair of pairs) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    const values = form.get(name);
    if (values) values.push(value);
    else form.set(name, [value]);
  }
  return form;
}

/** @throws URIError for a malformed escape or one that is not UTF-8. */
function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
