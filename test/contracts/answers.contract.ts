import { describe, expect, test } from '@jest/globals';
import { hostileNames } from './names';
import { aWorkspace, type Given, MINUTE } from './subject';

const answer = (body: string) => ({ status: 201, body, request: 'print' });

export const answers = (given: Given) =>
  describe('answers', () => {
    test('the first answer given is the one kept, also of many at the same time', async () => {
      const { answers, clock } = given();
      const workspaceId = aWorkspace();
      expect(await answers.get(workspaceId, 'k')).toBeUndefined();
      const until = clock.now() + MINUTE;
      const kept = await Promise.all(
        ['a', 'b', 'c'].map((body) => answers.keep(workspaceId, 'k', answer(body), until)),
      );
      expect(new Set(kept.map(({ body }) => body)).size).toBe(1);
      expect(await answers.get(workspaceId, 'k')).toEqual(kept[0]);
      expect(await answers.keep(workspaceId, 'k', answer('later'), until)).toEqual(kept[0]);
    });

    test('it is gone when its time is over, and another can be kept', async () => {
      const { answers, clock, pass } = given();
      const workspaceId = aWorkspace();
      await answers.keep(workspaceId, 'k', answer('a'), clock.now() + MINUTE);
      await pass(MINUTE - 2_000);
      expect(await answers.get(workspaceId, 'k')).toEqual(answer('a'));
      await pass(3_000);
      expect(await answers.get(workspaceId, 'k')).toBeUndefined();
      expect(await answers.keep(workspaceId, 'k', answer('b'), clock.now() + MINUTE)).toEqual(answer('b'));
    });

    test('ids of any script stay apart, and so do workspaces', async () => {
      const { answers, clock } = given();
      const workspaceId = aWorkspace();
      for (const id of hostileNames) await answers.keep(workspaceId, id, answer(`to ${id}`), clock.now() + MINUTE);
      for (const id of hostileNames) expect(await answers.get(workspaceId, id)).toEqual(answer(`to ${id}`));
      expect(await answers.get(aWorkspace(), hostileNames[0])).toBeUndefined();
    });
  });
