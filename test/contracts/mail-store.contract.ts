import { describe, expect, test } from '@jest/globals';
import type { Given } from './subject';

let serial = 0;
const aKey = () => `attachments/${process.pid}-${++serial}/견적서 (1).pdf`;
const bytes = Buffer.from('안녕하세요, 첨부합니다.');
const about = { type: 'application/pdf', name: '견적서 "최종" (1)%.pdf' };

export const mailStore = (given: Given) =>
  describe('mail store', () => {
    test('what is put is there, whole or as much of its beginning as is asked for', async () => {
      const key = aKey();
      await given().mailStore.put(key, bytes, about);
      const whole = await given().mailStore.get(key, 1_000_000);
      expect(Buffer.from(whole?.bytes ?? [])).toEqual(bytes);
      expect(whole?.size).toBe(bytes.length);
      const first = await given().mailStore.get(key, 7);
      expect(Buffer.from(first?.bytes ?? [])).toEqual(bytes.subarray(0, 7));
      expect(first?.size).toBe(bytes.length);
      expect((await given().mailStore.get(key, bytes.length))?.bytes).toHaveLength(bytes.length);
    });

    test('writes over what is there', async () => {
      const key = aKey();
      await given().mailStore.put(key, bytes, about);
      await given().mailStore.put(key, Buffer.from('x'), about);
      expect(await given().mailStore.get(key, 100)).toMatchObject({ size: 1 });
    });

    test('takes what is empty', async () => {
      const key = aKey();
      await given().mailStore.put(key, new Uint8Array(), about);
      expect(await given().mailStore.get(key, 100)).toMatchObject({ size: 0 });
    });

    test('says when nothing is there', async () => {
      expect(await given().mailStore.get(aKey(), 100)).toBeUndefined();
    });

    test('gives a link for whoever holds it', async () => {
      const key = aKey();
      await given().mailStore.put(key, bytes, about);
      const link = await given().mailStore.link(key, 300);
      expect(await given().download(link)).toEqual({
        bytes,
        type: 'application/pdf',
        name: about.name,
      });
    });
  });
