import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEventMessage } from '../../src/app/read-event';
import { MessageError, readEffectBatch, readRing } from '../../src/app/read-message';
import { anyString } from '../support/any-string';

const ids = { workspaceId: 'main', channelId: 'web', subject: 'chat-1' };
const ring = { schema: 1, ...ids, due: 5_000, receivedAt: 1_000 };
const event = { schema: 1, ...ids, id: 'e1', type: 'message.read', receivedAt: 1_000, data: { upToMessageId: 'm1' } };
const failed = {
  ...event,
  type: 'effect.failed',
  data: { effectId: 'ef_1', type: 'note.add', reason: 'no', attempts: 5 },
};
const answered = {
  ...event,
  type: 'effect.answered',
  data: { effectId: 'ef_1', runId: 'r', workflowId: 'w', type: 'webhook.call', status: 200, body: null },
};
const effect = {
  schema: 1,
  id: 'ef_1',
  type: 'note.add',
  lane: 'channel',
  fields: {},
  cause: { rootEventId: 'e1', depth: 1 },
  createdAt: 1,
  notAfter: 2,
};
const batch = {
  schema: 1,
  ref: { workspaceId: 'main', channelId: 'web', conversationId: 'chat-1' },
  batchId: 'b1',
  effects: [effect],
};

const readers = { event: readEventMessage, ring: readRing, batch: readEffectBatch };
const errorOf = (reader: keyof typeof readers, message: unknown): MessageError | undefined => {
  try {
    readers[reader](JSON.stringify(message));
    return undefined;
  } catch (error) {
    return error as MessageError;
  }
};

describe('messages of the queues', () => {
  test.each<[keyof typeof readers, unknown]>([
    ['event', { kind: 'event', event }],
    ['event', { kind: 'event', event: failed }],
    ['event', { kind: 'event', event: answered }],
    ['event', { kind: 'ring', ring }],
    ['ring', ring],
    ['batch', batch],
  ])('are read as they were written: %s', (reader, message) => {
    expect(readers[reader](JSON.stringify(message))).toEqual(message);
  });

  test.each<[string, keyof typeof readers, unknown]>([
    ['an event', 'event', { kind: 'event', event: { ...event, schema: 2, data: 'who knows' } }],
    ['a ring', 'event', { kind: 'ring', ring: { schema: 2 } }],
    ['a ring on its way', 'ring', { schema: 3 }],
    ['a batch', 'batch', { schema: 2 }],
    ['an effect', 'batch', { ...batch, effects: [{ ...effect, schema: 2 }] }],
  ])('%s of a newer version is tried again later', (_what, reader, message) => {
    expect(errorOf(reader, message)).toMatchObject({ code: 'message.newer', retry: true, againAfter: 30_000 });
  });

  test.each<[string, keyof typeof readers, unknown]>([
    ['no object', 'event', []],
    ['neither event nor ring', 'event', { kind: 'rung', ring }],
    ['no schema', 'event', { kind: 'event', event: { ...event, schema: undefined } }],
    ['a type that there is not', 'event', { kind: 'event', event: { ...event, type: 'toString' } }],
    ['data of another type', 'event', { kind: 'event', event: { ...event, type: 'message.created' } }],
    ['no conversation', 'ring', { ...ring, subject: '' }],
    ['an id that is too long', 'ring', { ...ring, channelId: 'x'.repeat(129) }],
    ['a time that is none', 'ring', { ...ring, due: 1e300 }],
    ['effects that are none', 'batch', { ...batch, effects: 'none' }],
    ['an effect without id', 'batch', { ...batch, effects: [{ ...effect, id: undefined }] }],
  ])('with %s can never be read', (_what, reader, message) => {
    expect(errorOf(reader, message)).toMatchObject({ code: 'message.malformed', retry: false });
  });

  test('why one cannot be read never quotes it', () => {
    const secret = 'my card is 4111';
    const said = [errorOf('event', secret), errorOf('event', { kind: 'event', event: { ...event, data: { secret } } })];
    expect(said.map((error) => error?.message).join()).not.toContain('4111');
  });

  test('whatever stands there is read or refused with a MessageError', () => {
    const near = fc.record({
      schema: fc.oneof(fc.constant(1), fc.anything()),
      kind: fc.constantFrom('event', 'ring'),
      event: fc.anything(),
      ring: fc.anything(),
      ref: fc.anything(),
      effects: fc.array(fc.anything()),
      batchId: fc.string(),
    });
    const bodies = fc.oneof(
      anyString(),
      fc.json(),
      near.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(bodies, fc.constantFrom(...Object.values(readers)), (body, read) => {
        try {
          expect(read(body)).toBeInstanceOf(Object);
        } catch (error) {
          expect(error).toBeInstanceOf(MessageError);
        }
      }),
    );
  });
});
