/** T15: modules, linked and started by agents. */
import { describe, expect, test } from '@jest/globals';
import { Story, workflow } from './story';

const note = (text: string) => ({ do: 'note.add', text });
const link = (workflowId: string) => ({ do: 'module.run', workflowId });
const module = (id: string, steps: object[], more: object = {}) =>
  workflow(id, { trigger: { type: 'module', usableInChat: true }, steps, ...more });
const caller = (...steps: object[]) => workflow('caller', { trigger: { type: 'message.customer' }, steps });
const notes = (story: Story) => story.effects.map(({ fields }) => fields.text);

describe('a module', () => {
  test('runs inside its caller, which goes on behind it; its own filter decides', () => {
    const vip = { filter: { fact: 'customer.tier', op: 'is', value: 'VIP' } };
    const story = new Story([
      caller(note('before'), link('m'), link('vip'), note('after')),
      module('m', [
        { do: 'branch', branches: [{ when: { fact: 'message.text', op: 'exists' }, steps: [note('in')] }] },
      ]),
      module('vip', [note('vip')], vip),
    ]);
    story.customerSays();
    expect(notes(story)).toEqual(['before', 'in', 'after']);
    expect(story.effects.every(({ workflowId }) => workflowId === 'caller')).toBe(true);
    expect(story.decisions[0]?.runs).toContainEqual(
      expect.objectContaining({ workflowId: 'm', change: 'started', startedBy: 'link' }),
    );
  });

  test('is edited in one place and seen wherever it is linked; a run in it keeps what it began with', () => {
    const story = new Story([
      caller(link('m'), note('after')),
      module('m', [note('old'), { do: 'wait', duration: 'PT1M' }, note('old too')]),
    ]);
    story.customerSays();
    story.workflows = [...story.workflows.slice(0, 2), { ...module('m', [note('new')]), revision: 2 }];
    const live = (revision: number) => story.workflows.filter((some) => some.id !== 'm' || some.revision === revision);
    story.matched = () => live(2);
    story.pass('PT1M');
    story.customerSays();
    expect(notes(story)).toEqual(['old', 'old too', 'after', 'new', 'after']);
  });

  test('that is paused fails the run where it is linked; one that leads into itself does too', () => {
    const gone = new Story([caller(link('m'), note('after'))]);
    gone.customerSays();
    expect(gone.decisions[0]?.runs.at(-1)).toMatchObject({ change: 'failed', detail: 'module m is not active' });
    const loop = new Story([caller(link('a')), module('a', [link('b')]), module('b', [note('b'), link('a')])]);
    loop.customerSays();
    expect(loop.decisions[0]?.runs.at(-1)).toMatchObject({ change: 'failed' });
    expect(notes(loop)).toEqual(['b']);
  });

  test('leads to modules only so far', () => {
    const many = (id: string, to: string) =>
      module(
        id,
        Array.from({ length: 100 }, () => link(to)),
      );
    const story = new Story([caller(link('a')), many('a', 'b'), many('b', 'c'), many('c', 'd'), module('d', [])]);
    story.customerSays();
    expect(story.decisions[0]?.runs.at(-1)).toMatchObject({ change: 'failed' });
    expect(story.decisions[0]?.runs.length).toBeLessThan(12_000);
  });

  test('is started by an agent where that is allowed, and counted apart', () => {
    const story = new Story([module('m', [note('{{agent.id}}')]), module('hidden', [note('no')], {})]);
    story.workflows[1] = workflow('hidden', { trigger: { type: 'module' }, steps: [note('no')] });
    story.customerSays();
    const started = story.event('workflow.requested', { workflowId: 'm', agentId: 'ag' });
    expect(started.runs[0]).toMatchObject({ workflowId: 'm', change: 'started', startedBy: 'agent' });
    const refused = story.event('workflow.requested', { workflowId: 'hidden', agentId: 'ag' });
    expect(refused.entry?.evaluations).toMatchObject([
      { workflowId: 'hidden', fired: false, reason: { kind: 'module' } },
    ]);
    expect(notes(story)).toEqual(['ag']);
    expect(story.event('workflow.requested', { workflowId: 'x' }).entry?.notes).toEqual([
      'workflow x is no active module',
    ]);
  });

  test('never starts by itself', () => {
    const story = new Story([module('m', [note('m')])]);
    story.event('conversation.started', {});
    story.customerSays();
    story.event('conversation.closed', {});
    expect(notes(story)).toEqual([]);
  });
});
