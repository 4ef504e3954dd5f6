import fc from 'fast-check';
import type { ConversationRef } from '../../src/engine/event';
import { anyString } from '../support/any-string';

/** Names as hostile as the door lets them be: any UTF-16, up to 128 units. */
export const hostileNames = [
  '#',
  '/',
  '%',
  '%2F/..#\\"\'',
  '반품-상담-四十二-🧵',
  'e\u0301',
  '\u00e9',
  '\ud83d',
  '\ude00',
  '\ufffd',
  '\u0000\u001f\u007f',
  '\uffff\ufffe',
  '__proto__',
  'constructor',
  '<aws.scheduler.execution-id>',
  '한'.repeat(128),
  '🧵'.repeat(64),
  '\u0001'.repeat(128),
] as const;

export const name: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileNames),
  anyString({ minLength: 1, maxLength: 64 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 128 })
    .map((units) => String.fromCharCode(...units)),
);

export const ref: fc.Arbitrary<ConversationRef> = fc.record({
  workspaceId: name,
  channelId: name,
  conversationId: name,
});
