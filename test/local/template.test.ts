import { describe, expect, test } from '@jest/globals';
import { readWiring, TemplateError } from '../../local/template';
import { temporaryFolder, toyAssembly, toyResources } from './fixtures/toy-app';
import { mailRule, toyMail } from './fixtures/toy-mail';

const names = {
  account: '000000000000',
  region: 'us-east-1',
  publicUrl: 'http://localhost:4600',
  queueUrl: (name: string) => `http://127.0.0.1:1/000000000000/${name}`,
};
const read = (changes?: Parameters<typeof toyAssembly>[0]) => readWiring(toyAssembly(changes), names);
const withProperties = (id: string, properties: object) => {
  const resource = toyResources()[id]!;
  return { [id]: { ...resource, Properties: { ...(resource.Properties as object), ...properties } } };
};

describe('a synthesized template becomes local wiring', () => {
  test('functions have their short name, module, limits and environment with local values', () => {
    const work = read().functions.find(({ name }) => name === 'work');
    expect(work).toMatchObject({
      logicalId: 'WorkF1',
      functionName: 'Toy-WorkF1',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:Toy-WorkF1',
      handler: 'work',
      timeoutMs: 2_000,
      memoryMegabytes: 128,
      roleArn: 'arn:aws:iam::000000000000:role/Toy-WorkRole',
      logGroup: 'Toy-WorkLogs',
      environment: {
        TABLE_NAME: 'Toy-TableT1',
        EVENTS_QUEUE_URL: 'http://127.0.0.1:1/000000000000/Toy-EventsE2.fifo',
        DELAYS_QUEUE_ARN: 'arn:aws:sqs:us-east-1:000000000000:Toy-DelaysD1',
        SCHEDULE_GROUP: 'Toy-Group',
        SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/Toy-ClockRoleC1',
      },
    });
    expect(work?.module).toMatch(/asset\.[0-9a-f]+[/\\]index\.mjs$/);
  });

  test('the address of the HTTP API is the local one, however the template writes it', () => {
    const written = { 'Fn::GetAtt': ['ApiA1', 'ApiEndpoint'] };
    const environments = [undefined, { ...toyResources().DoorF1 }].map((door) => {
      const properties = door && {
        ...(door.Properties as object),
        Environment: { Variables: { PUBLIC_URL: written } },
      };
      const { functions } = read(door ? { DoorF1: { ...door, Properties: properties } } : {});
      return functions.find(({ name }) => name === 'door')?.environment.PUBLIC_URL;
    });
    expect(environments).toEqual(['http://localhost:4600', 'http://localhost:4600']);
  });

  test('queues have all their attributes as strings, dead-letter queues first', () => {
    const { queues } = read();
    expect(queues.map(({ name }) => name)).toEqual(['Toy-DeadE1.fifo', 'Toy-DelaysD1', 'Toy-EventsE2.fifo']);
    expect(queues[2]!.attributes).toEqual({
      DeduplicationScope: 'messageGroup',
      FifoQueue: 'true',
      FifoThroughputLimit: 'perMessageGroupId',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:Toy-DeadE1.fifo","maxReceiveCount":3}',
      VisibilityTimeout: '90',
    });
  });

  test('roles have their policies, and functions, feeds, rates, routes and permissions know each other', () => {
    const wiring = read();
    const clockRole = wiring.roles.find(({ arn }) => arn.endsWith('Toy-ClockRoleC1'));
    expect(clockRole).toEqual({
      arn: 'arn:aws:iam::000000000000:role/Toy-ClockRoleC1',
      trusts: ['scheduler.amazonaws.com'],
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Resource: 'arn:aws:sqs:us-east-1:000000000000:Toy-DelaysD1',
            },
          ],
        },
      ],
    });
    const work = 'arn:aws:lambda:us-east-1:000000000000:function:Toy-WorkF1';
    expect(wiring.feeds[0]).toEqual({
      queueArn: 'arn:aws:sqs:us-east-1:000000000000:Toy-EventsE2.fifo',
      functionArn: work,
      batchSize: 10,
      reportsFailures: true,
    });
    expect(wiring.rates).toMatchObject([{ everyMs: 300_000, by: { service: 'events.amazonaws.com' } }]);
    expect(wiring.api.routes.map(({ key }) => key)).toEqual(['ANY /v1/{proxy+}', 'POST /webhooks/{channelId}']);
    expect(wiring.permissions.map(({ principal }) => principal)).toEqual([
      'events.amazonaws.com',
      'apigateway.amazonaws.com',
    ]);
    expect(wiring.tables[0]).toMatchObject({
      TableName: 'Toy-TableT1',
      GlobalSecondaryIndexes: [{ IndexName: 'sweep' }],
    });
  });

  test('the intrinsic functions that the CDK writes are understood', () => {
    const $ = (name: string) => `\${${name}}`;
    const Variables = {
      A: { 'Fn::Sub': `${$('AWS::StackName')}/${$('EventsE2.QueueName')}/${$('!literal')}` },
      B: { 'Fn::Sub': [`${$('Own')}-${$('AWS::Region')}`, { Own: { Ref: 'TableT1' } }] },
      C: { 'Fn::Select': [4, { 'Fn::Split': [':', { 'Fn::GetAtt': ['DelaysD1', 'Arn'] }] }] },
      D: { Ref: 'AWS::NoValue' },
    };
    const { functions } = read(withProperties('TickF1', { Environment: { Variables } }));
    expect(functions.find(({ name }) => name === 'tick')?.environment).toEqual({
      A: `Toy/Toy-EventsE2.fifo/${$('literal')}`,
      B: 'Toy-TableT1-us-east-1',
      C: '000000000000',
    });
  });

  test('a GlobalTable and a recurring schedule do as well as a Table and a rule', () => {
    const Target = {
      Arn: { 'Fn::GetAtt': ['TickF1', 'Arn'] },
      RoleArn: { 'Fn::GetAtt': ['ClockRoleC1', 'Arn'] },
      Input: '{"a":1}',
    };
    const { tables, rates } = read({
      TableT1: { ...toyResources().TableT1, Type: 'AWS::DynamoDB::GlobalTable' },
      RuleR1: { Type: 'AWS::Scheduler::Schedule', Properties: { ScheduleExpression: 'rate(1 hour)', Target } },
      RulePermissionR2: { Type: 'AWS::CDK::Metadata' },
    });
    expect(tables.map(({ TableName }) => TableName)).toEqual(['Toy-TableT1']);
    expect(rates).toMatchObject([
      { everyMs: 3_600_000, input: '{"a":1}', by: { roleArn: 'arn:aws:iam::000000000000:role/Toy-ClockRoleC1' } },
    ]);
  });
});

describe('e-mail, as the template has it', () => {
  const wiring = () => read(toyMail());

  test('identities and configuration sets, with what they publish', () => {
    expect(wiring().mail).toEqual({
      configurationSets: [{ name: 'mail', publishes: ['send', 'bounce', 'complaint', 'delivery'] }],
      identities: ['shop.example'],
    });
  });

  test('receipt rules, buckets and who may write there', () => {
    const { receiptRules, buckets, functions } = wiring();
    const mailIn = functions.find(({ name }) => name === 'mail-in')!;
    expect(receiptRules).toEqual([
      {
        arn: 'arn:aws:ses:us-east-1:000000000000:receipt-rule-set/toy:receipt-rule/replies',
        recipients: ['reply.shop.example'],
        scans: true,
        bucket: 'toy-mailbucket',
        prefix: 'inbound/',
        functionArn: mailIn.arn,
      },
    ]);
    expect(buckets).toMatchObject([
      { name: 'toy-mailbucket', expirations: [{ prefix: 'inbound/', days: 90 }], policies: [{ Statement: [{}, {}] }] },
    ]);
    expect(mailIn.environment.MAIL_BUCKET).toBe('toy-mailbucket');
  });

  test('rules on events, and what functions do that nobody waits for', () => {
    const { eventRules, asyncs, rates } = wiring();
    const failed = 'arn:aws:sqs:us-east-1:000000000000:Toy-MailFailed';
    const feedback = 'arn:aws:lambda:us-east-1:000000000000:function:Toy-FeedbackF1';
    expect(eventRules).toMatchObject([
      {
        pattern: { source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': ['mail'] } } } },
        targets: [{ functionArn: feedback, deadLetterArn: failed }],
      },
    ]);
    expect(asyncs).toContainEqual({
      functionArn: feedback,
      retries: 2,
      maximumAgeMs: 21_600_000,
      onFailureArn: failed,
    });
    expect(rates).toHaveLength(1);
  });

  const changed = (id: string, properties: object) => {
    const mail = toyMail();
    const resource = mail[id]!;
    return { ...mail, [id]: { ...resource, Properties: { ...(resource.Properties as object), ...properties } } };
  };
  const destination = (EventDestination: object) => changed('MailSetEvents', { EventDestination });
  const target = { Arn: { 'Fn::GetAtt': ['FeedbackF1', 'Arn'] }, Id: '0' };
  test.each([
    [
      'a bus of its own',
      destination({ EventBridgeDestination: { EventBusArn: 'arn:x' } }),
      /MailSetEvents.*default bus/,
    ],
    ['another destination', destination({ SnsDestination: { TopicARN: 'arn:x' } }), /MailSetEvents/],
    [
      'a receipt rule that only stores',
      { ...toyMail(), MailReceiptRule: mailRule({ Actions: [] }) },
      /MailReceiptRule.*S3/,
    ],
    ['a bucket that notifies', changed('MailBucket', { NotificationConfiguration: {} }), /MailBucket.*notif/],
    ['a target that is told another event', changed('MailRule', { Targets: [{ ...target, Input: '{}' }] }), /MailRule/],
    ['a rule on another bus', changed('MailRule', { EventBusName: 'own' }), /MailRule.*bus/],
    [
      'a destination for what succeeded',
      changed('MailInAsync', { DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:x' } } }),
      /MailInAsync.*queue/,
    ],
    [
      'a function that is not there',
      changed('MailInAsync', { FunctionName: 'other' }),
      /MailInAsync.*not in the template/,
    ],
  ])('and not %s', (_what, resources, message) => {
    expect(() => read(resources)).toThrow(TemplateError);
    expect(() => read(resources)).toThrow(message);
  });
});

describe('what cannot be played here as in AWS stops the start, with its name and what to do', () => {
  test.each([
    ['a type nobody knows', { X1: { Type: 'AWS::Kinesis::Stream' } }, /AWS::Kinesis::Stream \(X1\).*local\/template/s],
    ['a condition', { DelaysD1: { Type: 'AWS::SQS::Queue', Condition: 'IsProd' } }, /DelaysD1.*IsProd/],
    ['an unknown intrinsic', withProperties('TickF1', { Timeout: { 'Fn::If': [] } }), /Fn::If.*intrinsics/s],
    [
      'an unknown attribute',
      withProperties('TickF1', { Role: { 'Fn::GetAtt': ['TableT1', 'StreamArn'] } }),
      /TableT1\.StreamArn/,
    ],
    ['a reference to nothing', withProperties('TickF1', { Role: { Ref: 'Gone' } }), /Gone/],
    ['a managed policy', withProperties('TickRole', { ManagedPolicyArns: ['arn:x'] }), /TickRole.*exact statements/s],
    ['a rule on nothing', withProperties('RuleR1', { ScheduleExpression: undefined }), /RuleR1.*rate/s],
    [
      'a rule on events by a filter that nobody plays',
      withProperties('RuleR1', { EventPattern: { detail: { ip: [{ cidr: '10.0.0.0/8' }] } } }),
      /RuleR1.*cidr/s,
    ],
    ['a cron', withProperties('RuleR1', { ScheduleExpression: 'cron(0 1 * * ? *)' }), /RuleR1.*cron/],
    ['an authorizer', withProperties('RouteA4', { AuthorizationType: 'JWT' }), /RouteA4.*JWT/],
    ['a second API', { ApiA9: toyResources().ApiA1! }, /2 HTTP APIs/],
    ['another runtime', withProperties('TickF1', { Runtime: 'python3.13' }), /TickF1.*Node\.js/],
    ['a filter on a queue', withProperties('FeedF1', { FilterCriteria: {} }), /FeedF1.*filter/],
    [
      'a queue policy that allows',
      {
        EventsPolicyE3: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow' }] } },
        },
      },
      /EventsPolicyE3.*role/s,
    ],
  ])('%s', (_, changes, message) => {
    expect(() => read(changes)).toThrow(TemplateError);
    expect(() => read(changes)).toThrow(message);
  });

  test('a folder without a synthesized app', () => {
    expect(() => readWiring(temporaryFolder(), names)).toThrow(/npm run synth/);
  });
});
