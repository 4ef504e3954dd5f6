import { describe, expect, test } from '@jest/globals';
import { aWorkspace, type Given, MINUTE } from './subject';
import { batch, refIn } from './values';

export const receipts = (given: Given) =>
  describe('receipts and dead letters', () => {
    const receiving = () => given().receiving as NonNullable<ReturnType<Given>['receiving']>;
    const send = () => given().queues.sendEffects('slow', batch(refIn(aWorkspace()), 'b1', ['ef_1']));

    test('what is given back comes again after the delay, what is removed does not', async () => {
      const { receipts, receive } = receiving();
      await send();
      const receipt = (await receive('slow')) as string;
      await receipts.giveBack({ queue: 'slow', receipt }, 2_000);
      await given().pass(1_999);
      expect(await receive('slow')).toBeUndefined();
      await given().pass(1);
      const again = (await receive('slow')) as string;
      await receipts.remove({ queue: 'slow', receipt: again });
      await given().pass(MINUTE);
      expect(await receive('slow')).toBeUndefined();
    });

    test('what came too often is put aside, and stays there until it is removed', async () => {
      const { deadLetters, receive } = receiving();
      expect(await deadLetters.receive('slow')).toEqual([]);
      await send();
      for (let times = 0; times < 3; times++) {
        await receive('slow');
        await given().pass(MINUTE);
      }
      const [letter] = await deadLetters.receive('slow');
      expect(JSON.parse(letter?.body ?? '')).toMatchObject({ batchId: 'b1' });
      expect(letter).toMatchObject({ queue: 'slow', messageId: expect.any(String) });
      await given().pass(MINUTE);
      const [again] = await deadLetters.receive('slow');
      expect(again?.messageId).toBe(letter?.messageId);
      if (again) await deadLetters.remove(again);
      await given().pass(MINUTE);
      expect(await deadLetters.receive('slow')).toEqual([]);
    });
  });
