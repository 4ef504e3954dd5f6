/** Who a mail says that it is from. */
import { type MailHeader, valuesOf } from './headers';

const LONGEST = 1_000;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const ATOM = '[^\\x00-\\x20<>@,;:()\\\\"]+';
/** A name without anything that programs read in different ways, and an address; or the address alone, or with a comment. */
const NAMED = new RegExp(`^([^\\x00-\\x1f<>,;:()\\\\"]*)<(${ATOM}@${ATOM})>$`);
const BARE = new RegExp(`^(${ATOM}@${ATOM})( \\([^()]*\\))?$`);

/**
 * The one address in the one From header, in lower case. Undefined where there are several, or none, or where another program
 * may take another for it: a mail is only as authentic as the address that was looked at.
 */
export function soleSender(headers: readonly MailHeader[]): string | undefined {
  const values = valuesOf(headers, 'from');
  const [value = ''] = values;
  return values.length === 1 && value.length <= LONGEST ? addressIn(value) : undefined;
}

function addressIn(value: string): string | undefined {
  // A local part may be quoted too; the mark that it leaves is in no address.
  const plain = value.replace(QUOTED, '\u{fffc}').trim();
  const [, name = '', named] = NAMED.exec(plain) ?? [];
  const address = (named ?? BARE.exec(plain)?.[1])?.toLowerCase();
  if (address?.includes('\u{fffc}')) return undefined;
  // Some programs show the address as the name, without quoting it.
  return name.includes('@') && name.trim().toLowerCase() !== address ? undefined : address;
}

/** What stands behind the last @, in lower case; empty where there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? '' : address.slice(at + 1).toLowerCase();
}
