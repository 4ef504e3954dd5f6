import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { LiveConfigurations } from '../../src/app/configuration';
import { evaluate } from '../../src/app/evaluate';
import { SentMemory } from '../../src/app/handle-event';
import { performRecord } from '../../src/app/perform';
import type { PerRecord } from '../../src/app/process-records';
import { readRing } from '../../src/app/read-message';
import { ring } from '../../src/app/ring';
import { StoreError } from '../../src/ports/store-error';
import { effect, event, ref, World } from '../app/world';
import { anyString } from '../support/any-string';

Object.assign(process.env, {
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  POWERTOOLS_METRICS_NAMESPACE: 'Threadkeeper',
});
const { queueHandler } = await import('../../functions/shared/queue-handler');

const context = {
  awsRequestId: 'r-1',
  functionName: 'evaluate',
  getRemainingTimeInMillis: () => 100_000,
} as unknown as Context;
const queues = {
  events: 'https://sqs.ap-northeast-2.amazonaws.com/1/tk-events.fifo',
  slow: 'http://localhost:4566/1/tk-slow',
};

let world: World;
let lines: string[];
beforeEach(async () => {
  world = await World.open();
  lines = [];
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, name).mockImplementation((...said) => void lines.push(said.join(' ')));
  }
});
afterEach(() => void jest.restoreAllMocks());

function sqsRecord(
  messageId: string,
  body: string,
  { queue = 'tk-events.fifo', group = 'g1', count = 1 } = {},
): SQSRecord {
  const attributes = {
    ApproximateReceiveCount: String(count),
    ...(queue.endsWith('.fifo') && { MessageGroupId: group }),
  };
  const arn = `arn:aws:sqs:ap-northeast-2:1:${queue}`;
  return {
    messageId,
    receiptHandle: `receipt ${messageId}`,
    body,
    attributes,
    eventSourceARN: arn,
  } as unknown as SQSRecord;
}
const invoke = async (
  records: SQSRecord[],
  perRecord: PerRecord,
  deps: Parameters<typeof queueHandler>[0]['deps'] = world.deps,
) => {
  const answer = await queueHandler({ queues, deps, begin: () => perRecord })(
    { Records: records } as SQSEvent,
    context,
  );
  return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};

describe('a batch of a queue', () => {
  test('tells SQS what comes again, and gives it back sooner than SQS would', async () => {
    const busyOn: PerRecord = async ({ body }) => {
      if (body === 'busy') throw new StoreError('store.throttled', 'busy', { retry: true });
      return {};
    };
    const records = [
      sqsRecord('a', 'fine'),
      sqsRecord('b', 'busy'),
      sqsRecord('c', 'fine'),
      sqsRecord('d', 'fine', { group: 'g2' }),
    ];
    expect(await invoke(records, busyOn)).toEqual(['b', 'c']);
    expect(world.givenBack.map(({ receipt }) => receipt)).toEqual(['receipt b', 'receipt c']);
  });

  test('of a standard queue has no order: each record is on its own', async () => {
    const seen: string[] = [];
    const records = ['a', 'b'].map((id) => sqsRecord(id, id, { queue: 'tk-slow', count: 2 }));
    const failures = await invoke(records, async ({ queue, group, receiveCount, body }) => {
      seen.push(`${queue} ${group} ${receiveCount}`);
      if (body === 'a') throw new Error('no');
      return {};
    });
    expect(failures).toEqual(['a']);
    expect(seen).toEqual(['slow a 2', 'slow b 2']);
  });

  test('of a queue that the function is not told of fails as a whole, so that nothing of it is lost', async () => {
    await expect(invoke([sqsRecord('a', '', { queue: 'other' })], async () => ({}))).rejects.toThrow(
      'deploy the stack again',
    );
  });

  test('counts what was parked, for the alarm, and logs ids but never what a message says', async () => {
    const secret = 'my card is 4111';
    await invoke([sqsRecord('a', secret)], async () => {
      throw new StoreError('store.refused', secret, { retry: false });
    });
    const metrics = lines.filter((line) => line.includes('CloudWatchMetrics')).map((line) => JSON.parse(line));
    expect(metrics).toMatchObject([{ ParkedEvents: 1 }]);
    expect(lines.join('\n')).toContain('"messageId": "a"');
    expect(lines.join('\n')).not.toContain('4111');
  });
});

describe('whatever stands in a queue', () => {
  const anything = fc.oneof(
    anyString(),
    fc.json(),
    fc
      .record({ event: fc.anything(), more: fc.object() })
      .map(
        ({ event: data, more }) => JSON.stringify({ kind: 'event', event: { ...event('e1'), data, ...more } }) ?? '',
      ),
    fc
      .record({ fields: fc.anything(), type: fc.constantFrom('message.send', 'webhook.call', 'note.add', 'x') })
      .map((made) => {
        return JSON.stringify({ schema: 1, ref, batchId: 'b', effects: [{ ...effect('a'), ...made }] }) ?? '';
      }),
    fc
      .record({ due: fc.anything() })
      .map(({ due }) =>
        JSON.stringify({ schema: 1, workspaceId: 'main', channelId: 'web', subject: 's', due, receivedAt: 1 }),
      ),
  );
  const good = JSON.stringify({ kind: 'event', event: event('good') });
  const evaluated = (): PerRecord => {
    const live = new LiveConfigurations(world.deps.configuration).forBatch();
    return ({ body }) => evaluate(body, world.deps, { live, sent: new SentMemory() });
  };
  const performed = (): PerRecord => (record) =>
    performRecord(record, world.deps, { requestId: 'r', timeLeft: () => 100_000 });
  const rung =
    (): PerRecord =>
    async ({ body }) => {
      await ring(readRing(body), world.deps);
      return {};
    };

  /** Receives it as often as its queue would; true when it ended or was parked on the way. */
  const comesToAnEnd = async (body: string, perRecord: PerRecord): Promise<boolean> => {
    for (let count = 1; count <= 10; count++) {
      if ((await invoke([sqsRecord('a', body, { count })], perRecord)).length === 0) return true;
      world.clock.pass(300_000);
    }
    return false;
  };

  test.each([
    ['evaluate', evaluated],
    ['perform', performed],
  ])('%s does it or parks it before the queue gives it up, and never throws', async (_name, perRecordOf) => {
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        world = await World.open();
        const newer = /"schema":(?!1\b)\d/.test(body);
        expect((await comesToAnEnd(body, perRecordOf())) || newer).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('evaluate goes on with the group behind what can never succeed', async () => {
    const broken = fc.oneof(fc.string(), fc.json());
    await fc.assert(
      fc.asyncProperty(broken, async (body) => {
        world = await World.open();
        expect(await invoke([sqsRecord('a', body), sqsRecord('b', good)], evaluated())).toEqual([]);
        expect(await world.deps.timeline.list(ref)).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  test('ring rings it, delays it, or leaves it to the queue to put aside', async () => {
    const { parked: _, rates: __, ...deps } = world.deps;
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        const failures = await invoke([sqsRecord('a', body, { queue: 'tk-slow' })], rung(), deps);
        expect(failures.length === 0 || failures[0] === 'a').toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
