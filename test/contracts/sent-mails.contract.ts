import { describe, expect, test } from '@jest/globals';
import type { SentMail } from '../../src/ports/sent-mails';
import { aWorkspace, type Given, T0 } from './subject';
import { refIn } from './values';

export const sentMails = (given: Given) =>
  describe('sent e-mails', () => {
    test('are found by their effect, written once or twice', async () => {
      const { sentMails } = given();
      const effectId = `ef_${aWorkspace()}`;
      const ref = refIn(aWorkspace(), '상담/42');
      const mail: SentMail = { schema: 1, effectId, ref, to: 'Kim@example.com', threadId: 'abcdefghijklmnop', at: T0 };
      expect(await sentMails.get(effectId)).toBeUndefined();
      for (const _ of [1, 2]) await sentMails.put(mail);
      expect(await sentMails.get(effectId)).toEqual(mail);
      expect(await sentMails.get(`${effectId}0`)).toBeUndefined();
    });
  });
