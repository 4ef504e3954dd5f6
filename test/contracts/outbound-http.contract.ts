import { describe, expect, test } from '@jest/globals';
import type { Given } from './subject';

const request = {
  method: 'POST',
  url: 'https://provider.example/messages',
  headers: { 'content-type': 'application/json' },
  body: '{"text":"안녕하세요"}',
  timeoutMs: 2_000,
};
const note = {
  effectId: 'ef_1',
  type: 'message.send',
  to: 'channel' as const,
  channelId: 'web',
  conversationId: 'c',
  data: {},
};

export const outboundHttp = (given: Given) =>
  describe('outbound HTTP', () => {
    test('an answer is handed on as it is', async () => {
      await given().outside('answers');
      const result = await given().outbound.send(request, note);
      expect(result).toEqual({ kind: 'answer', status: 201, headers: { 'x-a': 'b' }, body: '{"ok":true}' });
    });

    test('nobody there: certainly not taken', async () => {
      await given().outside('refuses');
      expect(await given().outbound.send(request, note)).toMatchObject({ kind: 'refused', forGood: false });
    });

    test('broken off after it was sent: nobody knows', async () => {
      await given().outside('breaks off');
      expect(await given().outbound.send(request, note)).toMatchObject({ kind: 'ambiguous' });
      await given().outside('answers');
    });
  });
