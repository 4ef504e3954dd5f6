/** Which addresses the outside may have: the internet's, never ours. Checked when connecting, so that no name can change its mind. */
import { lookup as dnsLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that must not be called. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** All of IPv6 that is given out to the internet; `::127.0.0.1` and the like lie outside. @see https://www.iana.org/assignments/ipv6-address-space */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Whether an address belongs to the public internet; IPv4 mapped into IPv6 counts as what it carries. */
export function isUnicast(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
}

/** What is wrong with a URL before anything is looked up; names are checked by `publicLookup`. */
export function refusalOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'the address is no http or https URL';
  // A literal address is never looked up. The parser has brought forms like 0x7f.1 and 2130706433 to four numbers.
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && !isUnicast(host) ? `${host} is not a public address` : undefined;
}

/** Looks a name up, and refuses it when any of its addresses is not public. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isUnicast(address))) {
      return callback(new RefusedAddress(`${hostname} does not lead to a public address`), '');
    }
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};
