/** No automation storm: whatever workflows do to each other, fuse and depth hold, and all comes to rest. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Story, workflow } from './story';

const MINUTE = 60_000;
const seconds = (max: number) => fc.integer({ min: 0, max }).map((length) => `PT${length}S`);
const MODULES = ['m0', 'm1', 'm2'];

const step = fc.oneof(
  fc.constantFrom('conversation.open', 'conversation.close', 'agent.unassign').map((name) => ({ do: name })),
  fc.constant({ do: 'agent.assign', agentId: 'kim' }),
  fc.constant({ do: 'note.add', text: 'x' }),
  fc.constant({ do: 'message.send', text: 'x' }),
  fc.integer({ min: 1, max: 60 }).map((length) => ({ do: 'conversation.snooze', duration: `PT${length}S` })),
  seconds(60).map((duration) => ({ do: 'wait', duration })),
  seconds(60).map((duration) => ({ do: 'wait', duration, cancelOn: ['assigned'] })),
  fc.constantFrom(...MODULES).map((workflowId) => ({ do: 'module.run', workflowId })),
);
const steps = fc.array(step, { minLength: 1, maxLength: 4 });
const trigger = fc.oneof(
  fc.constantFrom('chat.opened', 'chat.openedByAgent').map((type) => ({ type, timing: 'every' })),
  fc.constantFrom('chat.closed', 'message.customer', 'message.agent').map((type) => ({ type })),
  seconds(90).map((wait) => ({ type: 'chat.customerWaiting', timing: 'whenOpened', wait })),
  fc
    .tuple(fc.constantFrom('chat.customerWaiting', 'chat.agentWaiting', 'chat.queued'), seconds(90))
    .map(([type, wait]) => ({ type, wait })),
  fc.constant({ type: 'chat.started' }),
);
const mode = fc.constantFrom('background', 'background', 'exclusive');
const workflows = fc.array(fc.record({ trigger, steps, mode }), { minLength: 1, maxLength: 6 });
const modules = fc.tuple(...MODULES.map(() => steps));

const ACTS = ['customer', 'agent', 'close', 'open', 'queue', 'snooze', 'start'] as const;
const acts = fc.array(fc.record({ act: fc.constantFrom(...ACTS), gap: fc.integer({ min: 0, max: 90 }) }), {
  minLength: 1,
  maxLength: 6,
});

function does(story: Story, act: (typeof ACTS)[number]): void {
  if (act === 'customer') story.customerSays();
  else if (act === 'agent') story.agentSays();
  else if (act === 'close') story.event('conversation.closed', { by: 'agent' });
  else if (act === 'open') story.event('conversation.opened', { by: 'customer' });
  else if (act === 'queue') story.event('conversation.queued');
  else if (act === 'snooze') story.event('conversation.snoozed');
  else story.event('conversation.started', { kind: 'chat', by: 'customer' });
}

/** When each run of a workflow began by a trigger of its own, in milliseconds. */
function starts(story: Story, workflowId: string): number[] {
  return story.decisions.flatMap(({ outcome, entry }) =>
    outcome === 'applied' && entry
      ? (entry.runs ?? [])
          .filter((run) => run.workflowId === workflowId && run.change === 'started' && run.startedBy !== 'link')
          .map(() => entry.at)
      : [],
  );
}

const MOST_DECISIONS = 5_000;
class Watched extends Story {
  override take(event: Parameters<Story['take']>[0]) {
    if (this.decisions.length > MOST_DECISIONS) throw new Error('it does not come to rest');
    return super.take(event);
  }
}

describe('workflows that set each other off', () => {
  test('no workflow runs more often than the fuse lets it; with nothing new all comes to rest', () => {
    fc.assert(
      fc.property(workflows, modules, acts, fc.integer({ min: 1, max: 20 }), (drafts, contents, script, fuse) => {
        const all = [
          ...drafts.map((draft, at) => workflow(`w${at}`, draft)),
          ...contents.map((inner, at) => workflow(`m${at}`, { trigger: { type: 'module' }, steps: inner })),
        ];
        const story = new Watched(all, { fuse });
        for (const { act, gap } of script) {
          story.pass(`PT${gap}S`);
          does(story, act);
        }
        story.pass('P3D');
        for (const { id } of all) {
          const times = starts(story, id);
          times.forEach((at, index) => {
            const nth = times[index + fuse];
            if (nth !== undefined) expect(nth - at).toBeGreaterThanOrEqual(MINUTE);
          });
        }
        const acted = story.effects.length;
        story.pass('P30D');
        expect(story.effects.length).toBe(acted);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['at once', []],
    ['after waits', [{ do: 'wait', duration: 'PT30S' }]],
  ])('open and close each other, %s: eight rounds, and the evaluation says why no more', (_, before) => {
    const on = (id: string, type: string, name: string) =>
      workflow(id, {
        trigger: { type, ...(type === 'chat.opened' && { timing: 'every' }) },
        steps: [...before, { do: name }],
      });
    const story = new Watched([
      on('opens', 'chat.closed', 'conversation.open'),
      on('closes', 'chat.opened', 'conversation.close'),
    ]);
    story.customerSays();
    story.pass('P1D');
    const rounds = story.effects.filter(({ type }) => type.startsWith('conversation.')).length;
    expect(rounds).toBeGreaterThanOrEqual(8);
    expect(rounds).toBeLessThanOrEqual(9);
    const reasons = story.decisions.flatMap(({ entry }) => entry?.evaluations ?? []).map(({ reason }) => reason?.kind);
    expect(reasons.filter((kind) => kind === 'depth')).toHaveLength(1);
  });

  test('the fuse trips visibly, and a minute later it runs again', () => {
    const story = new Story([
      workflow('w', { trigger: { type: 'message.customer' }, steps: [{ do: 'note.add', text: 'x' }] }),
    ]);
    for (let nth = 0; nth < 30; nth++) story.customerSays();
    expect(story.effects).toHaveLength(20);
    const last = story.decisions.at(-1)?.entry?.evaluations;
    expect(last).toMatchObject([{ fired: false, reason: { kind: 'fuse' } }]);
    story.pass('PT1M');
    story.customerSays();
    expect(story.effects).toHaveLength(21);
  });

  test('modules that lead into themselves end their run, visibly', () => {
    const to = (workflowId: string) => [{ do: 'module.run', workflowId }];
    const story = new Story([
      workflow('w', { trigger: { type: 'message.customer' }, steps: to('a') }),
      workflow('a', { trigger: { type: 'module' }, steps: to('b') }),
      workflow('b', { trigger: { type: 'module' }, steps: to('a') }),
    ]);
    const { runs } = story.customerSays();
    expect(runs.filter(({ workflowId }) => workflowId === 'w').map(({ change }) => change)).toEqual([
      'started',
      'failed',
    ]);
    expect(story.conversation?.runs).toEqual([]);
  });
});
