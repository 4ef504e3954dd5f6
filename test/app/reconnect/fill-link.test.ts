/** The link back that a text names is made when it is sent. */
import { beforeEach, expect, test } from '@jest/globals';
import { LiveConfigurations } from '../../../src/app/configuration';
import { handleEvent, SentMemory } from '../../../src/app/handle-event';
import { perform } from '../../../src/app/perform';
import { readLinkToken } from '../../../src/app/reconnect/link-token';
import type { ChannelRecord } from '../../../src/ports/channels';
import { effect, event, ref, START, World } from '../world';

const MARK = '\ufdd0';
const publicUrl = 'https://api.example';
let world: World;

beforeEach(async () => {
  world = await World.open();
  await sets({ enabled: true, portalUrl: 'https://shop.example/help' });
  const said = { messageId: 'm1', author: { type: 'customer', id: 'cu-7' }, text: 'hello' };
  const context = { live: new LiveConfigurations(world.deps.configuration).forBatch(), sent: new SentMemory() };
  const message = event('e1', { type: 'message.created', data: said } as never);
  await handleEvent({ kind: 'event', event: message }, world.deps, context);
});

async function sets(reconnect: { enabled: boolean; portalUrl: string } | undefined): Promise<void> {
  const channel = (await world.deps.channels.get('web')) as ChannelRecord;
  const { reconnect: _, ...rest } = channel;
  const set = reconnect && { reconnect: { timeLimit: 'PT3M', ...reconnect } };
  await world.deps.channels.put({ ...rest, ...set, version: channel.version + 1 });
}
async function sent(text: string, more: object = {}): Promise<string> {
  const batch = { schema: 1 as const, ref, batchId: 'b1', effects: [effect('a', { fields: { text }, ...more })] };
  await perform(batch, { ...world.deps, publicUrl }, { owner: 'o', timeLeft: () => 120_000 });
  return world.ports.outbound.exchanges.at(-1)?.note.data.text as string;
}

test('leads to the session that goes on', async () => {
  const text = await sent(`back: ${MARK}`);
  const [, token = ''] = /^back: https:\/\/api\.example\/r\/([a-z2-7]+)$/.exec(text) ?? [];
  expect(readLinkToken(token, await world.deps.signingKeys.list())).toEqual({ ref, session: 1 });
});

test('is the same in every text of a session', async () => {
  const first = await sent(MARK);
  world.clock.moveTo(START + 1_000);
  expect(await sent(MARK, { id: 'b' })).toBe(first);
  expect(world.asked).toEqual(['a', 'b']);
});

test.each([
  ['where nobody is brought back', { enabled: false, portalUrl: 'https://shop.example/help' }],
  ['where nothing is set', undefined],
])('is left out %s', async (_, reconnect) => {
  await sets(reconnect);
  expect(await sent(`back: ${MARK}.`)).toBe('back: .');
});

test('of what does not go to the customer is none', async () => {
  expect(await sent(`x${MARK}`, { type: 'note.add' })).toBe(`x${MARK}`);
});
