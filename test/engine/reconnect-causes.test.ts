/** What a limit brings about has a chain to what began the wait (invariant 13). */
import { expect, test } from '@jest/globals';
import { timelineId } from '../../src/engine/ids';
import { reconnectSchema } from '../../src/engine/reconnect-settings';
import { Story } from './story';

test('what the limit brings about comes of the parting, not of the ring that tells of it', () => {
  const story = new Story([]);
  story.more = { reconnect: reconnectSchema.parse({ enabled: true, portalUrl: 'https://shop.example/help' }) };
  story.customerSays();
  story.event('conversation.assigned', { agentId: 'ag' });
  story.event('customer.connected', { connectionId: 'k' });
  story.event('customer.disconnected', { connectionId: 'k' }, 'gone');
  story.pass('PT3M');
  const effects = story.decisions.at(-1)?.outbox?.channel ?? [];
  expect(effects.map(({ type }) => type)).toEqual(['capacity.released', 'conversation.wrapUp']);
  for (const { cause } of effects) expect(cause.rootEventId.split('.')[0]).toBe(timelineId('gone'));
});
