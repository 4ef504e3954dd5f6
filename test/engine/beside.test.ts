import { describe, expect, test } from '@jest/globals';
import { type Decision, decide } from '../../src/engine/decide';
import { compileWorkflows } from '../../src/engine/matcher';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { START, workflow } from './story';

const MINUTE = 60_000;
const settings = { ...DEFAULT_SETTINGS, fuse: 1 };
const note = [{ do: 'note.add', text: 'x' }];
const matcher = compileWorkflows([
  workflow('waits', { trigger: { type: 'chat.customerWaiting', wait: 'PT3M' }, steps: note }),
  workflow('writes', { trigger: { type: 'message.agent', kind: 'internal' }, steps: note }),
]);

function told(before: Decision | undefined, at: number, event: object, beside = false): Decision {
  const envelope = { schema: 1, workspaceId: 'w', channelId: 'web', subject: 'c', receivedAt: at };
  const conversation = before?.conversation;
  const input = { event: { ...envelope, ...event } as never, matcher, settings, now: at };
  return decide({ ...input, ...(conversation && { conversation }), ...(beside && { beside }) });
}

const message = (id: string, type: string, isPrivate = false) => ({
  id,
  type: 'message.created',
  data: { messageId: id, author: { type }, text: 'hello', ...(isPrivate && { private: true }) },
});
const assigned = (id: string) => ({ id, type: 'conversation.assigned', data: { agentId: 'ag' }, origin: 'command' });
const fired = (decision: Decision) =>
  (decision.entry?.evaluations ?? []).filter((one) => one.fired).map((one) => one.workflowId);

describe('what is handled beside the queue', () => {
  const waiting = told(undefined, START, message('m1', 'customer'));

  test('fires no wait that is due, since what ends it may stand in the queue, and has it rung for at once', () => {
    const commanded = told(waiting, START + 4 * MINUTE, assigned('c1'), true);
    expect(fired(commanded)).toEqual([]);
    expect(commanded.outbox?.arm).toBe(START + 3 * MINUTE);
    const answered = told(commanded, START + 2 * MINUTE, message('m2', 'agent'));
    expect(answered.entry?.waits).toMatchObject([{ kind: 'customerWaiting', outcome: 'cancelled' }, {}]);
    const rung = told(commanded, START + 4 * MINUTE, { due: START + 3 * MINUTE });
    expect(fired(rung)).toEqual(['waits']);
  });

  test('lets the fuse remember what came before it by the queue', () => {
    const first = told(waiting, START + 1_000, message('n1', 'agent', true));
    const commanded = told(first, START + 10 * MINUTE, assigned('c1'), true);
    expect(fired(first)).toEqual(['writes']);
    expect(fired(told(commanded, START + 2_000, message('n2', 'agent', true)))).toEqual([]);
    expect(fired(told(commanded, START + 2 * MINUTE, message('n3', 'agent', true)))).toEqual(['writes']);
  });
});
