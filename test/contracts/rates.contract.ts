import { describe, expect, test } from '@jest/globals';
import { aWorkspace, type Given, T0 } from './subject';

const minute = { seconds: 60 };

export const rates = (given: Given) =>
  describe('rates', () => {
    test('adds up within a window and begins anew with the next', async () => {
      const { rates } = given();
      const key = aWorkspace();
      expect(await rates.add(key, minute, T0, 1)).toBe(1);
      expect(await rates.add(key, minute, T0 + 59_999, 4)).toBe(5);
      expect(await rates.add(key, minute, T0 + 60_000, 2)).toBe(2);
      expect(await rates.add(key, minute, T0 + 1, 1)).toBe(6);
    });

    test('keys and lengths of window are counted apart', async () => {
      const { rates } = given();
      const key = `${aWorkspace()}#/반품🧵`;
      await rates.add(key, minute, T0, 1);
      expect(await rates.add(`${key} `, minute, T0, 1)).toBe(1);
      expect(await rates.add(key, { seconds: 3600 }, T0, 1)).toBe(1);
    });

    test('loses nothing that is added at the same time', async () => {
      const { rates } = given();
      const key = aWorkspace();
      const sums = await Promise.all(Array.from({ length: 20 }, () => rates.add(key, minute, T0, 1)));
      expect(sums.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    });
  });
