/** The memory table against the one on DynamoDB: whatever is done to both, both answer the same. */
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toAttributes } from '../../src/adapters/aws/attributes';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import { MemoryTable } from '../../src/adapters/memory/memory-table';
import type { Change, Condition, Item, Range, Table, Value } from '../../src/adapters/table/table';
import { givenServices } from '../local/services';
import { anyString } from '../support/any-string';
import { createTable } from './aws-subject';

let local: Awaited<ReturnType<typeof givenServices>>;
let client: DynamoDBClient;
beforeAll(async () => {
  local = await givenServices();
  client = local.dynamoClient();
  await createTable(client, 'Threads');
});
afterAll(() => local.stop());

const sortKey = fc.constantFrom('a', 'b', 'ab', '한', '\uffee', '🧵', 'e#1', 'e#2', 'f#1');
const value: fc.Arbitrary<Value> = fc.oneof(
  anyString(),
  fc.integer({ min: -(2 ** 53), max: 2 ** 53 }),
  fc.constantFrom(0.5, -1.25, 1767603600000, 1e21),
  fc.uint8Array({ minLength: 1, maxLength: 50 }),
);
/** dynalite counts a string's UTF-16 units where DynamoDB bills its bytes of UTF-8: its bill is right for ASCII alone. */
const isAscii = (some: object) =>
  Object.entries(some).every((pair) => pair.every((part) => !/[^\0-\x7f]/u.test(`${part}`)));
const number = fc.integer({ min: -5, max: 5 });
const numbers = fc.dictionary(fc.constantFrom('n', 'm', 'version'), number, { noNullPrototype: true, maxKeys: 3 });
const values = fc.dictionary(fc.constantFrom('x', 'data', 'state', '한'), value, { noNullPrototype: true, maxKeys: 3 });
const sweep = fc.option(fc.record({ sweepShard: fc.constantFrom('0', '1'), sweepAt: fc.integer({ min: 0, max: 9 }) }));
const item = fc
  .tuple(sortKey, values, numbers, sweep)
  .map(([sk, some, counts, due]) => ({ sk, ...some, ...counts, ...due }));
const condition: fc.Arbitrary<Condition> = fc.array(
  fc.array(
    fc.oneof(
      fc.record({ absent: fc.constantFrom('pk', 'x', 'n') }),
      fc.record({ is: fc.tuple(fc.constantFrom('n', 'version', 'x'), fc.oneof(number, value)) }),
      fc.record({ atMost: fc.tuple(fc.constantFrom('n', 'm', 'x'), number) }),
    ),
    { minLength: 1, maxLength: 2 },
  ),
  { maxLength: 2 },
);
// An attribute may be named in one clause of a change alone.
const change: fc.Arbitrary<Change> = fc.record({
  set: values,
  init: fc.constantFrom({}, { since: 3 }, { since: 4 }),
  add: fc.dictionary(fc.constantFrom('n', 'm'), number, { noNullPrototype: true }),
  drop: fc.constantFrom([], ['version'], ['sweepAt', 'sweepShard']),
});
const bytesOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
/** dynalite checks the bounds of BETWEEN by UTF-16 units, DynamoDB by bytes: only what both take as ordered can be asked. */
const isOrderedAlike = ([a, b]: [string, string]) => Math.sign(bytesOrder(a, b)) === (a === b ? 0 : a < b ? -1 : 1);

const range: fc.Arbitrary<Range> = fc.oneof(
  fc.constant({}),
  sortKey.map((prefix) => ({ prefix })),
  sortKey.map((before) => ({ before })),
  fc
    .tuple(sortKey, sortKey)
    .filter(isOrderedAlike)
    .map(([a, b]) => (bytesOrder(a, b) > 0 ? { from: b, to: a } : { from: a, to: b })),
);

type Operation = (table: Table, pk: string) => Promise<unknown>;
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(item, condition).map(
    ([some, when]): Operation =>
      (table, pk) =>
        table.put({ pk, ...some } as Item, when),
  ),
  fc.tuple(sortKey, change, condition).map(
    ([sk, some, when]): Operation =>
      (table, pk) =>
        table.change({ pk, sk }, some, when),
  ),
  sortKey.map(
    (sk): Operation =>
      (table, pk) =>
        table.remove({ pk, sk }),
  ),
  sortKey.map(
    (sk): Operation =>
      (table, pk) =>
        table.get({ pk, sk }),
  ),
  fc.uniqueArray(sortKey).map(
    (sks): Operation =>
      (table, pk) =>
        table.getMany(sks.map((sk) => ({ pk, sk }))),
  ),
  fc.tuple(range, fc.boolean(), fc.option(fc.integer({ min: 1, max: 4 }), { nil: Infinity })).map(
    ([some, newestFirst, limit]): Operation =>
      (table, pk) =>
        table.query(pk, some, { newestFirst, limit }),
  ),
  fc.tuple(fc.constantFrom('0', '1'), number).map(
    ([shard, until]): Operation =>
      async (table, pk) =>
        // Keys with the same time come in any order.
        (await table.due(shard, until, 1000))
          .filter((key) => key.pk === pk)
          .map(({ sk }) => sk)
          .sort(),
  ),
);

let serial = 0;

describe('the table', () => {
  test('in memory answers as on DynamoDB', async () => {
    const dynamo = dynamodbTable(client, 'Threads');
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const [memory, pk] = [new MemoryTable(), `p${++serial}`];
        for (const operate of operations) {
          const [expected, actual] = [await operate(dynamo, pk), await operate(memory, pk)];
          expect(actual).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('in memory counts the units that DynamoDB bills', async () => {
    await fc.assert(
      fc.asyncProperty(item.filter(isAscii), fc.integer({ min: 0, max: 5000 }), async (some, padding) => {
        const { sweepAt: _, sweepShard: __, ...rest } = some;
        const written = { pk: `u${++serial}`, ...rest, padding: 'x'.repeat(padding) } as Item;
        const memory = new MemoryTable();
        await memory.put(written);
        const command = new PutItemCommand({
          TableName: 'Threads',
          Item: toAttributes(written),
          ReturnConsumedCapacity: 'TOTAL',
        });
        const { ConsumedCapacity } = await client.send(command);
        expect(memory.meter.counts['dynamodb.writeUnits']).toBe(ConsumedCapacity?.CapacityUnits);
      }),
      { numRuns: 50 },
    );
  });

  test('what goes in and comes out is a copy', async () => {
    const memory = new MemoryTable();
    const mine: Item = { pk: 'p', sk: 's', data: Uint8Array.of(1) };
    await memory.put(mine);
    (mine.data as Uint8Array)[0] = 2;
    const read = await memory.get(mine);
    (read?.data as Uint8Array)[0] = 3;
    expect((await memory.get(mine))?.data).toEqual(Uint8Array.of(1));
  });
});

describe('the sweep index in memory', () => {
  const units = async (before: object, after: object) => {
    const memory = new MemoryTable();
    await memory.put({ pk: 'p', sk: 's', ...before });
    const first = memory.meter.counts['dynamodb.writeUnits'] ?? 0;
    await memory.put({ pk: 'p', sk: 's', ...after });
    return (memory.meter.counts['dynamodb.writeUnits'] ?? 0) - first;
  };
  const at = (sweepAt: number) => ({ sweepShard: '0', sweepAt });

  test.each([
    ['stays away', {}, {}, 1],
    ['appears', {}, at(1), 2],
    ['stays', at(1), at(1), 1],
    ['moves', at(1), at(2), 3],
    ['goes', at(1), {}, 2],
  ])('an entry that %s is billed so', async (_, before, after, expected) => {
    expect(await units(before, after)).toBe(expected);
  });
});
