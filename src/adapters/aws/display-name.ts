/** Names beside addresses, as a header has them. */

/** RFC 2047: an encoded word has at most 75 characters, 12 of them its frame; 45 bytes make 60 of base64. */
const MAX_BYTES = 45;

/** `address`, `"Name" <address>`, or with the name as encoded words where it is not ASCII. Neither may have control characters. */
export function displayed({ address, name }: { address: string; name?: string }): string {
  if (!name) return address;
  const quoted = /^[\x20-\x7e]*$/.test(name);
  return `${quoted ? `"${name.replace(/["\\]/g, '\\$&')}"` : encodedWords(name)} <${address}>`;
}

/** Cut between characters: each word has to be readable by itself. */
function encodedWords(name: string): string {
  const words = [''];
  for (const character of name.toWellFormed()) {
    const fits = Buffer.byteLength(`${words.at(-1)}${character}`) <= MAX_BYTES;
    if (fits) words[words.length - 1] += character;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}
