/** Keys that a site publishes (JWKS): fetched past no rule of outside requests, remembered, and not asked for again and again. */
import type { KeyObject } from 'node:crypto';
import { isKeyFor, publicKeyOf } from '../../engine/customer-identity';
import type { Instant, Millis } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { OutboundHttp } from '../../ports/outbound-http';

export interface PublishedKey {
  kid?: string;
  key: KeyObject;
}

interface Fetched {
  keys: PublishedKey[];
  at: Instant;
}
interface Known {
  /** Absent when the last fetch failed. */
  fetched?: Fetched;
  /** When it was last asked for. */
  askedAt: Instant;
  pending?: Promise<Fetched | undefined>;
}

const KEEP: Millis = 600_000;
/** So often keys are asked for out of turn: when one is not known, or when the site did not answer. */
const AGAIN_AFTER: Millis = 60_000;
const TIMEOUT: Millis = 5_000;
const MOST_KEYS = 100;
const MOST_SITES = 500;

type Algorithm = 'RS256' | 'ES256';
type Asked = { url: string; algorithm: Algorithm; channelId: string };

/** One per process. */
export class PublishedKeys {
  private readonly known = new Map<string, Known>();

  /**
   * The keys at the address that may have signed a token with this `kid`; undefined when they cannot be had.
   * Keys that are older than ten minutes are not trusted: the site may have taken them back.
   */
  async find(
    asked: Asked,
    kid: string | undefined,
    deps: { clock: Clock; outbound: OutboundHttp },
  ): Promise<PublishedKey[] | undefined> {
    const now = deps.clock.now();
    const known = this.known.get(idOf(asked));
    const isFresh = known?.fetched !== undefined && now - known.fetched.at < KEEP;
    const fitting = isFresh ? known.fetched?.keys.filter((one) => isOf(one, kid)) : undefined;
    if (fitting && fitting.length > 0) return fitting;
    const mayAsk = !known || now - known.askedAt >= AGAIN_AFTER || (known.fetched && !isFresh);
    if (!mayAsk && !known?.pending) return isFresh ? [] : undefined;
    const fetched = await this.fetch(asked, deps);
    // Of a site that is down just now the keys of a moment ago are all there are, and none of them fits.
    return fetched?.keys.filter((one) => isOf(one, kid)) ?? (isFresh ? [] : undefined);
  }

  private fetch(asked: Asked, deps: { clock: Clock; outbound: OutboundHttp }): Promise<Fetched | undefined> {
    const id = idOf(asked);
    const before = this.known.get(id);
    if (before?.pending) return before.pending;
    if (this.known.size >= MOST_SITES) this.known.clear();
    const known: Known = { ...before, askedAt: deps.clock.now() };
    known.pending = this.read(asked, deps).then((keys) => {
      const fetched = keys && { keys, at: deps.clock.now() };
      delete known.pending;
      if (fetched) known.fetched = fetched;
      else if (known.fetched && deps.clock.now() - known.fetched.at >= KEEP) delete known.fetched;
      return fetched;
    });
    this.known.set(id, known);
    return known.pending;
  }

  private async read({ url, algorithm, channelId }: Asked, { outbound }: { outbound: OutboundHttp }) {
    const headers = { accept: 'application/jwk-set+json, application/json' };
    const note = { effectId: '', type: 'identity.keys', to: 'hook', channelId, conversationId: '', data: {} } as const;
    const result = await outbound.send({ method: 'GET', url, headers, body: '', timeoutMs: TIMEOUT }, note);
    return result.kind === 'answer' && result.status === 200 ? keysIn(result.body, algorithm) : undefined;
  }
}

const idOf = ({ url, algorithm }: Asked): string => `${algorithm} ${url}`;
const isOf = (one: PublishedKey, kid: string | undefined) =>
  kid === undefined || one.kid === undefined || one.kid === kid;

/** The keys of a set that are for signing by this algorithm; undefined for what is no set. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
function keysIn(body: string, algorithm: Algorithm): PublishedKey[] | undefined {
  const set = parsed(body);
  if (!isObject(set) || !Array.isArray(set.keys)) return undefined;
  return set.keys.slice(0, MOST_KEYS).flatMap((jwk: unknown) => {
    if (!isObject(jwk) || (jwk.use ?? 'sig') !== 'sig' || (jwk.alg ?? algorithm) !== algorithm) return [];
    const key = publicKeyOf(jwk);
    if (!key || !isKeyFor(algorithm, key)) return [];
    return [{ key, ...(typeof jwk.kid === 'string' && { kid: jwk.kid }) }];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
