/** Coming back, from outside: a link in a message, the page behind it, the prompt, presence and capacity, on the whole stack. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Client } from './client';
import { sharedStack } from './given';

const given = sharedStack();
const SECRET = 'a secret of the shop, 32 bytes at least';
const PORTAL = 'https://shop.example/help?page=1#chat';
let someone: Client;

beforeEach(async () => {
  someone = await given.newcomer();
  const channel = `/v1/channels/${someone.channel}`;
  await someone.ask('PUT', `${channel}/reconnect`, { enabled: true, portalUrl: PORTAL });
  await someone.ask('PUT', `${channel}/identity`, { algorithm: 'HS256', audience: 'tk', keys: [{ secret: SECRET }] });
});

const jwt = (sub = 'cu') => {
  const exp = Math.floor(given.stack.clock.now() / 1000) + 600;
  return new SignJWT({ sub, aud: 'tk', exp }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(SECRET));
};
async function chat(): Promise<void> {
  await someone.event('chat', 'customer.connected', { connectionId: 'k1' });
  await someone.customerSays('chat');
  await someone.event('chat', 'conversation.assigned', { agentId: 'ag' });
}
const leaves = async () => {
  await someone.event('chat', 'customer.disconnected', { connectionId: 'k1' });
  await someone.settle();
};
const sent = async (...types: string[]) =>
  (await someone.outbox()).filter(({ channelId, type }) => channelId === someone.channel && types.includes(type));
const follow = (url: string, method = 'GET', headers: Record<string, string> = {}) =>
  fetch(url, { method, headers, redirect: 'manual' });

describe('a link in a message', () => {
  const linked = async () => {
    const steps = [{ do: 'message.send', text: '끊기면 여기로: {{reconnectLink}}' }];
    await someone.publish({ trigger: { type: 'message.customer' }, steps });
    await chat();
    await someone.settle();
    const [message] = await sent('message.send');
    return /^끊기면 여기로: (http\S+\/r\/[a-z2-7]+)$/.exec(String(message?.data.text))?.[1] ?? '';
  };

  test('brings back to the same agent, as the channel is told, up to the last second', async () => {
    const url = await linked();
    await leaves();
    await someone.advance('PT2M59S');
    const page = await follow(url, 'GET', { 'accept-language': 'ko' });
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).toContain('상담으로 돌아가기');
    const went = await follow(url, 'POST', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(went.status).toBe(303);
    expect(went.headers.get('location')).toBe(
      `https://shop.example/help?page=1&threadkeeper=${url.split('/').at(-1)}#chat`,
    );
    await someone.settle();
    const told = await sent('capacity.reserved', 'capacity.released', 'agent.assign', 'conversation.resumed');
    expect(told.map(({ type, data }) => [type, data.agentId])).toEqual([
      ['capacity.reserved', 'ag'],
      ['capacity.released', 'ag'],
      ['agent.assign', 'ag'],
      ['conversation.resumed', 'ag'],
      ['capacity.reserved', 'ag'],
    ]);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'open', agentId: 'ag' });
  });

  test('at the limit leads on, and the session is over', async () => {
    const url = await linked();
    const late = { enabled: true, portalUrl: PORTAL, redirectUrl: 'https://shop.example/late' };
    await someone.ask('PUT', `/v1/channels/${someone.channel}/reconnect`, late);
    await someone.advance('PT31S');
    await leaves();
    await someone.advance('PT3M');
    const went = await follow(url, 'POST');
    expect([went.status, went.headers.get('location')]).toEqual([303, 'https://shop.example/late']);
    expect(await someone.conversation('chat')).toMatchObject({ status: 'wrapUp' });
    expect((await sent('capacity.released', 'conversation.wrapUp')).map(({ type }) => type)).toEqual([
      'capacity.released',
      'conversation.wrapUp',
    ]);
  });
});

test('the prompt offers what can be gone on with, and goes on with it', async () => {
  await chat();
  await leaves();
  const headers = { authorization: `Bearer ${await jwt()}`, origin: 'https://shop.example' };
  const path = `/v1/reconnect?channel=${someone.channel}`;
  const offered = await someone.request<{ conversations: object[] }>('GET', path, undefined, headers);
  expect(offered.body.conversations).toMatchObject([{ conversationId: 'chat', agentId: 'ag', sameAgent: true }]);
  expect(offered.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  const asked = await someone.request('OPTIONS', path.replace('?', '/continue?'), undefined, headers);
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
  const body = { channel: someone.channel, conversationId: 'chat' };
  const another = { authorization: `Bearer ${await jwt('cu-8')}` };
  expect((await someone.request('POST', '/v1/reconnect/continue', body, another)).body).toMatchObject({
    ...{ result: 'unknown', newConversation: true },
  });
  expect((await someone.request('POST', '/v1/reconnect/continue', body, headers)).body).toMatchObject({
    ...{ result: 'resumed', agentId: 'ag', sameAgent: true },
  });
});

test('presence of a widget starts the limit, which is told as the agent’s capacity', async () => {
  await someone.customerSays('chat');
  await someone.event('chat', 'conversation.assigned', { agentId: 'ag' });
  await someone.settle();
  const credential = await jwt();
  const tells = (state: string) => {
    const body = { channel: someone.channel, conversationId: 'chat', connectionId: 'k1', state, credential };
    return someone.request('POST', '/v1/reconnect/presence', JSON.stringify(body), { 'content-type': 'text/plain' });
  };
  const capacity = async () => {
    await someone.settle();
    return someone.ask('GET', '/v1/agents/ag/capacity');
  };
  expect((await tells('connected')).status).toBe(204);
  expect(await capacity()).toEqual({ agentId: 'ag', active: 1, reserved: [] });
  expect((await tells('disconnected')).status).toBe(204);
  await someone.advance('PT4S');
  expect(await capacity()).toMatchObject({ active: 1, reserved: [] });
  await someone.advance('PT1S');
  expect(await capacity()).toMatchObject({ active: 0, reserved: [{ conversationId: 'chat' }] });
  await someone.advance('PT3M');
  expect(await capacity()).toEqual({ agentId: 'ag', active: 0, reserved: [] });
});
