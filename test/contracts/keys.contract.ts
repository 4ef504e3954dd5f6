import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { ApiKeyRecord } from '../../src/ports/keys';
import { aWorkspace, type Given, T0 } from './subject';

const key = (workspaceId: string, name: string): ApiKeyRecord => ({
  hash: createHash('sha256').update(`${workspaceId} ${name}`).digest('hex'),
  ...{ hint: 'tk_abc', workspaceId, scope: 'admin', name, createdAt: T0 },
});

export const keys = (given: Given) =>
  describe('API keys', () => {
    test('is known by its hash and listed by its workspace, until it is removed', async () => {
      const { keys } = given();
      const workspaceId = aWorkspace();
      const [first, second] = [key(workspaceId, 'first'), key(workspaceId, 'second')];
      expect(await keys.get(first.hash)).toBeUndefined();
      await keys.put(first);
      await keys.put(second);
      await keys.put(key(aWorkspace(), 'third'));
      expect(await keys.get(first.hash)).toEqual(first);
      expect((await keys.list(workspaceId)).map(({ name }) => name).sort()).toEqual(['first', 'second']);
      await keys.remove(first.hash);
      await keys.remove(first.hash);
      expect(await keys.get(first.hash)).toBeUndefined();
      expect(await keys.list(workspaceId)).toEqual([second]);
    });
  });
