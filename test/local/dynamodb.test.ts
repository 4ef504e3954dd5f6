import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allow, dataFolder, givenServices, MINUTE, refusal, type ServicesUnderTest } from './services';

const arn = (resource: string) => `arn:aws:dynamodb:eu-west-1:000000000000:table/${resource}`;
const POLICIES = {
  Webhook: [allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], arn('threads'))],
  Evaluate: [allow(['dynamodb:BatchGetItem', 'dynamodb:Query'], arn('threads'))],
  Sweep: [allow('dynamodb:Query', arn('threads/index/sweep'))],
};

let local: Awaited<ReturnType<typeof givenServices>>;
let client: DynamoDBClient;

const started = async (options: ServicesUnderTest = {}) => {
  local = await givenServices({ policies: POLICIES, ...options });
  client = local.dynamoClient();
};

/** The table as the stack has it: two keys, one sparse keys-only index. */
const createTable = (TableName: string) =>
  client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'sweepShard', AttributeType: 'S' },
        { AttributeName: 'sweepAt', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'sweep',
          KeySchema: [
            { AttributeName: 'sweepShard', KeyType: 'HASH' },
            { AttributeName: 'sweepAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'conversation' } });
const put = (pk: string, other: object = {}, TableName = 'threads') =>
  client.send(new PutItemCommand({ TableName, Item: { ...key(pk), ...other } }));
const get = (pk: string, from = client) => from.send(new GetItemCommand({ TableName: 'threads', Key: key(pk) }));
const due = (from = client) =>
  from.send(
    new QueryCommand({
      TableName: 'threads',
      IndexName: 'sweep',
      KeyConditionExpression: 'sweepShard = :shard AND sweepAt <= :now',
      ExpressionAttributeValues: { ':shard': { S: '3' }, ':now': { N: '1000' } },
    }),
  );

beforeEach(async () => {
  await started();
  await createTable('threads');
});
afterEach(() => local.stop());

test('a table is there at once, with conditions, binary values and its sparse index', async () => {
  const state = new Uint8Array([1, 0, 255]);
  await put('a', { state: { B: state }, version: { N: '1' }, sweepShard: { S: '3' }, sweepAt: { N: '999' } });
  await put('b', { sweepShard: { S: '3' }, sweepAt: { N: '1001' } });
  await put('c');
  expect((await get('a')).Item).toMatchObject({ state: { B: state } });
  expect((await due()).Items).toMatchObject([{ pk: { S: 'a' } }]);

  const overwrite = new UpdateItemCommand({
    TableName: 'threads',
    Key: key('a'),
    ConditionExpression: 'version = :seen',
    UpdateExpression: 'SET version = :next REMOVE sweepShard, sweepAt',
    ExpressionAttributeValues: { ':seen': { N: '1' }, ':next': { N: '2' } },
  });
  await client.send(overwrite);
  expect(await refusal(client.send(overwrite))).toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect((await due()).Items).toEqual([]);
});

test('what was written before a restart is there after it', async () => {
  const { folder, remove } = dataFolder();
  await local.stop();
  await started({ folder });
  await createTable('threads');
  await put('a', { version: { N: '1' }, sweepShard: { S: '3' }, sweepAt: { N: '1' } });
  await local.stop();
  await started({ folder });
  expect((await get('a')).Item).toMatchObject({ version: { N: '1' } });
  expect((await due()).Items).toHaveLength(1);
  await local.stop();
  remove();
  await started();
});

describe('a caller', () => {
  test('may do what its policies say of the table', async () => {
    await put('a');
    expect((await get('a', local.dynamoClient('Webhook'))).Item).toBeDefined();
    expect(local.denials).toEqual([]);
  });

  test('is refused another action, table or stranger, as DynamoDB does, and that is told', async () => {
    const webhook = local.dynamoClient('Webhook');
    const error = await refusal(webhook.send(new PutItemCommand({ TableName: 'threads', Item: key('a') })));
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `Webhook is not authorized to perform: dynamodb:PutItem on resource: ${arn('threads')}`,
      ),
      $metadata: { httpStatusCode: 400 },
    });
    await refusal(webhook.send(new GetItemCommand({ TableName: 'other', Key: key('a') })));
    await refusal(webhook.send(new ListTablesCommand({})));
    await refusal(get('a', local.dynamoClient('Stranger')));
    expect(local.denials).toEqual([
      { caller: 'Webhook', action: 'dynamodb:PutItem', resource: arn('threads') },
      { caller: 'Webhook', action: 'dynamodb:GetItem', resource: arn('other') },
      { caller: 'Webhook', action: 'dynamodb:ListTables', resource: arn('*') },
      { caller: 'Stranger', action: 'dynamodb:GetItem', resource: arn('threads') },
    ]);
    expect((await get('a')).Item).toBeUndefined();
  });

  test('needs the index, not the table, to read from the index, and the other way round', async () => {
    const [evaluate, sweep] = [local.dynamoClient('Evaluate'), local.dynamoClient('Sweep')];
    await due(sweep);
    await refusal(due(evaluate));
    await refusal(sweep.send(new ScanCommand({ TableName: 'threads' })));
    expect(local.denials).toEqual([
      { caller: 'Evaluate', action: 'dynamodb:Query', resource: arn('threads/index/sweep') },
      { caller: 'Sweep', action: 'dynamodb:Scan', resource: arn('threads') },
    ]);
  });

  test('needs every table of a batch', async () => {
    await createTable('other');
    const evaluate = local.dynamoClient('Evaluate');
    const keys = { Keys: [key('a')] };
    await evaluate.send(new BatchGetItemCommand({ RequestItems: { threads: keys } }));
    await refusal(evaluate.send(new BatchGetItemCommand({ RequestItems: { threads: keys, other: keys } })));
    const write = [{ PutRequest: { Item: key('a') } }];
    await refusal(evaluate.send(new BatchWriteItemCommand({ RequestItems: { threads: write } })));
    expect(local.denials).toEqual([
      { caller: 'Evaluate', action: 'dynamodb:BatchGetItem', resource: arn('other') },
      { caller: 'Evaluate', action: 'dynamodb:BatchWriteItem', resource: arn('threads') },
    ]);
  });
});

describe('the host of the services', () => {
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=Any/20260105/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
  });
  const post = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = '{}') =>
    fetch(local.endpoint, { method: 'POST', headers, body });

  test('asks for a signature', async () => {
    const answer = await post({});
    expect([answer.status, await answer.json()]).toMatchObject([
      403,
      { __type: 'MissingAuthenticationTokenException' },
    ]);
  });

  test('names the services that it has', async () => {
    const answer = await post(signed('sns'));
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no service \\"sns\\", only sqs, scheduler, dynamodb');
  });

  test.each(['sqs', 'scheduler', 'dynamodb'])(
    'answers nonsense to %s with an error of that service',
    async (service) => {
      for (const body of ['', '{', 'null', '[]', '"x"', '{"RequestItems":null,"TableName":7}'])
        for (const target of [
          '',
          'AmazonSQS.SendMessage',
          'AmazonSQS.toString',
          'DynamoDB_20120810.GetItem',
          'DynamoDB_20120810.BatchGetItem',
        ]) {
          const type = 'application/x-amz-json-1.0';
          const answer = await post({ ...signed(service), 'x-amz-target': target, 'content-type': type }, body);
          expect([service, target, body, Math.floor(answer.status / 100)]).toEqual([service, target, body, 4]);
        }
    },
  );

  test('refuses a body larger than any service takes', async () => {
    expect((await post(signed('sqs'), new Uint8Array(17 * 1024 * 1024))).status).toBe(413);
  });

  test('says that a policy has what it cannot judge', async () => {
    await local.stop();
    await started({ policies: { Odd: [{ ...allow('*', '*'), Condition: { Bool: {} } }] } });
    const error = await refusal(get('a', local.dynamoClient('Odd')));
    expect(error.message).toContain('has "Condition", which the local stack cannot judge');
  });
});

test('time passing deletes nothing: expiry is for the reader to judge', async () => {
  await put('a', { expiresAt: { N: '1' } });
  local.clock.moveTo(local.clock.now() + 60 * 24 * 60 * MINUTE);
  expect((await get('a')).Item).toBeDefined();
});
