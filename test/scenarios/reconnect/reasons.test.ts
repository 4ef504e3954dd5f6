/** R6: who cannot go on is told which condition failed, and where to go instead; the same by link, page and prompt. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../client';
import { sharedStack } from '../given';
import { asks, customerOf, follows, LATE, PORTAL, Site } from './site';

const given = sharedStack();

type Happens = (desk: Client, id: string) => Promise<unknown>;
const tells =
  (type: string, data: object = {}): Happens =>
  (desk, id) =>
    desk.event(id, type, data);

/** What happens while the customer is gone, and why there is no coming back then. */
const CASES: [what: string, happens: Happens, reason: string][] = [
  ['ended-by-the-agent', tells('session.ended', { by: 'agent' }), 'endedByAgent'],
  ['closed-by-the-agent', tells('conversation.closed', { by: 'agent' }), 'endedByAgent'],
  ['closed-by-the-api', (desk, id) => desk.command(id, 'close'), 'endedByAgent'],
  ['ended-by-the-customer', tells('session.ended', { by: 'customer' }), 'closedByCustomer'],
  ['closed-by-the-customer', tells('conversation.closed', { by: 'customer' }), 'closedByCustomer'],
];

/** Asks in every way there is. */
async function everywhere(site: Site, id: string, url: string) {
  const token = await site.jwt(customerOf(id).id);
  const listed = (await site.prompt(token)).body.conversations.filter(({ conversationId }) => conversationId === id);
  return {
    ...{ listed, looked: await asks(url), page: await follows(url), followed: await asks(url, 'POST') },
    prompted: (await site.continues(id, token)).body,
  };
}
const refusal = (reason: string, more: object = {}) => {
  const rest = { newConversation: true, portalUrl: PORTAL, ...more };
  return {
    looked: { state: reason, ...rest },
    followed: { result: reason, ...rest },
    prompted: { result: reason, ...rest },
  };
};

describe('there is no coming back to a chat that is', () => {
  const links = new Map<string, string>();
  let site: Site;
  beforeAll(async () => {
    site = await Site.open(given, { redirectUrl: LATE });
    const ids = [...CASES.map(([what]) => what), 'left'];
    for (const id of ids) await site.chat(id);
    for (const id of ids) links.set(id, await site.link(id));
    for (const id of ids) await site.leaves(id);
    for (const [id, happens] of CASES) await happens(site.desk, id);
    await site.desk.settle();
  });

  test.each(CASES.map(([what, , reason]) => [what, reason]))(
    '%s: %s, and a new chat is offered',
    async (id, reason) => {
      const { listed, page, ...told } = await everywhere(site, id, links.get(id)!);
      expect(told).toEqual(refusal(reason));
      expect(listed).toEqual([]);
      expect([page.status, page.location]).toEqual([200, null]);
      expect(page.body).toContain(`href="${PORTAL}"`);
      expect(page.body).not.toContain('method="post"');
      expect(await site.told(id, 'conversation.resumed')).toEqual([]);
    },
  );

  test('refused attempts stand in the timeline, with the reason', async () => {
    const items = (await site.desk.timeline('ended-by-the-agent')) as { returned?: { reason?: string } }[];
    expect(items.map(({ returned }) => returned?.reason)).toContain('endedByAgent');
  });

  test('left past the limit: expired, and the redirect URL with it', async () => {
    expect(await asks(links.get('left')!)).toMatchObject({ state: 'resumable' });
    await site.desk.advance('PT3M5S');
    const { listed, page, ...told } = await everywhere(site, 'left', links.get('left')!);
    expect(told).toEqual(refusal('expired', { redirectUrl: LATE }));
    expect(listed).toEqual([]);
    expect([page.status, page.location]).toEqual([303, LATE]);
  });

  test('not begun yet: unknown, since no limit has passed', async () => {
    const bot = { trigger: { type: 'chat.started' }, steps: [{ do: 'message.send', text: '{{reconnectLink}}' }] };
    await site.desk.publish(bot);
    await site.desk.event('new', 'conversation.started', { kind: 'chat', by: 'customer', customer: customerOf('new') });
    const [sent] = await site.told('new', 'message.send');
    expect(await asks(String(sent?.data.text))).toEqual(refusal('unknown').looked);
    expect(await asks(String(sent?.data.text), 'POST')).toEqual(refusal('unknown').followed);
  });
});

test('one that the agent has put aside has not ended: it is gone on with, and writing opens it', async () => {
  const site = await Site.open(given);
  await site.chat('put-aside');
  const url = await site.link('put-aside');
  await site.leaves('put-aside');
  await site.desk.event('put-aside', 'conversation.snoozed');
  await site.desk.advance('PT1H');
  const { listed, looked, page, followed, prompted } = await everywhere(site, 'put-aside', url);
  const chat = { agentId: 'agent of put-aside', sameAgent: true };
  expect(listed).toEqual([expect.objectContaining(chat)]);
  expect(looked).toMatchObject({ state: 'resumable', ...chat });
  for (const told of [followed, prompted]) expect(told).toMatchObject({ result: 'resumed', ...chat });
  expect(page.location).toMatch(/^https:\/\/shop\.example\/help/);
  expect(await asks(await site.link('put-aside'))).toMatchObject({ state: 'resumable' });
  expect(await site.conversation('put-aside')).toMatchObject({ status: 'snoozed' });
  await site.desk.customerSays('put-aside', '다녀왔어요', customerOf('put-aside'));
  expect(await site.conversation('put-aside')).toMatchObject({ status: 'open', agentId: chat.agentId });
  expect(await asks(url)).toMatchObject({ state: 'resumable', ...chat });
  await site.desk.event('put-aside', 'conversation.closed', { by: 'agent' });
  await site.desk.customerSays('put-aside', '하나 더요', customerOf('put-aside'));
  expect(await site.conversation('put-aside')).toMatchObject({ status: 'open' });
  expect(await asks(url)).toMatchObject({ state: 'expired' });
});

test('where it was turned off meanwhile: disabled', async () => {
  const site = await Site.open(given, { redirectUrl: LATE });
  await site.chat('off');
  const url = await site.link('off');
  await site.leaves('off');
  await site.sets({ enabled: false, redirectUrl: LATE });
  await site.desk.advance('PT31S');
  const { listed, page, ...told } = await everywhere(site, 'off', url);
  expect(told).toEqual(refusal('disabled'));
  expect(listed).toEqual([]);
  expect(page.body).toContain(`href="${PORTAL}"`);
});

test('where nobody knows of the conversation or the channel: unknown', async () => {
  const site = await Site.open(given);
  const token = await site.jwt('anybody');
  expect((await site.continues('nowhere', token)).body).toEqual(refusal('unknown').prompted);
  const address = '/v1/reconnect?channel=no-such-channel';
  const answer = await site.desk.request('GET', address, undefined, { authorization: `Bearer ${token}` });
  expect(answer.body).toEqual({ conversations: [], newConversation: true, reason: 'unknown' });
  expect(await asks(`${site.desk.url}/r/${'a'.repeat(120)}`, 'POST')).toEqual({
    result: 'unknown',
    newConversation: true,
  });
});
