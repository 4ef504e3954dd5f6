/** DynamoDB bills whole kilobytes of an item on each write: what is stored most has to stay under one. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode, encode } from '../../src/adapters/table/codec';
import { itemBytes } from '../../src/adapters/table/item';
import { conversationKey, entryKey, packNames, unpackNames } from '../../src/adapters/table/keys';
import { name } from '../contracts/names';
import { Story, workflow } from '../engine/story';

/** A usual chat with workflows that look at it, of which some fire. */
function chat() {
  const contains = (value: string[]) => ({ fact: 'message.text', op: 'contains', value });
  const story = new Story([
    workflow('wf_vip-waits', {
      trigger: { type: 'chat.customerWaiting', wait: 'PT3M' },
      filter: { fact: 'customer.tier', op: 'is', value: 'VIP' },
      steps: [
        { do: 'note.add', text: '{{customer.name}} 고객이 3분째 기다립니다' },
        { do: 'priority.set', priority: 'high' },
      ],
    }),
    workflow('wf_returns', {
      trigger: { type: 'message.customer' },
      filter: contains(['반품', 'return']),
      steps: [{ do: 'conversation.tag', tag: 'returns' }],
    }),
    workflow('wf_delivery', { trigger: { type: 'message.customer' }, filter: contains(['배송', 'delivery']) }),
  ]);
  const customer = { id: 'cu-101', name: '김서연', email: 'seoyeon.kim@example.com', language: 'ko', tier: 'VIP' };
  const page = { url: 'https://shop.example.com/orders/2041', title: '주문 상세' };
  story.event('conversation.started', { kind: 'chat', by: 'customer', page, customer });
  story.customer = customer;
  story.customerSays('안녕하세요, 어제 받은 린넨 셔츠 반품하고 싶어요');
  story.event('conversation.assigned', { agentId: 'sujin' });
  story.agentSays('안녕하세요, 바로 확인하겠습니다. 잠시만 기다려 주세요.');
  for (let turn = 0; turn < 5; turn++) {
    story.customerSays('네, 감사합니다. 택배는 언제 오나요?');
    story.pass('PT3M30S');
    story.agentSays('내일 오전에 방문할 예정입니다. 상자에 넣어 문 앞에 두시면 됩니다.');
  }
  return story.decisions;
}

const bytesOf = (value: unknown, key: { pk: string; sk: string }) =>
  itemBytes({ ...key, version: 12, schema: 1, data: encode(value), sweepShard: '12', sweepAt: 1767604000000 });

describe('what is stored', () => {
  const ref = { workspaceId: 'ws_7k2m9q4x', channelId: 'web', conversationId: 'chat-42' };

  test('a usual conversation stays under 1 KB at each of its commits, its outbox included', () => {
    const sizes = chat().map(({ conversation }) => bytesOf(conversation, conversationKey(ref)));
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter((bytes) => bytes > 1024)).toEqual([]);
  });

  test('so does each entry of its timeline', () => {
    const entries = chat().flatMap(({ entry }) => (entry ? [entry] : []));
    expect(entries.filter((entry) => bytesOf(entry, entryKey(ref, entry.id)) > 1024)).toEqual([]);
  });

  test('any JSON comes back as it went in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(decode(encode(value), conversationKey(ref))).toEqual(json);
      }),
    );
  });

  test('of another dictionary is left to newer code', () => {
    const bytes = encode({ a: 1 });
    bytes[0] = 99;
    expect(() => decode(bytes, conversationKey(ref))).toThrow(/newer version/);
  });
});

describe('names in keys', () => {
  test('come back as they were, and differ when they differ', () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (a, b) => {
          expect(unpackNames(packNames(...a))).toEqual(a);
          if (JSON.stringify(a) !== JSON.stringify(b)) expect(packNames(...a)).not.toBe(packNames(...b));
        },
      ),
    );
  });

  test('are well-formed, and never too long for a key', () => {
    fc.assert(
      fc.property(name, name, name, (...names) => {
        const packed = packNames(...names);
        expect(packed.isWellFormed()).toBe(true);
        expect(Buffer.byteLength(packed)).toBeLessThanOrEqual(1200);
        expect(Buffer.byteLength(packNames(names[0]))).toBeLessThanOrEqual(512);
      }),
    );
  });
});
