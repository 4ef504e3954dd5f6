import { describe, expect, test } from '@jest/globals';
import { givenToyStack } from './fixtures/toy-stack';

describe('the stack', () => {
  test('a request goes through door, queue and function to the outside', async () => {
    const stack = await givenToyStack();
    await stack.tell({ say: 'hello' });
    await stack.settled();
    expect(stack.failures).toEqual([]);
    expect(stack.denied).toEqual([]);
    expect(stack.said()).toEqual([['hello', '2026-01-05T09:00:00.000Z']]);
  });
});
