/** What workflows set off, behind waits as well: it ends, and says what it came of. */
import { describe, expect, test } from '@jest/globals';
import { timelineId } from '../../src/engine/ids';
import { START, Story, workflow } from './story';

const note = { do: 'note.add', text: 'n' };

describe('a chain', () => {
  test('of openings and snoozes ends at the depth limit, though no minute has enough of it for the fuse', () => {
    const story = new Story([
      workflow('again', {
        trigger: { type: 'chat.opened' },
        steps: [{ do: 'conversation.snooze', duration: 'PT10S' }],
      }),
    ]);
    story.customerSays();
    story.pass('PT1H');
    expect(story.times('again')).toHaveLength(9);
    expect(story.conversation).toMatchObject({ status: 'open', anchors: [{ kind: 'customerWaitingWhenOpened' }] });
    expect(story.decisions.at(-1)?.entry?.evaluations).toMatchObject([{ fired: false, reason: { kind: 'depth' } }]);
  });
});

describe('what comes of a wait', () => {
  test('comes of what started it, also when another event arrives first', () => {
    const story = new Story([workflow('greets', { trigger: { type: 'chat.opened' }, steps: [note] })]);
    story.agentSays();
    story.event('conversation.snoozed', { until: new Date(START + 60_000).toISOString() }, 'snooze');
    story.now += 61_000;
    const { outbox } = story.event('customer.connected', { connectionId: 'x' });
    const cause = { rootEventId: timelineId('snooze'), depth: 0 };
    expect(outbox?.channel).toMatchObject([
      { type: 'conversation.open', cause },
      { type: 'note.add', cause },
    ]);
  });

  test('is judged however many workflows wait, each for a time of its own, when all rings were lost', () => {
    const waits = Array.from({ length: 600 }, (_, index) =>
      workflow(`after-${index}`, { trigger: { type: 'chat.customerWaiting', wait: `PT${index}S` } }),
    );
    const story = new Story(waits);
    story.customerSays();
    story.now += 3_600_000;
    const { runs } = story.event('customer.connected', { connectionId: 'x' });
    expect(runs.filter(({ change }) => change === 'started')).toHaveLength(599);
  });
});
