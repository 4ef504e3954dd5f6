import { describe, expect, test } from '@jest/globals';
import { functionNames } from '../../src/config';
import { resources, synthesize } from './template';

/** The only resources with a wildcard: names of alarms are hashes made at run time. */
const wildcards = [/^arn:\[AWS::Partition\]:scheduler:\[AWS::Region\]:\[AWS::AccountId\]:schedule\/[\w-]+\/\*$/];

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

const template = synthesize();
const policies = resources(template, 'AWS::IAM::Policy');
const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);

/** Joins are written out, references shown as [name]; a log group's own ARN attribute ends with `:*` (its streams). */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[kind, argument]] = Object.entries(value as Record<string, unknown>) as [[string, unknown]];
  if (kind === 'Fn::Join') return ((argument as [string, unknown[]])[1] ?? []).map(text).join('');
  return `[${[argument].flat().join('.')}]`;
}

describe('permissions', () => {
  test('each function has one role and one policy; the scheduler has the only other', () => {
    const roles = resources(template, 'AWS::IAM::Role');
    expect(roles).toHaveLength(functionNames.length + 1);
    expect(policies.map(([, { Properties }]) => Properties.Roles)).toEqual(policies.map(() => [expect.anything()]));
    expect(new Set(policies.map(([, { Properties }]) => Properties.Roles[0].Ref)).size).toBe(roles.length);
  });

  test('no role has a managed or an inline policy beside', () => {
    for (const [, { Properties }] of resources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });

  test('every statement names one resource, whole, but for the alarms of the group', () => {
    const resourcesNamed = statements.map(({ Resource }) => text(Resource));
    const withWildcard = new Set(resourcesNamed.filter((resource) => /[*?]/.test(resource)));
    expect([...withWildcard].filter((resource) => !wildcards.some((wildcard) => wildcard.test(resource)))).toEqual([]);
    expect(withWildcard.size).toBe(wildcards.length);
  });

  test('every statement allows, and names its actions whole', () => {
    for (const { Effect, Action } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/);
    }
  });

  test('only the role of the scheduler can be passed, and it may only ring', () => {
    const passed = statements.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect([...new Set(passed.map(({ Resource }) => text(Resource)))]).toEqual([
      expect.stringMatching(/^\[AlarmClockRole/),
    ]);
    const [, ringing] = policies.find(([id]) => id.startsWith('AlarmClockRole')) ?? [];
    expect(ringing?.Properties.PolicyDocument.Statement).toEqual([
      {
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^QueuesDelaysQueue/), 'Arn'] },
      },
    ]);
  });
});
