/** The place of a value in JSON as a JSON pointer: `/steps/0/text`; empty for the whole. @see RFC 6901 */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
