/** Who a customer is, by the site's token: nobody else gets in, whatever the token says. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryClock } from '../../../src/adapters/memory/memory-clock';
import { type Identified, identify } from '../../../src/app/reconnect/identity';
import { PublishedKeys } from '../../../src/app/reconnect/jwks';
import { type CustomerIdentity, identitySchema } from '../../../src/engine/customer-identity';
import type { OutboundResult } from '../../../src/ports/outbound-http';
import { anyString } from '../../support/any-string';
import { AUDIENCE, CLAIMS, ES, ec, HS, jwkOf, NOW, pem, RS, raw, rsa, SECRET, signed } from './tokens';

const JWKS_URL = 'https://shop.example/.well-known/jwks.json';
let clock: MemoryClock;
let answerOf: () => OutboundResult;
let fetches: string[];
let deps: Parameters<typeof identify>[2];

beforeEach(() => {
  clock = new MemoryClock(NOW);
  fetches = [];
  answerOf = () => ({ kind: 'refused', reason: 'nobody listens', forGood: false });
  const send = async ({ url }: { url: string }) => {
    fetches.push(url);
    return answerOf();
  };
  deps = { clock, outbound: { send }, publishedKeys: new PublishedKeys() };
});

const asked = (token: string, identity: CustomerIdentity = HS): Promise<Identified> =>
  identify(token, { id: 'web', identity }, deps);
const publish = (...keys: object[]) => {
  answerOf = () => ({ kind: 'answer', status: 200, headers: {}, body: JSON.stringify({ keys }) });
};
const cu7 = { ok: true, customerId: 'cu-7' };
const invalid = (detail: RegExp) => ({ ok: false, reason: 'invalid', detail: expect.stringMatching(detail) });

describe('a token of the site', () => {
  test('says who it is, by each algorithm', async () => {
    expect(await asked(await signed())).toEqual(cu7);
    expect(await asked(await signed({}, rsa.privateKey, { alg: 'RS256' }), RS)).toEqual(cu7);
    expect(await asked(await signed({}, ec.privateKey, { alg: 'ES256' }), ES)).toEqual(cu7);
  });

  test('is judged with half a minute of skew, to the second', async () => {
    const at = NOW / 1000;
    expect(await asked(await signed({ exp: at - 29 }))).toEqual(cu7);
    expect(await asked(await signed({ exp: at - 30 }))).toEqual(invalid(/expired/));
    expect(await asked(await signed({ nbf: at + 30 }))).toEqual(cu7);
    expect(await asked(await signed({ nbf: at + 31 }))).toEqual(invalid(/nbf/));
  });

  test.each([
    ['no exp', { exp: undefined }, /exp/],
    ['another audience', { aud: 'somebody else' }, /aud/],
    ['several other audiences', { aud: ['a', 'b'] }, /aud/],
    ['no audience', { aud: undefined }, /aud/],
    ['no customer', { sub: undefined }, /sub/],
    ['an empty customer', { sub: '' }, /sub/],
    ['a customer of 129 characters', { sub: 'a'.repeat(129) }, /sub/],
    ['half a character', { sub: 'a\ud83d' }, /sub|signature|formed/],
  ])('with %s is refused', async (_, claims, detail) => {
    expect(await asked(await signed(claims as never))).toEqual(invalid(detail));
  });

  test('names the issuer where the channel asks for one', async () => {
    const strict = { ...HS, issuer: 'https://shop.example' };
    expect(await asked(await signed({ iss: 'https://shop.example' }), strict)).toEqual(cu7);
    expect(await asked(await signed(), strict)).toEqual(invalid(/iss/));
    expect(await asked(await signed({ iss: 'https://shop.evil' }), strict)).toEqual(invalid(/iss/));
  });

  test('is of the key that its kid names; without one, of any', async () => {
    const keys = [
      { kid: 'a', secret: `${SECRET} a` },
      { kid: 'b', secret: `${SECRET} b` },
    ];
    const by = (letter: string, kid?: string) =>
      signed({}, Buffer.from(`${SECRET} ${letter}`), { alg: 'HS256', ...(kid !== undefined && { kid }) });
    const identity = { ...HS, keys } as CustomerIdentity;
    expect(await asked(await by('b', 'b'), identity)).toEqual(cu7);
    expect(await asked(await by('b'), identity)).toEqual(cu7);
    expect(await asked(await by('b', 'a'), identity)).toEqual(invalid(/signature/));
    expect(await asked(await by('b', 'c'), identity)).toEqual(invalid(/kid/));
    const unnamed = { ...HS, keys: [{ secret: `${SECRET} b` }] } as CustomerIdentity;
    expect(await asked(await by('b', 'c'), unnamed)).toEqual(cu7);
  });

  test('that has expired is told so, whatever other keys there are', async () => {
    const keys = [{ secret: SECRET }, { secret: `${SECRET} b` }];
    expect(await asked(await signed({ exp: NOW / 1000 - 60 }), { ...HS, keys } as CustomerIdentity)).toEqual(
      invalid(/expired/),
    );
  });

  test('is taken nowhere else than where a site proves who its customers are', async () => {
    const nobody = await identify(await signed(), { id: 'web' }, deps);
    expect(nobody).toEqual({ ok: false, reason: 'disabled' });
  });
});

describe('a token of somebody else', () => {
  test.each(['none', 'None', 'NONE', 'nOnE', ''])('with the algorithm %j is refused', async (alg) => {
    for (const signature of ['', 'AAAA']) {
      for (const identity of [HS, RS, ES])
        expect(await asked(raw({ alg, typ: 'JWT' }, CLAIMS, signature), identity)).toEqual(invalid(/./));
    }
  });

  test('signed with the public key as if it were a secret is refused', async () => {
    const forms = [pem(rsa.publicKey), pem(rsa.publicKey).trim(), JSON.stringify(jwkOf(rsa.publicKey))];
    for (const secret of forms) {
      const body = raw({ alg: 'HS256' }, CLAIMS).slice(0, -1);
      const token = `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
      expect(await asked(token, RS)).toEqual(invalid(/algorithm/));
      const renamed = raw({ alg: 'RS256' }, CLAIMS).slice(0, -1);
      const other = `${renamed}.${createHmac('sha256', secret).update(renamed).digest('base64url')}`;
      expect(await asked(other, RS)).toEqual(invalid(/signature/));
    }
  });

  test('of another algorithm than the channel’s, or another key, is refused', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await asked(await signed({}, rsa.privateKey, { alg: 'RS512' }), RS)).toEqual(invalid(/algorithm/));
    expect(await asked(await signed({}, rsa.privateKey, { alg: 'PS256' }), RS)).toEqual(invalid(/algorithm/));
    expect(await asked(await signed({}, stranger.privateKey, { alg: 'RS256' }), RS)).toEqual(invalid(/signature/));
    expect(await asked(await signed({}, ec.privateKey, { alg: 'ES256' }), RS)).toEqual(invalid(/algorithm/));
  });

  test('that brings a key of its own is refused', async () => {
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = {
      alg: 'ES256',
      jwk: jwkOf(stranger.publicKey),
      jku: 'https://evil.example',
      x5u: 'https://evil.example',
    };
    expect(await asked(await signed({}, stranger.privateKey, header as never), ES)).toEqual(invalid(/signature/));
    expect(fetches).toEqual([]);
  });

  test('with something critical in its header is refused', async () => {
    const body = raw({ alg: 'HS256', crit: ['b64'], b64: false }, CLAIMS).slice(0, -1);
    const token = `${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`;
    expect(await asked(token)).toEqual(invalid(/./));
  });

  test('with any bit changed is refused, those that stand for nothing too', async () => {
    const token = await signed();
    for (let at = 0; at < token.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const other = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
        const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
        expect({ at, bit, told: await asked(changed) }).toEqual({ at, bit, told: invalid(/./) });
      }
    }
  });

  test('whose signature is spelt in another way is refused', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const token = await signed();
    const last = letters.indexOf(token.at(-1) as string);
    // 32 bytes leave two bits of their last letter over.
    for (const more of [1, 2, 3]) {
      const other = `${token.slice(0, -1)}${letters[last + more]}`;
      const [one, two] = [token, other].map((text) => Buffer.from(text.split('.')[2] ?? '', 'base64url'));
      expect(two).toEqual(one);
      expect(await asked(other)).toEqual(invalid(/compact/));
    }
  });

  test('cut off, added to, padded, or made of parts of two is refused', async () => {
    const [mine, theirs] = [await signed(), await signed({ sub: 'cu-8' })];
    for (let at = 0; at < mine.length; at++) expect(await asked(mine.slice(0, at))).toEqual(invalid(/./));
    for (const more of ['A', '=', '.', '.AAAA', ' ', '\n']) expect(await asked(mine + more)).toEqual(invalid(/./));
    const [one, other] = [mine.split('.'), theirs.split('.')];
    for (const from of ['001', '010', '011', '100', '101', '110']) {
      const spliced = [...from].map((which, part) => (which === '0' ? one : other)[part]).join('.');
      // Their headers are the same.
      if (spliced !== mine && spliced !== theirs) expect(await asked(spliced)).toEqual(invalid(/signature/));
    }
  });

  test('too long is refused before it is read', async () => {
    expect(await asked(await signed({ more: 'x'.repeat(10_000) }))).toEqual(invalid(/longer/));
  });

  test('whatever it says, it lets nobody in, and quotes nothing of what it says', async () => {
    const claims = fc.dictionary(
      fc.oneof(fc.constantFrom('sub', 'aud', 'exp', 'nbf', 'iss', 'iat', '__proto__'), fc.string()),
      fc.oneof(fc.jsonValue(), fc.constantFrom('cu-8', AUDIENCE, CLAIMS.exp, 'SENTINEL')),
    );
    await fc.assert(
      fc.asyncProperty(claims, fc.jsonValue(), fc.base64String(), async (payload, header, signature) => {
        const told = await asked(raw(header, payload, signature.replaceAll('=', '')));
        expect(told).toMatchObject({ ok: false, reason: 'invalid' });
        expect(JSON.stringify(told)).not.toContain('SENTINEL');
      }),
    );
    await fc.assert(fc.asyncProperty(anyString(), async (text) => !(await asked(text)).ok));
  });

  test('signed by the site, hostile claims are one customer or none', async () => {
    const claims = fc.dictionary(
      fc.constantFrom('sub', 'aud', 'exp', 'nbf', 'iss', 'iat', 'jti', 'admin'),
      fc.oneof(fc.jsonValue(), fc.constantFrom('cu-8', AUDIENCE, [AUDIENCE], CLAIMS.exp, 1e99)),
    );
    await fc.assert(
      fc.asyncProperty(claims, async (payload) => {
        const body = raw({ alg: 'HS256' }, { ...CLAIMS, ...payload }).slice(0, -1);
        const told = await asked(`${body}.${createHmac('sha256', SECRET).update(body).digest('base64url')}`);
        if (told.ok) expect(told.customerId).toBe({ ...CLAIMS, ...payload }.sub);
        else expect(told.reason).toBe('invalid');
      }),
    );
  });
});

describe('keys that the site publishes', () => {
  const published: CustomerIdentity = { algorithm: 'RS256', audience: AUDIENCE, jwksUrl: JWKS_URL };
  const token = (kid?: string) =>
    signed({ exp: CLAIMS.exp + 7_200 }, rsa.privateKey, { alg: 'RS256', ...(kid !== undefined && { kid }) });

  test('are fetched once in ten minutes', async () => {
    publish(jwkOf(rsa.publicKey, { kid: 'k1' }));
    for (let times = 0; times < 3; times++) expect(await asked(await token('k1'), published)).toEqual(cu7);
    expect(fetches).toEqual([JWKS_URL]);
    clock.moveTo(NOW + 600_000);
    expect(await asked(await token('k1'), published)).toEqual(cu7);
    expect(fetches).toHaveLength(2);
  });

  test('a new one is asked for out of turn, once a minute at most', async () => {
    publish(jwkOf(ec.publicKey, { kid: 'other' }), jwkOf(rsa.publicKey, { kid: 'k1' }));
    expect(await asked(await token('k1'), published)).toEqual(cu7);
    for (let times = 0; times < 5; times++) expect(await asked(await token('k2'), published)).toEqual(invalid(/kid/));
    expect(fetches).toHaveLength(1);
    clock.moveTo(NOW + 60_000);
    publish(jwkOf(rsa.publicKey, { kid: 'k2' }));
    expect(await asked(await token('k2'), published)).toEqual(cu7);
    expect(await asked(await token('k3'), published)).toEqual(invalid(/kid/));
    expect(fetches).toHaveLength(2);
  });

  test('many at once wait for one fetch', async () => {
    publish(jwkOf(rsa.publicKey));
    const mine = await token();
    const all = await Promise.all(Array.from({ length: 5 }, () => asked(mine, published)));
    expect(all).toEqual(all.map(() => cu7));
    expect(fetches).toHaveLength(1);
  });

  test.each<[string, () => OutboundResult]>([
    ['down', () => ({ kind: 'refused', reason: 'no connection', forGood: false })],
    ['slow', () => ({ kind: 'ambiguous', reason: 'time-out' })],
    [
      'broken',
      () => ({ kind: 'answer', status: 500, headers: {}, body: JSON.stringify({ keys: [jwkOf(rsa.publicKey)] }) }),
    ],
    ['no JSON', () => ({ kind: 'answer', status: 200, headers: {}, body: '<html>' })],
    ['no set', () => ({ kind: 'answer', status: 200, headers: {}, body: '{"keys":{}}' })],
  ])('that are %s let nobody in, and are not asked for on and on', async (_, result) => {
    answerOf = result;
    const unavailable = { ok: false, reason: 'unavailable' };
    for (let times = 0; times < 4; times++) expect(await asked(await token(), published)).toEqual(unavailable);
    expect(fetches).toHaveLength(1);
    publish(jwkOf(rsa.publicKey));
    clock.moveTo(NOW + 60_000);
    expect(await asked(await token(), published)).toEqual(cu7);
  });

  test('are good for ten minutes when the site is down, and no longer', async () => {
    publish(jwkOf(rsa.publicKey, { kid: 'k1' }));
    await asked(await token('k1'), published);
    answerOf = () => ({ kind: 'refused', reason: 'no connection', forGood: false });
    clock.moveTo(NOW + 599_999);
    expect(await asked(await token('k1'), published)).toEqual(cu7);
    for (let times = 0; times < 2; times++) expect(await asked(await token('k2'), published)).toEqual(invalid(/kid/));
    expect(fetches).toHaveLength(2);
    clock.moveTo(NOW + 600_000);
    expect(await asked(await token('k1'), published)).toEqual({ ok: false, reason: 'unavailable' });
  });

  test('are those of the algorithm that is asked for, also where a site publishes several', async () => {
    publish(jwkOf(rsa.publicKey), jwkOf(ec.publicKey));
    expect(await asked(await token(), published)).toEqual(cu7);
    const identity: CustomerIdentity = { algorithm: 'ES256', audience: AUDIENCE, jwksUrl: JWKS_URL };
    expect(await asked(await signed({}, ec.privateKey, { alg: 'ES256' }), identity)).toEqual(cu7);
  });

  test('are a hundred at most', async () => {
    const kids = (count: number) =>
      Array.from({ length: count }, (_, at) => jwkOf(rsa.publicKey, { kid: `other-${at}` }));
    publish(...kids(99), jwkOf(rsa.publicKey, { kid: 'k1' }));
    expect(await asked(await token('k1'), published)).toEqual(cu7);
    deps.publishedKeys = new PublishedKeys();
    publish(...kids(100), jwkOf(rsa.publicKey, { kid: 'k1' }));
    expect(await asked(await token('k1'), published)).toEqual(invalid(/kid/));
  });

  test('are remembered of so many sites, and of no more', async () => {
    publish(jwkOf(rsa.publicKey));
    const ask = (site: number) =>
      deps.publishedKeys.find(
        { url: `https://shop.example/${site}`, algorithm: 'RS256', channelId: 'web' },
        undefined,
        deps,
      );
    for (let site = 0; site < 500; site++) expect(await ask(site)).toHaveLength(1);
    await ask(0);
    expect(fetches).toHaveLength(500);
    await ask(500);
    await ask(0);
    expect(fetches).toHaveLength(502);
  });

  test('are tried ten at most where the token names none', async () => {
    const others = Array.from({ length: 10 }, () =>
      jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey),
    );
    const identity: CustomerIdentity = { algorithm: 'ES256', audience: AUDIENCE, jwksUrl: JWKS_URL };
    const token = await signed({}, ec.privateKey, { alg: 'ES256' });
    publish(...others.slice(1), jwkOf(ec.publicKey));
    expect(await asked(token, identity)).toEqual(cu7);
    deps.publishedKeys = new PublishedKeys();
    publish(...others, jwkOf(ec.publicKey));
    expect(await asked(token, identity)).toEqual(invalid(/signature/));
  });

  test('for something else, or weak, are none', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    publish(jwkOf(rsa.publicKey, { use: 'enc' }), jwkOf(rsa.publicKey, { alg: 'RS512' }), jwkOf(weak.publicKey), {
      kty: 'oct',
      k: Buffer.from(SECRET).toString('base64url'),
    });
    expect(await asked(await token(), published)).toEqual(invalid(/kid/));
  });
});

describe('the setting', () => {
  const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
  const path = (value: unknown) => {
    const parsed = identitySchema.safeParse(value);
    return parsed.success ? undefined : parsed.error.issues[0]?.path.join('.');
  };

  test('takes what can prove somebody', () => {
    const shortest = { ...HS, keys: [{ secret: '비밀'.padEnd(28, 'x') }] };
    for (const identity of [HS, RS, ES, shortest, { algorithm: 'ES256', audience: 'x', jwksUrl: JWKS_URL }])
      expect(identitySchema.parse(identity)).toEqual(identity);
  });

  test.each<[string, object]>([
    ['keys.0.secret', { ...HS, keys: [{ secret: 'short' }] }],
    ['keys.0.secret', { ...HS, keys: [{ secret: pem(rsa.publicKey) }] }],
    ['keys', { ...HS, keys: [] }],
    ['keys.0.publicKey', { ...RS, keys: [{ publicKey: pem(ec.publicKey) }] }],
    ['keys.0.publicKey', { ...ES, keys: [{ publicKey: pem(rsa.publicKey) }] }],
    ['keys.0.publicKey', { ...RS, keys: [{ publicKey: rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) }] }],
    ['keys.0.publicKey', { ...RS, keys: [{ publicKey: jwkOf(rsa.privateKey) }] }],
    ['keys.0.publicKey', { ...ES, keys: [{ publicKey: pem(otherCurve) }] }],
    ['keys', { algorithm: 'RS256', audience: AUDIENCE }],
    ['keys', { ...RS, jwksUrl: JWKS_URL }],
    ['jwksUrl', { algorithm: 'RS256', audience: AUDIENCE, jwksUrl: 'http://shop.example/jwks' }],
    ['jwksUrl', { algorithm: 'RS256', audience: AUDIENCE, jwksUrl: 'https://me:pw@shop.example/jwks' }],
    ['algorithm', { ...HS, algorithm: 'none' }],
    ['audience', { ...HS, audience: '' }],
    ['', { ...HS, jwksUrl: JWKS_URL }],
  ])('refuses at %s', (at, value) => expect(path(value)).toBe(at));
});
