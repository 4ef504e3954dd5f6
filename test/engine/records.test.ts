/** What is written down of evaluations: enough to know why, and never more than an item holds. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const trigger = { type: 'message.customer' };

describe('what is written down of an evaluation', () => {
  test('cuts long lists of words and of tags: twenty near misses with a dictionary each are a small entry', () => {
    const dictionary = Array.from({ length: 900 }, (_, index) => `단어${index}단어`);
    const filter = {
      all: [
        { fact: 'message.text', op: 'contains', value: dictionary },
        { fact: 'conversation.tags', op: 'missing' },
      ],
    };
    const story = new Story(Array.from({ length: 25 }, (_, index) => workflow(`w${index}`, { trigger, filter })));
    const tags = Array.from({ length: 100 }, (_, index) => String(index).padStart(100, '가'));
    story.event('conversation.updated', { addTags: tags });
    for (const text of ['hello', '단어7단어']) {
      const { entry } = story.customerSays(text);
      expect(entry).toMatchObject({ moreNotFired: 5 });
      expect(JSON.stringify(entry).length).toBeLessThan(40_000);
    }
    const { entry } = story.customerSays();
    expect(entry?.evaluations?.[0]?.reason).toMatchObject({
      actual: 'hello',
      op: 'contains',
      expected: expect.arrayContaining(['단어0단어', '…']),
    });
  });

  test('shows short lists whole', () => {
    const filter = { fact: 'message.text', op: 'contains', value: ['반품', '환불'] };
    const { entry } = new Story([workflow('w', { trigger, filter })]).customerSays('안녕하세요');
    expect(entry?.evaluations?.[0]?.reason).toMatchObject({ expected: ['반품', '환불'], actual: '안녕하세요' });
  });

  test('shows a fuse that tripped behind however many that did not match', () => {
    const filter = { fact: 'message.text', op: 'is', value: 'something else' };
    const misses = Array.from({ length: 30 }, (_, index) => workflow(`miss-${index}`, { trigger, filter }));
    const story = new Story([...misses, workflow('loud', { trigger })], { fuse: 1 });
    story.customerSays();
    const { entry } = story.customerSays();
    expect(entry?.evaluations?.find(({ workflowId }) => workflowId === 'loud')?.reason?.kind).toBe('fuse');
    expect(entry).toMatchObject({ moreNotFired: 10 });
  });
});
