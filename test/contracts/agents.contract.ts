import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentChange } from '../../src/engine/capacity';
import { aWorkspace, type Given, MINUTE, T0 } from './subject';
import { settings } from './values';

export const agents = (given: Given) =>
  describe('agents', () => {
    const refIn = (workspaceId: string, conversationId = 'chat-1') => ({
      workspaceId,
      channelId: 'web',
      conversationId,
    });
    const change = (sequence: number, state: AgentChange['state'], more: Partial<AgentChange> = {}): AgentChange => ({
      ...{ agentId: 'ag', state, sequence, at: T0 + sequence },
      ...(state === 'reserved' && { until: T0 + 3 * MINUTE }),
      ...more,
    });
    const held = (workspaceId: string, agentId = 'ag') => given().agents.heldBy(workspaceId, agentId);
    const chat = (conversationId: string, until?: number) => ({
      ...{ channelId: 'web', conversationId },
      ...(until !== undefined && { until }),
    });

    test('are taken up by conversations, each in its own state', async () => {
      const { agents } = given();
      const workspaceId = aWorkspace();
      await agents.apply(refIn(workspaceId, '상담 / 1'), change(3, 'active'));
      await agents.apply(refIn(workspaceId, 'chat-2'), change(5, 'active'));
      await agents.apply(refIn(workspaceId, 'chat-2'), change(6, 'reserved'));
      await agents.apply(refIn(workspaceId, 'chat-3'), change(7, 'active', { agentId: '상담원' }));
      const mine = await held(workspaceId);
      expect(mine).toHaveLength(2);
      expect(mine).toEqual(expect.arrayContaining([chat('상담 / 1'), chat('chat-2', T0 + 3 * MINUTE)]));
      expect(await held(workspaceId, '상담원')).toEqual([chat('chat-3')]);
      expect(await held(aWorkspace())).toEqual([]);
    });

    test('are nothing else of the workspace, whatever they are called', async () => {
      const { agents, configuration } = given();
      const workspaceId = aWorkspace();
      await configuration.putSnapshot({
        ...{ schema: 1, workspaceId, version: 7, publishedAt: T0, settings, workflows: [] },
      });
      expect(await held(workspaceId, '7')).toEqual([]);
      await agents.apply(refIn(workspaceId), change(1, 'active', { agentId: '7' }));
      expect(await held(workspaceId, '7')).toEqual([chat('chat-1')]);
    });

    test('are free again, and may be taken up anew', async () => {
      const { agents } = given();
      const workspaceId = aWorkspace();
      for (const [at, state] of (['active', 'reserved', 'free', 'active'] as const).entries()) {
        await agents.apply(refIn(workspaceId), change(at + 1, state));
        expect(await held(workspaceId)).toHaveLength(state === 'free' ? 0 : 1);
      }
      expect(await held(workspaceId)).toEqual([chat('chat-1')]);
    });

    test('stand as the newest word says, in whatever order and however often words come', async () => {
      const { agents } = given();
      const states = fc.array(fc.constantFrom('active', 'reserved', 'free' as const), { minLength: 1, maxLength: 5 });
      const told = states.chain((list) => {
        const changes = list.map((state, at) => change(at + 1, state as AgentChange['state']));
        const all = fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 });
        return all.map((order) => ({ order, last: list.at(-1) }));
      });
      await fc.assert(
        fc.asyncProperty(told, async ({ order, last }) => {
          const workspaceId = aWorkspace();
          for (const one of order) await agents.apply(refIn(workspaceId), one);
          const until = last === 'reserved' ? T0 + 3 * MINUTE : undefined;
          expect(await held(workspaceId)).toEqual(last === 'free' ? [] : [chat('chat-1', until)]);
        }),
        { numRuns: 20 },
      );
    });
  });
