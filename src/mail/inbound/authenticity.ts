/** Whether a mail is from whom it says, and whether that is who was written to. */
import { type AuthenticationResults, authenticationResults } from './authentication-results';
import { domainOf, soleSender } from './from-address';
import type { InboundMail } from './read-mail';
import type { MailReceipt } from './receipt';

/**
 * Why a mail does not count as the answer of the address, as the end of a sentence; undefined when it does: it is from exactly
 * this address, and DMARC passed, or the address' domain has no DMARC policy and a signature or the envelope that passed is of that domain.
 * @see https://www.rfc-editor.org/rfc/rfc7489#section-3.1 for what belongs to a domain
 */
export function whyUnverified(mail: InboundMail, receipt: MailReceipt, address: string): string | undefined {
  const sender = soleSender(mail.headers);
  if (sender === undefined) return 'it does not say clearly who it is from';
  if (sender !== address.toLowerCase()) return `it is from ${sender}, and the e-mails went to ${address}`;
  const results = authenticationResults(mail.headers);
  const domain = domainOf(sender);
  const { dmarc } = receipt.verdicts;
  const checked = results?.dmarc?.domain ?? domain;
  if (checked !== domain) return 'the sender was checked for another domain';
  if (dmarc === 'PASS') return undefined;
  if (dmarc !== 'GRAY') return `the check of its sender (DMARC) ended with ${dmarc}`;
  if (hasPolicy(receipt, results)) return `the check of its sender (DMARC) failed by the policy of ${domain}`;
  return isAligned(receipt, results, domain)
    ? undefined
    : `${domain} has no DMARC policy, and neither a signature (DKIM) nor the envelope (SPF) shows that it is from there`;
}

/** SES tells GRAY where there is no policy, and where there is one that asks for nothing. */
function hasPolicy({ dmarcPolicy }: MailReceipt, results: AuthenticationResults | undefined): boolean {
  return dmarcPolicy !== undefined || (results?.dmarc !== undefined && results.dmarc.result !== 'none');
}

/** An envelope's sender that has one domain, whoever reads it. */
const PLAIN = /^[^\s<>"(),:;@\\]+@[A-Za-z0-9.-]+$/;

function isAligned(
  { verdicts: { dkim, spf }, source }: MailReceipt,
  results: AuthenticationResults | undefined,
  domain: string,
): boolean {
  const isSigned = dkim === 'PASS' && (results?.signedBy ?? []).some((signer) => belongTogether(signer, domain));
  return isSigned || (spf === 'PASS' && PLAIN.test(source) && belongTogether(domainOf(source), domain));
}

/** The same domain, or one below the other. What is beside it is taken for another's: no list tells whose registries' domains are. */
function belongTogether(one: string, other: string): boolean {
  const [shorter = '', longer = ''] = [one, other].toSorted((a, b) => a.length - b.length);
  return one === other || (shorter.includes('.') && longer.endsWith(`.${shorter}`));
}
