import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Anchor } from '../../src/engine/conversation';
import { compileWorkflows } from '../../src/engine/matcher';
import type { Workflow } from '../../src/engine/workflow';
import { workflow } from './story';

const trigger = { type: 'chat.agentWaiting', wait: 'PT1M' };
const time = fc.integer({ min: 0, max: 9 });
const published = fc.array(fc.tuple(time, time), { maxLength: 40, size: 'max' }).map((times) =>
  times.map(([activeSince, edited], index): Workflow => {
    const publishedAt = activeSince + edited;
    return { ...workflow(`w${index}`, { trigger }), activeSince, publishedAt };
  }),
);
const anchors: fc.Arbitrary<Anchor> = fc
  .record(
    {
      since: time,
      passedUpTo: fc.constantFrom(-1, 59_999, 60_000, 90_000),
      judgedAt: time,
      fired: fc.uniqueArray(
        fc.nat({ max: 40 }).map((index) => `w${index}`),
        { maxLength: 40 },
      ),
    },
    { requiredKeys: ['since', 'passedUpTo'] },
  )
  .map((some) => ({ kind: 'agentWaiting', episode: 'e', ...some }));

/** By the words of the engine: began while it was active, fires once, is judged anew after an edit. */
const isOpen = ({ since, passedUpTo, judgedAt, fired = [] }: Anchor, { id, activeSince, publishedAt }: Workflow) =>
  activeSince <= since &&
  !fired.includes(id) &&
  (passedUpTo < 60_000 || (judgedAt !== undefined && publishedAt > judgedAt));

describe('workflows that are open for an occasion', () => {
  test('are told and counted as if each were asked', () => {
    fc.assert(
      fc.property(published, anchors, (workflows, anchor) => {
        const expected = workflows.filter((one) => isOpen(anchor, one));
        const [group] = compileWorkflows(workflows).waits(trigger.type).byWait;
        const open = group?.openFor(anchor);
        expect(workflows.filter((one) => open?.has(one))).toEqual(expected);
        expect(open?.size ?? 0).toBe(expected.length);
        expect(open === undefined).toBe(expected.length === 0);
      }),
      { numRuns: 500 },
    );
  });

  test('stay as they were when they were asked for', () => {
    const one = workflow('w', { trigger });
    const anchor: Anchor = { kind: 'agentWaiting', episode: 'e', since: 0, passedUpTo: -1, fired: [] };
    const open = compileWorkflows([one]).waits(trigger.type).byWait[0]?.openFor(anchor);
    anchor.fired?.push('w');
    anchor.passedUpTo = 60_000;
    expect([open?.has(one), open?.size]).toEqual([true, 1]);
  });
});
