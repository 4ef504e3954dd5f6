/** E-mail addresses as they may be written to. */

/** RFC 5321: the path is 256 octets with its angle brackets, the part before the @ at most 64. */
export const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL = 64;
/** A dot-atom of RFC 5322. Quoted forms are legal, and no mailbox of a customer has one. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Host names: letters, digits and inner hyphens, at least one dot, and an end that is no number. */
const DOMAIN = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{2,63}$/;

/** The same for conditions, whose patterns know no look-ahead: what matches all of them can be written to, and nothing else. */
export const ADDRESS_PATTERNS: readonly string[] = [
  // Regardless of case a Kelvin sign would be a k.
  `(?-i)${LOCAL.source.slice(0, -1)}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9-]{2,63}$`,
  '\\.[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*$',
  `^[^@]{1,${LONGEST_LOCAL}}@`,
  `^.{1,${LONGEST_ADDRESS}}$`,
];

/** What is wrong with an address, as the end of a sentence about it; undefined when it can be written to. */
export function addressProblem(address: string): string | undefined {
  if (/[^\x20-\x7e]/.test(address)) {
    const unseen = /\p{Cc}/u.test(address);
    return unseen ? 'holds a line break or another control character' : 'holds accented or other non-ASCII characters';
  }
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
  const isWhole = address.length <= LONGEST_ADDRESS && local.length <= LONGEST_LOCAL && LOCAL.test(local);
  return isWhole && DOMAIN.test(domain) ? undefined : 'is no e-mail address such as kim@example.com';
}

/**
 * Whether whoever may send as the identity may send from the address: a domain covers its addresses and those of its subdomains.
 * @see https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function isSentAs(address: string, identity: string): boolean {
  const [from, known] = [address.toLowerCase(), identity.toLowerCase()];
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return from === known || domain === known || domain.endsWith(`.${known}`);
}
