import { describe, expect, test } from '@jest/globals';
import { one, resources, synthesize } from './template';

const template = synthesize();
const queue = (id: string) => one(template, 'AWS::SQS::Queue', `Queues${id}`).Properties;
const feed = (id: string) => one(template, 'AWS::Lambda::EventSourceMapping', `Queues${id}Feed`).Properties;
const queueIds = ['Events', 'Actions', 'Slow', 'Delays'];

describe('queues', () => {
  test.each(['EventsQueue', 'EventsDeadLetters', 'ActionsQueue', 'ActionsDeadLetters'])(
    '%s keeps the order of a conversation and leaves the others alone',
    (id) =>
      expect(queue(id)).toMatchObject({
        FifoQueue: true,
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
      }),
  );

  test.each(['SlowQueue', 'SlowDeadLetters', 'DelaysQueue', 'DelaysDeadLetters'])('%s may delay', (id) =>
    expect(queue(id)).not.toHaveProperty('FifoQueue'),
  );

  test.each(queueIds)('%s outlasts an outage, and puts aside what always crashes before it forgets it', (id) => {
    const { RedrivePolicy, MessageRetentionPeriod, VisibilityTimeout } = queue(`${id}Queue`);
    const backOffSeconds = 5;
    expect(RedrivePolicy.maxReceiveCount * backOffSeconds).toBeGreaterThan(3600);
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBeLessThan(MessageRetentionPeriod);
    expect(RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]).toMatch(new RegExp(`^Queues${id}DeadLetters`));
    expect(queue(`${id}DeadLetters`).MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  test.each(queueIds)('%s: a message stays hidden six times as long as its consumer may run', (id) => {
    const consumer = template.Resources[feed(id).FunctionName.Ref];
    expect(queue(`${id}Queue`).VisibilityTimeout).toBe(6 * consumer?.Properties.Timeout);
  });

  test('each consumer answers per message', () => {
    for (const id of queueIds) expect(feed(id).FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    const consumers = queueIds.map((id) => feed(id).FunctionName.Ref.replace(/Function.*/, ''));
    expect(consumers).toEqual(['Evaluate', 'Perform', 'Perform', 'Ring']);
    expect(queueIds.map((id) => feed(id).BatchSize)).toEqual([5, 5, 5, 10]);
    expect(feed('Slow').ScalingConfig).toEqual({ MaximumConcurrency: 20 });
  });

  test('all are encrypted, at rest and on the way', () => {
    for (const [, { Properties }] of resources(template, 'AWS::SQS::Queue'))
      expect(Properties.SqsManagedSseEnabled).toBe(true);
    expect(resources(template, 'AWS::SQS::QueuePolicy')).toHaveLength(8);
  });

  test('nothing but events leads to the evaluator', () => {
    const toEvaluate = resources(template, 'AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
      Properties.FunctionName.Ref.startsWith('Evaluate'),
    );
    expect(toEvaluate.map(([id]) => id)).toEqual([expect.stringMatching(/^QueuesEventsFeed/)]);
  });
});
