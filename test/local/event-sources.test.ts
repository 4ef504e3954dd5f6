import { describe, expect, test } from '@jest/globals';
import { failedMessages, skipped, sqsEvent } from '../../local/sqs-event';
import { allow, toyAssembly, toyResources } from './fixtures/toy-app';
import { givenToyStack, MINUTE, SECOND, T0 } from './fixtures/toy-stack';

const EVENTS = 'Toy-EventsE2.fifo';
const at = (millis: number) => new Date(T0 + millis).toISOString();

describe('messages of a queue reach the function', () => {
  test('in order within a group, in batches as large as the template says', async () => {
    const stack = await givenToyStack();
    for (let index = 0; index < 12; index += 1)
      stack.sqs.send(EVENTS, {
        MessageBody: JSON.stringify({ say: `${index}` }),
        MessageGroupId: 'g',
        MessageDeduplicationId: `${index}`,
      });
    await stack.settled();
    expect(stack.said().map(([what]) => what)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
    expect(stack.outside.outbox().at(-1)?.data.invocations).toBe(2);
    expect(stack.sqs.counts(EVENTS)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('a delayed one exactly when its delay is over', async () => {
    const stack = await givenToyStack();
    await stack.tell({ delay: 40, then: { say: 'late' } });
    await stack.settled();
    await stack.advance(39 * SECOND);
    expect(stack.said()).toEqual([]);
    await stack.advance(5 * MINUTE);
    expect(stack.said().filter(([what]) => what === 'late')).toEqual([['late', at(40 * SECOND)]]);
  });

  test('in the form that Lambda gives them', () => {
    const message = {
      MessageId: 'm',
      ReceiptHandle: 'r',
      Body: '{}',
      MD5OfBody: 'd',
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: '0' },
      MessageAttributes: { source: { DataType: 'String', StringValue: 'web' } },
    };
    expect(sqsEvent([message], 'arn:q', 'us-east-1')).toEqual({
      Records: [
        {
          messageId: 'm',
          receiptHandle: 'r',
          body: '{}',
          attributes: message.Attributes,
          messageAttributes: {
            source: { dataType: 'String', stringValue: 'web', stringListValues: [], binaryListValues: [] },
          },
          md5OfBody: 'd',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:q',
          awsRegion: 'us-east-1',
        },
      ],
    });
  });
});

describe('what fails comes back', () => {
  test('alone, when the function names it, after its visibility time-out', async () => {
    const stack = await givenToyStack();
    await stack.tell({ say: 'a' }, 'one');
    await stack.tell({ fail: 1, say: 'b' }, 'two');
    await stack.settled();
    expect(stack.said().map(([what]) => what)).toEqual(['a']);
    await stack.advance(90 * SECOND);
    expect(stack.said()).toEqual([
      ['a', at(0)],
      ['b', at(90 * SECOND)],
    ]);
  });

  test('all of it, when the function throws', async () => {
    const stack = await givenToyStack();
    await stack.tell({ once: true, say: 'a' });
    await stack.settled();
    expect(stack.failures).toMatchObject([{ functionName: 'work', error: { errorMessage: 'the first time' } }]);
    await stack.advance(2 * MINUTE);
    expect(stack.said()).toEqual([['a', at(90 * SECOND)]]);
  });

  test('until it goes to the dead-letter queue', async () => {
    const stack = await givenToyStack();
    await stack.tell({ fail: 99 });
    await stack.advance(10 * MINUTE);
    expect(stack.sqs.counts(EVENTS)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(stack.sqs.counts('Toy-DeadE1.fifo').visible).toBe(1);
  });

  test('while a group waits for its first, other groups go on', async () => {
    const stack = await givenToyStack();
    await stack.tell({ fail: 1, say: 'first' }, 'held');
    await stack.settled();
    await stack.tell({ say: 'second' }, 'held');
    await stack.tell({ say: 'other' }, 'free');
    await stack.settled();
    expect(stack.said().map(([what]) => what)).toEqual(['other']);
    await stack.advance(90 * SECOND);
    expect(stack.said().map(([what]) => what)).toEqual(['other', 'first', 'second']);
  });
});

describe('a batch is taken as Lambda takes the answer', () => {
  const messages = ['a', 'b', 'c'].map((MessageId) => ({
    MessageId,
    ReceiptHandle: MessageId,
    Body: '',
    MD5OfBody: '',
    Attributes: { MessageGroupId: MessageId === 'c' ? 'two' : 'one' },
  }));
  const all = ['a', 'b', 'c'];
  test.each<[string, unknown, string[]]>([
    ['null is success', null, []],
    ['an empty object is success', {}, []],
    ['no list is success', { batchItemFailures: null }, []],
    ['an empty list is success', { batchItemFailures: [] }, []],
    ['the named ones fail', { batchItemFailures: [{ itemIdentifier: 'b' }] }, ['b']],
    ['an unknown id fails all', { batchItemFailures: [{ itemIdentifier: 'x' }] }, all],
    ['an empty id fails all', { batchItemFailures: [{ itemIdentifier: '' }] }, all],
    ['a null id fails all', { batchItemFailures: [{ itemIdentifier: null }] }, all],
    ['another key fails all', { batchItemFailures: [{ messageId: 'a' }] }, all],
    ['another shape fails all', { batchItemFailures: 'a' }, all],
    ['text fails all', 'done', all],
    ['a null entry fails all', { batchItemFailures: [null] }, all],
  ])('%s', (_, payload, failed) => {
    expect([...failedMessages(payload, messages)]).toEqual(failed);
  });

  test('a group that would go on without its failed message is noticed', () => {
    const ids = (failed: string[]) => skipped(messages, new Set(failed)).map(({ MessageId }) => MessageId);
    expect(ids(['a'])).toEqual(['b']);
    expect(ids(['a', 'b'])).toEqual([]);
    expect(ids(['b', 'c'])).toEqual([]);
  });
});

describe('the poller needs the permissions of its function', () => {
  test.each(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])('%s', async (action) => {
    const stack = await givenToyStack();
    const grant = stack
      .grants()
      .find((held) => held.functions.includes('work') && held.action === action && held.resource.endsWith(EVENTS))!;
    const giveBack = await stack.withdraw(grant);
    await stack.tell({ say: 'hello' });
    await expect(stack.settled()).rejects.toThrow(action);
    expect(stack.denied[0]).toEqual({ caller: 'WorkF1', action, resource: stack.sqs.arnOf(EVENTS) });
    await giveBack();
    await stack.settled();
    expect(stack.said().map(([what]) => what)).toEqual(['hello']);
  });
});

describe('rates', () => {
  test('run their function at whole multiples of their period', async () => {
    const stack = await givenToyStack({ startAt: T0 + 2 * MINUTE });
    await stack.advance(10 * MINUTE);
    expect(stack.said()).toEqual([
      ['tick', at(5 * MINUTE)],
      ['tick', at(10 * MINUTE)],
    ]);
  });

  test('only if the function lets EventBridge', async () => {
    const assembly = toyAssembly({ RulePermissionR2: { Type: 'AWS::CDK::Metadata' } });
    const stack = await givenToyStack({ assembly });
    await stack.advance(5 * MINUTE);
    expect(stack.said()).toEqual([]);
    expect(stack.denied).toMatchObject([{ caller: 'events.amazonaws.com', action: 'lambda:InvokeFunction' }]);
  });

  test('as a schedule, only if its role may', async () => {
    const schedule = (policies: object) => ({
      RuleR1: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: 'rate(1 minute)',
          Target: { Arn: { 'Fn::GetAtt': ['TickF1', 'Arn'] }, RoleArn: { 'Fn::GetAtt': ['ClockRoleC1', 'Arn'] } },
        },
      },
      RulePermissionR2: { Type: 'AWS::CDK::Metadata' },
      ...policies,
    });
    const role = toyResources().ClockRoleC1!;
    const may = allow(['lambda:InvokeFunction'], { 'Fn::GetAtt': ['TickF1', 'Arn'] });
    const Policies = [{ PolicyName: 'Tick', PolicyDocument: { Statement: [may], Version: '2012-10-17' } }];
    const allowed = { ClockRoleC1: { ...role, Properties: { ...(role.Properties as object), Policies } } };
    const [with_, without] = await Promise.all(
      [allowed, {}].map((policies) => givenToyStack({ assembly: toyAssembly(schedule(policies)) })),
    );
    await Promise.all([with_!.advance(MINUTE), without!.advance(MINUTE)]);
    expect(with_!.said()).toEqual([['tick', at(MINUTE)]]);
    expect(without!.said()).toEqual([]);
    expect(without!.denied).toMatchObject([{ action: 'lambda:InvokeFunction' }]);
  });
});
