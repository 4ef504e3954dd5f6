/**
 * What SES writes into the mail of what it found (RFC 8601), which says more than its receipt: whose signature it was.
 *
 * `amazonses.com; spf=pass (…) client-ip=…; envelope-from=…; helo=…; dkim=pass header.i=@example.com; dmarc=none header.from=example.com;`
 *
 * The sender chooses envelope and HELO, and could write results into them. They stand in `Received-SPF` too, so that what
 * belongs to them is known; behind them nothing is read that is not exactly of the form above.
 */
import { domainOf } from './from-address';
import { firstOf, type MailHeader, stampsOf } from './headers';

export interface AuthenticationResults {
  /** Domains, in lower case, whose signature is right. */
  signedBy: readonly string[];
  /** What became of DMARC, and for which domain, where that is told. */
  dmarc?: { result: string; domain?: string };
}

const SERVER = 'amazonses.com;';
const RESULT = /^(dkim|dmarc)=([a-z]+)(?: \([^()"]*\))?((?: [a-z]+\.[a-z]+=[^\s"]+)*)$/;

/** The results of the server that took the mail; undefined where there are none, or none that can be relied on. */
export function authenticationResults(headers: readonly MailHeader[]): AuthenticationResults | undefined {
  const stamps = stampsOf(headers);
  const value = spaced(firstOf(stamps, 'authentication-results') ?? '');
  if (!value.startsWith(SERVER)) return undefined;
  const results = behindSpf(value.slice(SERVER.length).trim(), spaced(firstOf(stamps, 'received-spf') ?? ''));
  const read = results?.split(';').map((result) => result.trim());
  const clauses = read?.filter((result) => result !== '').map((result) => RESULT.exec(result));
  if (!clauses?.every((clause) => clause !== null)) return undefined;
  const found = clauses.map(([, method, result = '', properties = '']) => ({ method, result, properties }));
  const dmarc = found.filter(({ method }) => method === 'dmarc');
  if (dmarc.length > 1) return undefined;
  const [only] = dmarc;
  return {
    signedBy: found
      .filter(({ method, result }) => method === 'dkim' && result === 'pass')
      .map(({ properties }) => signerIn(properties))
      .filter((domain) => domain !== ''),
    ...(only && { dmarc: { result: only.result, ...checkedIn(only.properties) } }),
  };
}

/** What stands behind the result of SPF; undefined when that is not as `Received-SPF` has it. */
function behindSpf(results: string, received: string): string | undefined {
  if (!results.startsWith('spf=')) return results;
  const spf = `spf=${received.replace(/;$/, '')}`;
  return received !== '' && results.startsWith(`${spf};`) ? results.slice(spf.length + 1) : undefined;
}

function signerIn(properties: string): string {
  const domain = propertyIn(properties, 'header.d').toLowerCase();
  return domain || domainOf(propertyIn(properties, 'header.i'));
}

/** SES has written it in two ways. */
function checkedIn(properties: string): { domain?: string } {
  const domain = propertyIn(properties, 'header.from') || propertyIn(properties, 'properties.from');
  return domain === '' ? {} : { domain: domain.toLowerCase() };
}

function propertyIn(properties: string, name: string): string {
  const property = properties.split(' ').find((pair) => pair.startsWith(`${name}=`));
  return property?.slice(name.length + 1) ?? '';
}

const spaced = (value: string): string => value.replace(/\s+/g, ' ').trim();
