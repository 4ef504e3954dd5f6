import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DICTIONARY_1 } from '../../src/adapters/table/dictionary-1';
import { CONVERSATION_SCHEMA, upcastConversation } from '../../src/engine/schema';
import { golden, goldenNames } from './golden';

describe('what was stored once can be read for ever', () => {
  test.each(goldenNames)('items of %s', async (name) => {
    const { read, values } = await golden(name);
    expect(read).toEqual(values);
  });

  test('there are items of every schema', () => {
    for (let schema = 1; schema <= CONVERSATION_SCHEMA; schema++) expect(goldenNames).toContain(`schema-${schema}`);
    expect(goldenNames).toContain('mail-1');
  });

  test('no dictionary that was in use is changed: make a new one', () => {
    const hash = createHash('sha256').update(DICTIONARY_1).digest('hex');
    expect(hash).toBe('d48f89e76064ca65932ca39ced51633d9e6537475ee4b06b01ea5c2f7930ede9');
  });

  test('a conversation of a newer schema is not guessed at', () => {
    expect(upcastConversation({ schema: CONVERSATION_SCHEMA + 1 })).toBeUndefined();
  });
});
