import { describe, expect, test } from '@jest/globals';
import { functionNames, mailFunctionNames } from '../../src/config';
import { resources, synthesize, withMail } from './template';

/** The only resources with a wildcard: names of alarms are hashes made at run time… */
const alarms = /^arn:\[AWS::Partition\]:scheduler:\[AWS::Region\]:\[AWS::AccountId\]:schedule\/[\w-]+\/\*$/;
/** …so are names of e-mails and files, and an account is no resource that could be named. */
const ofMail = [
  /^\[MailReceiverBucket\w+\.Arn\]\/inbound\/\*$/,
  /^\[MailReceiverBucket\w+\.Arn\]\/attachments\/\*$/,
  /^\*$/,
];

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

/** Joins are written out, references shown as [name]; a log group's own ARN attribute ends with `:*` (its streams). */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[kind, argument]] = Object.entries(value as Record<string, unknown>) as [[string, unknown]];
  if (kind === 'Fn::Join') return ((argument as [string, unknown[]])[1] ?? []).map(text).join('');
  return `[${[argument].flat().join('.')}]`;
}

const stacks = [
  { stack: 'a stack', context: {}, functions: functionNames, wildcards: [alarms] },
  {
    stack: 'a stack with e-mail',
    context: withMail,
    functions: [...functionNames, ...mailFunctionNames],
    wildcards: [alarms, ...ofMail],
  },
];

describe.each(stacks)('permissions of $stack', ({ context, functions, wildcards }) => {
  const template = synthesize(context);
  const policies = resources(template, 'AWS::IAM::Policy');
  const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);

  test('each function has one role and one policy; the scheduler has the only other', () => {
    const roles = resources(template, 'AWS::IAM::Role');
    expect(roles).toHaveLength(functions.length + 1);
    expect(policies.map(([, { Properties }]) => Properties.Roles)).toEqual(policies.map(() => [expect.anything()]));
    expect(new Set(policies.map(([, { Properties }]) => Properties.Roles[0].Ref)).size).toBe(roles.length);
  });

  test('no role has a managed or an inline policy beside', () => {
    for (const [, { Properties }] of resources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
    }
  });

  test('every statement names one resource, whole, but for what has no name yet', () => {
    const resourcesNamed = statements.map(({ Resource }) => text(Resource));
    const withWildcard = new Set(resourcesNamed.filter((resource) => /[*?]/.test(resource)));
    expect([...withWildcard].filter((resource) => !wildcards.some((wildcard) => wildcard.test(resource)))).toEqual([]);
    expect(withWildcard.size).toBe(wildcards.length);
  });

  test('every statement allows, and names its actions whole', () => {
    for (const { Effect, Action } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
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

describe('of e-mail', () => {
  const template = synthesize(withMail);
  /** Actions by resource of a function's role. */
  const allowed = (role: string): Record<string, string[]> => {
    const [, policy] = resources(template, 'AWS::IAM::Policy').find(([id]) => id.startsWith(`${role}Role`)) ?? [];
    const statements = policy?.Properties.PolicyDocument.Statement as Statement[];
    return Object.fromEntries(statements.map(({ Action, Resource }) => [text(Resource), [Action].flat()]));
  };
  const named = (role: string, service: string) =>
    Object.entries(allowed(role)).filter(([, actions]) => actions.some((action) => action.startsWith(`${service}:`)));

  test('mail-in reads what came in and writes what was attached, nothing else in the bucket', () => {
    expect(named('MailIn', 's3')).toEqual([
      [expect.stringContaining('/inbound/*'), ['s3:GetObject']],
      [expect.stringMatching(/^\[MailReceiverBucket\w+\.Arn\]$/), ['s3:ListBucket']],
      [expect.stringContaining('/attachments/*'), ['s3:PutObject']],
    ]);
    expect(named('MailIn', 'ses')).toEqual([]);
  });

  test('the API reads both, for links; nobody else reads any of it', () => {
    expect(named('Api', 's3').map(([, actions]) => actions)).toEqual([['s3:GetObject'], ['s3:GetObject']]);
    for (const role of ['Webhook', 'Voice', 'Evaluate', 'Ring', 'Perform', 'Sweep', 'MailFeedback'])
      expect(named(role, 's3')).toEqual([]);
  });

  test('mail-in and mail-feedback tell of events, and read and write single items', () => {
    for (const role of ['MailIn', 'MailFeedback']) {
      expect(named(role, 'dynamodb')).toEqual([
        [
          expect.stringMatching(/^\[ConversationStoreTable\w+\.Arn\]$/),
          ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        ],
      ]);
      expect(named(role, 'sqs').map(([resource]) => resource)).toContainEqual(
        expect.stringMatching(/^\[QueuesEventsQueue/),
      );
    }
  });
});
