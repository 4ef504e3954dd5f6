/**
 * The header by which a browser saves a file under its name instead of showing it. The first name is for programs that do not
 * know the second.
 * @see https://www.rfc-editor.org/rfc/rfc6266#appendix-D
 */
export function asDownload(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (char) => `%${hexOf(char)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

const hexOf = (char: string): string => char.charCodeAt(0).toString(16).toUpperCase();
