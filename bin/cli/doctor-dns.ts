/** What `threadkeeper doctor` looks up in the DNS. */
import { Resolver } from 'node:dns/promises';
import { attempt, type Finding, fail, ok, warn } from './finding';

/** @param server address, with `:port` if it is not 53; without it those of this machine are asked */
export function openResolver(server?: string): Resolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (server) resolver.setServers([server]);
  return resolver;
}

/** Whether e-mails for a domain come to SES of a Region. */
export async function replyMx(resolver: Resolver, domain: string, region: string): Promise<Finding> {
  const wanted = `inbound-smtp.${region}.amazonaws.com`;
  const remedy = `Put this into the DNS, and no other MX beside it: ${domain} MX 10 ${wanted}`;
  const found = await lookUp(() => resolver.resolveMx(domain));
  if (found instanceof Error) return warn(`the MX of ${domain} cannot be looked up: ${found.message}`, remedy);
  const hosts = found.map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''));
  if (hosts.length === 0) return fail(`${domain} has no MX record: answers cannot come in`, remedy);
  if (!hosts.includes(wanted)) return fail(`answers go elsewhere: ${domain} MX ${hosts.join(', ')}`, remedy);
  if (hosts.length > 1) return warn(`some answers go elsewhere: ${domain} MX ${hosts.join(', ')}`, remedy);
  return ok(`${domain} MX ${wanted}`);
}

/**
 * Whether a domain, or one above it, says what others are to do with forgeries.
 * @see https://www.rfc-editor.org/rfc/rfc7489#section-6.6.3
 */
export async function dmarc(resolver: Resolver, domain: string): Promise<Finding> {
  const remedy = `Put this into the DNS: _dmarc.${domain} TXT "v=DMARC1; p=none". Without it many providers take mails for spam.`;
  for (const name of withParents(domain)) {
    const found = await lookUp(() => resolver.resolveTxt(`_dmarc.${name}`));
    if (found instanceof Error) return warn(`_dmarc.${name} cannot be looked up: ${found.message}`, remedy);
    const record = found.map((parts) => parts.join('')).find((text) => /^v=DMARC1\s*(;|$)/.test(text));
    if (record !== undefined) return ok(`_dmarc.${name} TXT "${record}"`);
  }
  return warn(`${domain} has no DMARC record`, remedy);
}

function withParents(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
}

/** Empty where there is nothing. */
async function lookUp<T>(work: () => Promise<T[]>): Promise<T[] | Error> {
  return attempt(async () => {
    try {
      return await work();
    } catch (error) {
      if (['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  });
}
