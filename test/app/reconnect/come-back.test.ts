/** Coming back: what is answered to who asks. */
import { beforeEach, expect, test } from '@jest/globals';
import { LiveConfigurations } from '../../../src/app/configuration';
import { handleEvent, SentMemory } from '../../../src/app/handle-event';
import { comeBack, look, type WayBack } from '../../../src/app/reconnect/come-back';
import type { PublicEvent } from '../../../src/engine/event';
import type { ChannelRecord } from '../../../src/ports/channels';
import { event, ref, World } from '../world';

let world: World;
const context = () => ({
  live: new LiveConfigurations(world.deps.configuration).forBatch(),
  sent: new SentMemory(),
});
const tells = (id: string, type: PublicEvent['type'], data: object) =>
  handleEvent({ kind: 'event', event: event(id, { type, data } as never) }, world.deps, context());
const press = (): Promise<WayBack> => comeBack({ ref, session: 1, by: 'link' }, world.deps, context());

beforeEach(async () => {
  world = await World.open();
  const channel = (await world.deps.channels.get('web')) as ChannelRecord;
  const reconnect = { enabled: true, timeLimit: 'PT3M', portalUrl: 'https://shop.example/help' };
  await world.deps.channels.put({ ...channel, reconnect, version: channel.version + 1 });
  await tells('e1', 'message.created', { messageId: 'm1', author: { type: 'customer', id: 'cu-7' }, text: 'hello' });
  await tells('e2', 'conversation.assigned', { agentId: 'ag-1' });
});

test('two presses at one moment are answered alike, though the agent ends the session between them', async () => {
  const first = await press();
  expect(first).toMatchObject({ ok: true, agentId: 'ag-1', sameAgent: true });
  await tells('e3', 'session.ended', { by: 'agent' });
  expect(await press()).toEqual(first);
});

test('a press a moment later is answered by what stands then', async () => {
  await press();
  await tells('e3', 'session.ended', { by: 'agent' });
  world.clock.moveTo(world.clock.now() + 1);
  expect(await press()).toMatchObject({ ok: false, reason: 'endedByAgent' });
});

test('a channel that somebody else has by now leads nowhere, and tells nothing of theirs', async () => {
  const channel = (await world.deps.channels.get('web')) as ChannelRecord;
  await world.deps.channels.remove('web');
  expect(await world.deps.channels.put({ ...channel, workspaceId: 'other', version: 1 })).toBe(true);
  for (const way of [await press(), await look({ ref, session: 1, by: 'link' }, world.deps)])
    expect(way).toEqual({ ok: false, reason: 'unknown' });
});
