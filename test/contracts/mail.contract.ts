import { describe, expect, test } from '@jest/globals';
import type { Email } from '../../src/ports/mail';
import type { Given } from './subject';

let serial = 0;
const noteOf = (effectId: string) => ({
  effectId,
  type: 'email.send',
  to: 'email' as const,
  workflowId: 'wf-1',
  channelId: '웹',
  conversationId: '채팅-42',
  data: {},
});

export const mail = (given: Given) =>
  describe('mail', () => {
    const from = (address = `help@${given().mail.identity}`, name?: string) => ({
      from: { address, ...(name !== undefined && { name }) },
    });
    const send = (more: Partial<Email> = {}) => {
      const email = { ...from(), to: 'kim@example.com', subject: '반품 안내', text: '안녕하세요,\n\n감사합니다 🙂' };
      const effectId = `ef_${++serial}`;
      return given().mail.send({ ...email, ...more }, noteOf(effectId));
    };

    test('what is sent arrives as it was written, under an id of its own', async () => {
      const [first, second] = [await send(), await send({ to: 'lee@example.com' })];
      expect([first, second]).toEqual([
        { kind: 'sent', messageId: expect.any(String) },
        { kind: 'sent', messageId: expect.any(String) },
      ]);
      expect(first).not.toEqual(second);
      const { type, channelId, conversationId } = noteOf('');
      expect((await given().posted()).slice(-2)).toMatchObject([
        {
          effectId: `ef_${serial - 1}`,
          type,
          channelId,
          conversationId,
          data: { to: 'kim@example.com', subject: '반품 안내' },
        },
        { effectId: `ef_${serial}`, data: { to: 'lee@example.com', text: '안녕하세요,\n\n감사합니다 🙂' } },
      ]);
    });

    test('goes with its HTML, the address for answers and the headers that it was given', async () => {
      const headers = { References: '<thread.a@reply.example> <b@c.example>', 'X-Auto-Response-Suppress': 'All' };
      const more = { html: '<p>안녕하세요</p>', replyTo: 'reply+abc@reply.shop.example', headers };
      const sent = await send(more);
      expect(sent).toEqual({ kind: 'sent', messageId: expect.stringMatching(/^<[^<>\s]+@[^<>\s]+>$/) });
      const { html, replyTo } = more;
      expect((await given().posted()).at(-1)).toMatchObject({ data: { html, replyTo, headers } });
    });

    test.each([
      '고객센터',
      'Kim "the" \\ Lee',
      '아주 긴 이름을 가진 고객센터 '.repeat(6).trim(),
      'Shop, Inc. <x@y.example>',
    ])('comes from whoever it says: %s', async (name) =>
      expect(await send(from(undefined, name))).toMatchObject({ kind: 'sent' }),
    );

    test('from who is not verified is refused for good', async () => {
      const before = (await given().posted()).length;
      expect(await send(from('help@stranger.example'))).toMatchObject({ kind: 'refused', forGood: true });
      expect(await given().posted()).toHaveLength(before);
    });

    test('too many at once are refused for now', async () => {
      await given().mailing('throttles');
      expect(await send()).toMatchObject({ kind: 'refused', forGood: false });
      expect(await send()).toMatchObject({ kind: 'sent' });
    });

    test('what the service refuses for what it is, is refused for good', async () => {
      await given().mailing('rejects');
      expect(await send()).toMatchObject({ kind: 'refused', forGood: true });
    });

    test.each(['fails', 'breaks off'] as const)('when it %s nobody knows, and nothing is sent twice', async (next) => {
      const before = (await given().posted()).length;
      await given().mailing(next);
      expect(await send()).toMatchObject({ kind: 'ambiguous' });
      expect(await given().posted()).toHaveLength(before);
    });

    test('nobody there: certainly not sent', async () => {
      await given().mailing('is not there');
      expect(await send()).toMatchObject({ kind: 'refused', forGood: false });
    });
  });
