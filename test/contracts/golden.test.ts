import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DICTIONARY_1 } from '../../src/adapters/table/dictionary-1';
import { CONVERSATION_SCHEMA, upcastConversation } from '../../src/engine/schema';
import { golden, read } from './golden';

const schemas = Array.from({ length: CONVERSATION_SCHEMA }, (_, at) => at + 1);

describe('what was stored once can be read for ever', () => {
  test.each(schemas)('items of schema %d', async (schema) => {
    const { ports, values } = await golden(schema);
    expect(JSON.parse(JSON.stringify(await read(ports)))).toEqual(values);
  });

  test('no dictionary that was in use is changed: make a new one', () => {
    const hash = createHash('sha256').update(DICTIONARY_1).digest('hex');
    expect(hash).toBe('d48f89e76064ca65932ca39ced51633d9e6537475ee4b06b01ea5c2f7930ede9');
  });

  test('a conversation of a newer schema is not guessed at', () => {
    expect(upcastConversation({ schema: CONVERSATION_SCHEMA + 1 })).toBeUndefined();
  });
});
