import { describe, expect, test } from '@jest/globals';
import type { SigningKey } from '../../src/ports/signing-keys';
import { type Given, T0 } from './subject';

/** There is one set of keys in an installation: each test takes it as it finds it. */
export const signingKeys = (given: Given) =>
  describe('signing keys', () => {
    const ids = (keys: readonly SigningKey[]) => keys.map(({ id }) => id);

    test('there is always one, the same for all who ask at the same time', async () => {
      const { signingKeys } = given();
      const [first, ...others] = await Promise.all([1, 2, 3].map(() => signingKeys.list()));
      expect(first?.length).toBeGreaterThan(0);
      expect(first?.[0]?.secret.byteLength).toBe(32);
      for (const other of [...others, await signingKeys.list()]) expect(other).toEqual(first);
    });

    test('the newest comes first, with a letter and a secret of its own', async () => {
      const { signingKeys } = given();
      const before = await signingKeys.list();
      const made = await signingKeys.rotate(T0 + 5);
      expect(made.id).toMatch(/^[a-z2-7]$/);
      expect(made.createdAt).toBe(T0 + 5);
      expect(await signingKeys.list({ fresh: true })).toEqual([made, ...before]);
      for (const { id, secret } of before) {
        expect(id).not.toBe(made.id);
        expect(Buffer.from(secret).equals(made.secret)).toBe(false);
      }
    });

    test('there are at most eight, and a retired letter is not the next one', async () => {
      const { signingKeys } = given();
      let keys = await signingKeys.list();
      while (keys.length < 8) {
        await signingKeys.rotate(T0);
        keys = await signingKeys.list();
      }
      expect(new Set(ids(keys)).size).toBe(8);
      await expect(signingKeys.rotate(T0)).rejects.toMatchObject({ code: 'store.tooManyKeys', retry: false });
      const oldest = keys.at(-1)?.id as string;
      expect(await signingKeys.retire(oldest)).toBe(true);
      expect(await signingKeys.retire(oldest)).toBe(false);
      expect((await signingKeys.rotate(T0)).id).not.toBe(oldest);
    });

    test('the last one stays', async () => {
      const { signingKeys } = given();
      const [newest, ...others] = await signingKeys.list();
      for (const { id } of others) await signingKeys.retire(id);
      await expect(signingKeys.retire(newest?.id as string)).rejects.toMatchObject({ code: 'store.lastKey' });
      expect(await signingKeys.list()).toEqual([newest]);
    });
  });
