import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Denial, PolicyDocument, PolicyStatement } from '../../local/front';
import { AccessDenied, authorize, callerOf, createAccess, LOCAL_ADMIN, serviceOf } from '../../local/iam';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/tk';
const allow = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
const policy = (...Statement: PolicyStatement[]): PolicyDocument[] => [{ Version: '2012-10-17', Statement }];

describe('authorize', () => {
  test.each<[string, PolicyDocument[], string, string, boolean]>([
    ['nothing is allowed by no policy', [], 'dynamodb:GetItem', TABLE, false],
    ['exactly what is written', policy(allow('dynamodb:GetItem', TABLE)), 'dynamodb:GetItem', TABLE, true],
    ['not another action', policy(allow('dynamodb:GetItem', TABLE)), 'dynamodb:PutItem', TABLE, false],
    ['not a longer action', policy(allow('dynamodb:Get', TABLE)), 'dynamodb:GetItem', TABLE, false],
    ['not another resource', policy(allow('dynamodb:GetItem', TABLE)), 'dynamodb:GetItem', `${TABLE}2`, false],
    ['actions in any case', policy(allow('DynamoDB:getitem', TABLE)), 'dynamodb:GetItem', TABLE, true],
    [
      'resources in their own case',
      policy(allow('dynamodb:GetItem', TABLE.toUpperCase())),
      'dynamodb:GetItem',
      TABLE,
      false,
    ],
    ['one of several', policy(allow(['a:B', 'dynamodb:GetItem'], ['x', TABLE])), 'dynamodb:GetItem', TABLE, true],
    [
      '* is any run',
      policy(allow('dynamodb:*Item', `${TABLE}/index/*`)),
      'dynamodb:GetItem',
      `${TABLE}/index/a/b`,
      true,
    ],
    ['* is also none', policy(allow('*', `${TABLE}*`)), 'dynamodb:GetItem', TABLE, true],
    ['? is exactly one', policy(allow('sqs:?', 'q?')), 'sqs:A', 'q1', true],
    ['? is not none', policy(allow('sqs:A', 'q?')), 'sqs:A', 'q', false],
    ['a dot is a dot', policy(allow('sqs:A', 'events.fifo*')), 'sqs:A', 'eventsXfifo', false],
    [
      'a denial wins over any allowance',
      policy({ Effect: 'Deny', Action: 'sqs:*', Resource: 'secret*' }, allow('*', '*')),
      'sqs:SendMessage',
      'secret-queue',
      false,
    ],
    ['a single statement without an array', [{ Statement: allow('a:B', 'r') }], 'a:B', 'r', true],
  ])('%s', (_, policies, action, resource, expected) => {
    expect(authorize(policies, action, resource)).toBe(expected);
  });

  test.each(['Condition', 'NotAction', 'NotResource'])('refuses to judge a statement with %s', (element) => {
    const statement = { ...allow('*', '*'), Sid: 'Odd', [element]: 'x' };
    expect(() => authorize(policy(statement), 'a:B', 'r')).toThrow(`Odd has "${element}"`);
  });

  test('a wildcard pattern made from a value by blanking out pieces matches that value', () => {
    const pieces = fc.array(fc.tuple(fc.string(), fc.constantFrom('keep', '*', '?')), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const value = parts.map(([text]) => text.replace(/[*?]/g, 'x')).join('');
        const pattern = parts
          .map(([text, how]) => {
            const plain = text.replace(/[*?]/g, 'x');
            return how === 'keep' ? plain : how === '*' ? '*' : '?'.repeat(plain.length);
          })
          .join('');
        expect(authorize(policy(allow('a:B', pattern)), 'a:B', value)).toBe(true);
      }),
    );
  });
});

describe('access', () => {
  const setUp = () => {
    const denials: Denial[] = [];
    const principals = {
      policiesOf: (caller: string) => (caller === 'Ring' ? policy(allow('sqs:SendMessage', 'q')) : undefined),
    };
    return { denials, access: createAccess(principals, (denial) => denials.push(denial)) };
  };

  test('lets through what a policy allows, and the stack itself', () => {
    const { access, denials } = setUp();
    access.check('Ring', 'sqs:SendMessage', 'q');
    access.check(LOCAL_ADMIN, 'sqs:DeleteQueue', 'q');
    expect(denials).toEqual([]);
  });

  test('names caller, action and resource of what it refuses, also of an unknown caller', () => {
    const { access, denials } = setUp();
    const refused = { caller: 'Ring', action: 'sqs:ReceiveMessage', resource: 'q' };
    expect(() => access.check('Ring', 'sqs:ReceiveMessage', 'q')).toThrow(new AccessDenied(refused));
    expect(() => access.check('Nobody', 'sqs:SendMessage', 'q')).toThrow('User: Nobody is not authorized');
    expect(denials).toEqual([refused, { caller: 'Nobody', action: 'sqs:SendMessage', resource: 'q' }]);
  });
});

describe('the caller of a request', () => {
  const header =
    'AWS4-HMAC-SHA256 Credential=EvaluateFn1A2B/20260105/eu-west-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature=abc';

  test('is the access key id of its signature', () => {
    expect(callerOf(header)).toBe('EvaluateFn1A2B');
    expect(serviceOf(header)).toBe('sqs');
  });

  test.each([
    undefined,
    '',
    'Bearer tk_1',
    'AWS4-HMAC-SHA256 Credential=only-a-key, Signature=x',
    'Credential=a/b/c/d/e',
  ])('is nobody for %p', (other) => {
    expect(callerOf(other)).toBeUndefined();
    expect(serviceOf(other)).toBeUndefined();
  });
});
