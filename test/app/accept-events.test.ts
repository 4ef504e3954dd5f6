import { beforeEach, describe, expect, test } from '@jest/globals';
import { acceptEvents } from '../../src/app/accept-events';
import { START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});
const read = (id: string, source = 'web') => ({
  ...{ specversion: '1.0', id, source, subject: 'chat-1', type: 'message.read' },
  data: { upToMessageId: 'm1' },
});

describe('events by the API', () => {
  test('get the workspace of the credential and their arrival', async () => {
    expect(await acceptEvents([read('e1'), read('e2', 'phone')], 'main', world.deps)).toEqual({
      ok: true,
      accepted: 2,
    });
    expect(world.events).toMatchObject([
      { id: 'e1', workspaceId: 'main', channelId: 'web', receivedAt: START },
      { id: 'e2', workspaceId: 'main', channelId: 'phone', receivedAt: START },
    ]);
  });

  test('for a channel of another workspace are refused as for one that is not there', async () => {
    const theirs = await acceptEvents([read('e1')], 'other', world.deps);
    const none = await acceptEvents([read('e1', 'none')], 'main', world.deps);
    expect(theirs).toMatchObject({ ok: false, problem: { status: 400, path: '/source', index: 0 } });
    expect(none).toEqual(theirs);
  });

  test('are taken all or none', async () => {
    expect(await acceptEvents([read('e1'), { ...read('e2'), color: {} }], 'main', world.deps)).toMatchObject({
      problem: { index: 1 },
    });
    expect(world.events).toEqual([]);
  });
});
