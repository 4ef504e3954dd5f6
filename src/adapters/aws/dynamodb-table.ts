import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { StoreError } from '../../ports/store-error';
import { checkSize } from '../table/item';
import type { Item, Key, Table } from '../table/table';
import { fromAttributes, toAttributes, toKey } from './attributes';
import { Expression } from './expression';
import { called } from './sdk-error';

/** How often keys that a batch left unread are asked for again, with a pause that doubles. */
const BATCH_TRIES = 5;
const FIRST_PAUSE_MS = 20;

/** The table in DynamoDB. Every call is one IAM action, of the name of its command. */
export function dynamodbTable(client: DynamoDBClient, tableName: string): Table {
  const TableName = tableName;
  return {
    async get(key) {
      const command = new GetItemCommand({ TableName, Key: toKey(key), ConsistentRead: true });
      const { Item } = await called('dynamodb:GetItem', () => client.send(command));
      return Item && fromAttributes(Item);
    },
    getMany: (keys) => getMany(client, TableName, keys),
    async put(item, when) {
      checkSize(item);
      const expression = new Expression();
      const ConditionExpression = expression.condition(when);
      const input = { TableName, Item: toAttributes(item), ConditionExpression, ...expression.attributes };
      return (await unlessRefused('dynamodb:PutItem', () => client.send(new PutItemCommand(input)))) !== undefined;
    },
    async change(key, change, when) {
      const expression = new Expression();
      const UpdateExpression = expression.update(change);
      const ConditionExpression = expression.condition(when);
      const input = { TableName, Key: toKey(key), UpdateExpression, ConditionExpression, ...expression.attributes };
      const command = new UpdateItemCommand({ ...input, ReturnValues: 'ALL_NEW' });
      const output = await unlessRefused('dynamodb:UpdateItem', () => client.send(command));
      return output && fromAttributes(output.Attributes ?? {});
    },
    async remove(key) {
      await called('dynamodb:DeleteItem', () => client.send(new DeleteItemCommand({ TableName, Key: toKey(key) })));
    },
    query(pk, range, { newestFirst = false, limit = Infinity } = {}) {
      const expression = new Expression();
      const KeyConditionExpression = expression.partition(pk, range);
      const input = { TableName, KeyConditionExpression, ...expression.attributes, ConsistentRead: true };
      return queryAll(client, { ...input, ScanIndexForward: !newestFirst }, limit);
    },
    async due(shard, until, limit) {
      const expression = new Expression();
      const KeyConditionExpression = `${expression.is('sweepShard', shard)} AND ${expression.atMost('sweepAt', until)}`;
      const input = { TableName, IndexName: 'sweep', KeyConditionExpression, ...expression.attributes };
      return (await queryAll(client, input, limit)).map(({ pk, sk }) => ({ pk, sk }));
    },
  };
}

/** A conditional write; `undefined` when its condition did not hold. */
function unlessRefused<T>(action: string, call: () => Promise<T>): Promise<T | undefined> {
  return called(action, async () => {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  });
}

async function queryAll(client: DynamoDBClient, input: QueryCommandInput, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const Limit = Number.isFinite(limit) ? limit - items.length : undefined;
    const command = new QueryCommand({ ...input, ExclusiveStartKey, Limit });
    const { Items = [], LastEvaluatedKey } = await called('dynamodb:Query', () => client.send(command));
    items.push(...Items.map(fromAttributes));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey && items.length < limit);
  return items;
}

async function getMany(client: DynamoDBClient, tableName: string, keys: readonly Key[]): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  let left = keys.map(toKey);
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === BATCH_TRIES) throw leftUnread();
    if (tries > 0) await pause(FIRST_PAUSE_MS * 2 ** tries);
    const command = new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await called('dynamodb:BatchGetItem', () => client.send(command));
    for (const item of (Responses?.[tableName] ?? []).map(fromAttributes)) found.set(nameOf(item), item);
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return keys.map((key) => found.get(nameOf(key)));
}

const nameOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);

function leftUnread(): StoreError {
  const says = 'dynamodb:BatchGetItem: AWS left part of a batch unread again and again; try again.';
  return new StoreError('store.throttled', says, { retry: true });
}
