import { describe, expect, test } from '@jest/globals';
import { checkPattern, type EventPattern, matchesPattern } from '../../local/event-pattern';

const event = {
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: {
    eventType: 'Bounce',
    size: 3,
    mail: { tags: { effectId: ['ef_1'], 'ses:configuration-set': ['mail', 'x'] } },
  },
};

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
describe('an event matches a pattern', () => {
  test.each<[string, EventPattern]>([
    ['of nothing', {}],
    ['by one of several values', { source: ['aws.s3', 'aws.ses'] }],
    ['by a member of a list', { detail: { mail: { tags: { 'ses:configuration-set': ['x'] } } } }],
    ['by a number', { detail: { size: [3] } }],
    ['by how a value begins', { 'detail-type': [{ prefix: 'Email ' }] }],
    ['by how a value ends', { 'detail-type': [{ suffix: 'Bounced' }] }],
    ['whatever its case', { source: [{ 'equals-ignore-case': 'AWS.SES' }] }],
    ['by what it is not', { 'detail-type': [{ 'anything-but': ['Email Sent', 'Email Opened'] }] }],
    ['by what it has', { detail: { mail: { tags: { effectId: [{ exists: true }] } } } }],
    ['by what it lacks', { detail: { mail: { tags: { other: [{ exists: false }] } } } }],
  ])('%s', (_how, pattern) => {
    expect(checkPattern(pattern)).toBeUndefined();
    expect(matchesPattern(pattern, event)).toBe(true);
  });

  test.each<[string, EventPattern]>([
    ['another value', { source: ['aws.s3'] }],
    ['another type of value', { detail: { size: ['3'] } }],
    ['one of two fields', { source: ['aws.ses'], 'detail-type': ['Email Sent'] }],
    ['a field that is missing', { detail: { mail: { tags: { other: ['x'] } } } }],
    ['a whole that is missing', { nothing: { inside: ['x'] } }],
    ['nothing else than this', { 'detail-type': [{ 'anything-but': 'Email Bounced' }] }],
    ['something that is there', { source: [{ exists: false }] }],
    ['what every object has', { toString: [{ exists: true }] }],
  ])('but not by %s', (_how, pattern) => {
    expect(matchesPattern(pattern, event)).toBe(false);
  });

  test.each<[string, EventPattern]>([
    ['$or', { $or: [{ source: ['x'] }] } as unknown as EventPattern],
    ['numeric', { detail: { size: [{ numeric: ['>', 1] }] } }],
    ['anything-but', { source: [{ 'anything-but': { prefix: 'x' } }] }],
  ])('and is not guessed at where it says %s', (name, pattern) => {
    expect(checkPattern(pattern)).toBe(name);
  });
});
