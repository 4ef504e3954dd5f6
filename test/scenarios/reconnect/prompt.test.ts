/** R4: the prompt for customers whom the site has signed in; whoever proves nothing is told nothing. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { refused, sharedStack } from '../given';
import { customerOf, PORTAL, Site } from './site';

const given = sharedStack();
let site: Site;
beforeAll(async () => {
  site = await Site.open(given);
});
const tokenOf = (id: string) => site.jwt(customerOf(id).id);

describe('on return', () => {
  test('the widget asks what can be continued, and goes on with it', async () => {
    await site.cutOff('one');
    const { body } = await site.prompt(await tokenOf('one'));
    const until = new Date(given.stack.clock.now() + 180_000).toISOString();
    expect(body).toMatchObject({
      conversations: [{ conversationId: 'one', agentId: 'agent of one', sameAgent: true, until }],
      ...{ newConversation: true, portalUrl: PORTAL },
    });
    expect((await site.continues('one', await tokenOf('one'))).body).toMatchObject({
      ...{ result: 'resumed', agentId: 'agent of one', sameAgent: true, portalUrl: PORTAL },
      conversation: { channelId: site.desk.channel, conversationId: 'one' },
    });
    expect(await site.told('one', 'agent.assign')).toMatchObject([{ data: { agentId: 'agent of one' } }]);
  });

  test('or begins anew, which ends nothing', async () => {
    await site.cutOff('other');
    const body = { channel: site.desk.channel };
    const begun = await site.desk.request('POST', '/v1/reconnect/new', body, { authorization: '' });
    expect(begun.body).toEqual({ newConversation: true, portalUrl: PORTAL });
    expect(await site.conversation('other')).toMatchObject({ status: 'open', reconnect: { state: 'disconnected' } });
  });

  test('a customer sees several of theirs, the last one written in first, and nobody else’s', async () => {
    const kim = customerOf('several');
    for (const id of ['several-1', 'several-2']) {
      await site.desk.customerSays(id, '문의', kim);
      await site.desk.advance('PT1S');
    }
    await site.chat('stranger');
    const token = await site.jwt(kim.id);
    const mine = async () => (await site.prompt(token)).body.conversations.map(({ conversationId }) => conversationId);
    expect(await mine()).toEqual(['several-2', 'several-1']);
    await site.desk.customerSays('several-1', '여기요', kim);
    expect(await mine()).toEqual(['several-1', 'several-2']);
    const unknown = { result: 'unknown', newConversation: true, portalUrl: PORTAL };
    expect((await site.continues('stranger', token)).body).toEqual(unknown);
    expect((await site.continues('nowhere', token)).body).toEqual(unknown);
    expect(await site.told('stranger')).toEqual([]);
  });

  test('what the widget tells of itself is presence: the limit begins when it goes', async () => {
    await site.desk.customerSays('widget', '안녕하세요', customerOf('widget'));
    await site.desk.event('widget', 'conversation.assigned', { agentId: 'agent of widget' });
    await site.desk.settle();
    const token = await tokenOf('widget');
    expect((await site.tells('widget', 'connected', token)).status).toBe(204);
    expect(await site.conversation('widget')).toMatchObject({ reconnect: { state: 'connected' } });
    expect((await site.tells('widget', 'disconnected', token)).status).toBe(204);
    await site.desk.advance('PT10S');
    expect(await site.conversation('widget')).toMatchObject({ reconnect: { state: 'disconnected' } });
    expect(await site.capacity('agent of widget')).toMatchObject({ reserved: [{ conversationId: 'widget' }] });
    refused(await site.tells('widget', 'connected', await tokenOf('one')), 404);
  });
});

const seconds = () => Math.floor(given.stack.clock.now() / 1000);
const raw = (header: object, claims: object, signature = '') =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${signature}`;
const claims = () => ({ sub: customerOf('guarded').id, aud: 'threadkeeper', exp: seconds() + 600 });

/** In none of these ways does anybody get in: nothing is told, nothing is gone on with, nobody is present. */
async function expectNobody(shop: Site, tokens: (string | undefined)[]): Promise<void> {
  for (const token of tokens) {
    refused(await shop.prompt(token), 401);
    refused((await shop.continues('guarded', token)) as never, 401);
    refused(await shop.tells('guarded', 'connected', token ?? 'x.y.z'), 401);
  }
  expect(await shop.toldInWords('guarded')).toEqual(['capacity.reserved agent of guarded']);
}

describe('a token', () => {
  beforeAll(() => site.cutOff('guarded'));

  test('that is none, for others, over, not yet good, or of another key lets nobody in', async () => {
    const token = await tokenOf('guarded');
    const at = seconds();
    await expectNobody(site, [
      ...[undefined, 'x', `${token}x`, token.slice(0, -1), site.desk.apiKey],
      await site.jwt(claims().sub, { aud: 'another shop' }),
      await site.jwt(claims().sub, { aud: undefined as never }),
      await site.jwt(claims().sub, { exp: at - 31 }),
      await site.jwt(claims().sub, { exp: undefined as never }),
      await site.jwt(claims().sub, { nbf: at + 31 }),
      await site.jwt('', {}),
      await site.jwt(claims().sub, {}, 'the secret of another shop, as long'),
    ]);
    expect((await site.prompt(await site.jwt(claims().sub, { exp: at - 29, nbf: at + 29 }))).status).toBe(200);
  });

  test('without an algorithm, or by another than the channel’s, lets nobody in', async () => {
    const header = (alg: string) => ({ alg, typ: 'JWT' });
    const stranger = new SignJWT(claims()).setProtectedHeader({ alg: 'HS512' });
    await expectNobody(site, [
      ...['none', 'None', 'NONE', ''].flatMap((alg) => [
        raw(header(alg), claims()),
        raw(header(alg), claims(), 'AAAA'),
      ]),
      await stranger.sign(Buffer.from('a secret of the shop, 32 bytes at least')),
    ]);
  });

  test('is refused in words that say what to do, and that quote nothing of it', async () => {
    const answer = await site.prompt(raw({ alg: 'HS256' }, { ...claims(), name: 'SENTINEL' }, 'AAAA'));
    expect(JSON.stringify(answer.body)).not.toContain('SENTINEL');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });
});

describe('a site that signs by a key pair', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
  const signed = (kid?: string) =>
    new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }) }).sign(privateKey);
  let shop: Site;
  beforeAll(async () => {
    shop = await Site.open(given);
    await shop.proves({ algorithm: 'RS256', keys: [{ kid: 'k1', publicKey: pem }] });
    await shop.cutOff('guarded');
  });

  test('proves its customers by it', async () => {
    expect((await shop.prompt(await signed('k1'))).body.conversations).toMatchObject([{ conversationId: 'guarded' }]);
  });

  test('lets nobody in by a key that is not known, nor by its public key used as a secret', async () => {
    const forged = ['HS256', 'RS256'].map((alg) => {
      const body = raw({ alg, kid: 'k1' }, claims()).slice(0, -1);
      return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
    });
    await expectNobody(shop, [await signed('k2'), ...forged, await shop.jwt(claims().sub)]);
  });

  test('whose keys cannot be had gets nobody in, and everybody a new chat', async () => {
    const published = await Site.open(given);
    await published.cutOff('guarded');
    await published.proves({ algorithm: 'RS256', jwksUrl: 'https://shop.example/.well-known/jwks.json' });
    await given.stack.advance(31_000);
    await published.desk.faults({ status: 503, times: 1 });
    const token = await signed('k1');
    const none = { newConversation: true, portalUrl: PORTAL };
    expect((await published.prompt(token)).body).toEqual({ conversations: [], reason: 'unavailable', ...none });
    expect((await published.continues('guarded', token)).body).toEqual({ result: 'unavailable', ...none });
    refused(await published.tells('guarded', 'connected', token), 503);
    expect(await published.toldInWords('guarded')).toEqual(['capacity.reserved agent of guarded']);
  });
});

describe('pages', () => {
  const allowed = async (headers: Record<string, string>, method = 'GET', path = '') => {
    const address = `/v1/reconnect${path}?channel=${site.desk.channel}`;
    const { headers: answered } = await site.desk.request(method, address, undefined, headers);
    return [answered.get('access-control-allow-origin'), answered.get('access-control-allow-headers')];
  };

  test('of the portal may ask and read, and no other’s', async () => {
    const authorization = `Bearer ${await tokenOf('one')}`;
    for (const path of ['', '/continue', '/new', '/presence']) {
      const preflight = await allowed({ origin: 'https://shop.example' }, 'OPTIONS', path);
      expect(preflight).toEqual(['https://shop.example', 'authorization, content-type']);
      for (const origin of ['https://shop.example.evil', 'http://shop.example', 'null'])
        expect(await allowed({ origin }, 'OPTIONS', path)).toEqual([null, null]);
    }
    expect(await allowed({ origin: 'https://shop.example', authorization })).toEqual(['https://shop.example', null]);
    expect(await allowed({ origin: 'https://evil.example', authorization })).toEqual([null, null]);
  });
});
