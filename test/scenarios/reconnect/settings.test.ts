/** R1: what a channel sets about bringing customers back, and what it cannot. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cli } from '../../cli/run-cli';
import type { Client } from '../client';
import { refused, sharedStack } from '../given';
import { Site } from './site';

const given = sharedStack();
const portalUrl = 'https://shop.example/help';
let desk: Client;
let path: string;
beforeAll(async () => {
  desk = await given.newcomer();
  path = `/v1/channels/${desk.channel}/reconnect`;
});

const puts = (set: unknown) => desk.request('PUT', path, set);
const stored = async () => (await desk.request<unknown>('GET', path)).body;

describe('the setting of a channel', () => {
  test('is not there until somebody sets it: nobody is brought back', async () => {
    refused(await desk.request('GET', path), 404);
    await desk.event('chat', 'customer.connected', { connectionId: 'tab' });
    await desk.customerSays('chat');
    await desk.event('chat', 'customer.disconnected', { connectionId: 'tab' });
    const { status, waits } = await desk.conversation('chat');
    expect([status, waits.filter(({ kind }) => kind === 'reconnect')]).toEqual(['open', []]);
    const link = await desk.request('POST', `/v1/conversations/${desk.channel}/chat/reconnect-link`);
    refused(link, 409);
    expect(link.body.type).toMatch(/reconnect\.disabled$/);
  });

  test('is off, and keeps agents for three minutes, unless it says otherwise; only the portal has to be named', async () => {
    await desk.ask('PUT', path, { portalUrl });
    expect(await stored()).toEqual({ enabled: false, timeLimit: 'PT3M', portalUrl });
    expect(refused(await puts({ enabled: true }), 400)).toEqual(['/portalUrl']);
  });

  test.each(['PT1M', 'PT60S', 'PT3M', 'PT24H', 'P3D', 'PT72H'])('takes a time limit of %s', async (timeLimit) => {
    await desk.ask('PUT', path, { enabled: true, timeLimit, portalUrl });
    expect(await stored()).toEqual({ enabled: true, timeLimit, portalUrl });
  });

  test.each(['PT59S', 'PT0S', 'PT72H1S', 'P4D', '-PT3M', 'PT1.5M', '3 minutes', '', 180, null])(
    'refuses a time limit of %j, and stays as it is',
    async (timeLimit) => {
      const before = await stored();
      expect(refused(await puts({ enabled: true, timeLimit, portalUrl }), 400)).toEqual(['/timeLimit']);
      expect(await stored()).toEqual(before);
    },
  );

  const wrong = [
    ...['http://shop.example/help', 'shop.example/help', '//shop.example/help', 'javascript:alert(1)', 'https://'],
    ...['https://me:pw@shop.example/', 'https://me@shop.example/', 'https:me@shop.example/', '', 7, null],
    ...['https:\\\\me@shop.example/', 'http://localhost.shop.example/', `https://shop.example/${'a'.repeat(2_048)}`],
  ];
  test.each(wrong.map((url) => [String(url).slice(0, 40), url]))(
    'refuses %s as an address to lead to',
    async (_, url) => {
      expect(refused(await puts({ enabled: true, portalUrl: url }), 400)).toEqual(['/portalUrl']);
      expect(refused(await puts({ enabled: true, portalUrl, redirectUrl: url }), 400)).toEqual(['/redirectUrl']);
    },
  );

  test('takes any https address, and the developer’s own machine, with a redirect URL or none', async () => {
    for (const url of [
      'https://xn--3e0b707e.example/상담?a=1&b=2#c',
      'https://shop.example:8443/help',
      'http://localhost:3000/',
    ]) {
      await desk.ask('PUT', path, { enabled: true, portalUrl: url, redirectUrl: url });
      expect(await stored()).toEqual({ enabled: true, timeLimit: 'PT3M', portalUrl: url, redirectUrl: url });
      await desk.ask('PUT', path, { enabled: true, portalUrl: url });
      expect(await stored()).not.toHaveProperty('redirectUrl');
    }
  });

  test('names every fault at once, and what it does not know', async () => {
    const wrong = { enabled: 'yes', timeLimit: 'PT1S', portalUrl: 'http://shop.example', redirectURL: portalUrl };
    expect(refused(await puts(wrong), 400)).toEqual(
      expect.arrayContaining(['/enabled', '/timeLimit', '/portalUrl', '/redirectURL']),
    );
  });

  test('is the channel’s own: not another’s, and gone when it is taken away', async () => {
    const other = await given.newcomer();
    refused(await other.request('PUT', path, { enabled: true, portalUrl }), 404);
    refused(await other.request('GET', path), 404);
    await desk.ask('PUT', path, { enabled: true, portalUrl });
    expect((await desk.request('DELETE', path)).status).toBe(204);
    refused(await desk.request('GET', path), 404);
  });
});

test('counts for what comes after it was set, on a channel that has long been in use', async () => {
  const site = await Site.open(given, { enabled: false });
  const workflow = await site.desk.publish({
    ...{ trigger: { type: 'message.agent' }, steps: [{ do: 'message.send', text: '[{{reconnectLink}}]' }] },
  });
  const saysLink = async (id: string) => {
    await site.cutOff(id);
    await site.desk.agentSays(id, '네');
    await site.desk.settle();
    const sent = (await site.desk.outbox(workflow)).filter((one) => one.conversationId === id);
    return sent.map(({ data }) => data.text);
  };
  expect(await saysLink('off')).toEqual(['[]']);
  expect(await site.toldInWords('off')).toEqual([]);
  await site.sets({ timeLimit: 'PT1M' });
  expect(await saysLink('on')).toEqual([expect.stringContaining('/r/')]);
  expect(await site.toldInWords('on')).toEqual(['capacity.reserved agent of on']);
  await site.desk.advance('PT1M');
  expect(await site.conversation('on')).toMatchObject({ status: 'wrapUp' });
  await site.sets({ enabled: false });
  await site.cutOff('off again');
  expect(await site.toldInWords('off again')).toEqual([]);
});

test('the same from the command line, which asks this API', async () => {
  const channel = ['channels', 'reconnect', desk.channel, '--url', desk.url, '--key', desk.apiKey];
  const set = [
    '--enable',
    '--limit',
    'PT72H',
    '--portal-url',
    portalUrl,
    '--redirect-url',
    'https://shop.example/late',
  ];
  expect(await cli(...channel, ...set)).toMatchObject({ code: 0, err: '' });
  const redirectUrl = 'https://shop.example/late';
  expect(await stored()).toEqual({ enabled: true, timeLimit: 'PT72H', portalUrl, redirectUrl });
  expect((await cli(...channel)).out).toContain('within PT72H');
  const wrong = await cli(...channel, '--limit', 'PT59S');
  expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringContaining('timeLimit') });
  expect((await cli(...channel, '--portal-url', 'http://shop.example')).err).toContain('portalUrl');
  await desk.customerSays('by hand');
  await desk.settle();
  const link = await cli('reconnect-link', desk.channel, 'by hand', '--url', desk.url, '--key', desk.apiKey);
  expect(link).toMatchObject({ code: 0, out: expect.stringMatching(/^http:\S+\/r\/[a-z2-7]{60,}$/) });
});
