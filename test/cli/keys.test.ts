/** The first key of a workspace, and what e-mails are signed with, written to a real table (the local DynamoDB) by the AWS SDK. */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keysOf } from '../../bin/cli/aws-keys';
import { hashKey } from '../../src/app/api/authorize';
import { tableSchema } from '../../src/config';
import { givenServices } from '../local/services';
import { cli } from './run-cli';

const { partitionKey, sortKey } = tableSchema;
const AWS = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
const before = Object.fromEntries(AWS.map((name) => [name, process.env[name]]));
let services: Awaited<ReturnType<typeof givenServices>>;

beforeAll(async () => {
  services = await givenServices();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: services.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local-admin',
    AWS_SECRET_ACCESS_KEY: 'any',
  });
  const client = new DynamoDBClient({});
  const names = [partitionKey, sortKey];
  await client.send(
    new CreateTableCommand({
      TableName: 'threads',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: names.map((AttributeName, at) => ({
        AttributeName,
        KeyType: at === 0 ? ('HASH' as const) : ('RANGE' as const),
      })),
    }),
  );
  client.destroy();
});
afterAll(async () => {
  for (const name of AWS) if (before[name] === undefined) delete process.env[name];
  Object.assign(process.env, Object.fromEntries(Object.entries(before).filter(([, value]) => value !== undefined)));
  await services.stop();
});

const create = (table: string) =>
  cli('keys', 'create', '--name', '노트북', '--scope', 'admin', '--workspace', 'acme', '--table', table);

test('prints the key once and stores its hash, which the API finds', async () => {
  const { code, out, err } = await create('threads');
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('the only time') });
  const stored = await keysOf('threads').get(hashKey(out));
  expect(stored).toMatchObject({ name: '노트북', scope: 'admin', workspaceId: 'acme', hint: out.slice(0, 7) });
  expect(JSON.stringify(stored)).not.toContain(out);
  expect(await keysOf('threads').list('acme')).toHaveLength(1);
});

test('a table that is not there: says so, and prints no key', async () => {
  expect(await create('elsewhere')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('could not be written to elsewhere'),
  });
});

describe('signing keys', () => {
  const signing = (...args: string[]) => cli('signing-keys', ...args, '--table', 'threads');
  const idsIn = (out: string) => [...out.matchAll(/^([a-z2-7]) /gm)].map(([, id]) => id);

  test('are listed without their secrets, made, and taken out of use', async () => {
    expect((await signing('list')).out).toMatch(/^b +20\d\d-\S+ +signs$/m);
    expect((await signing('rotate')).out).toContain('Key c signs');
    expect(idsIn((await signing('list')).out)).toEqual(['c', 'b']);
    expect(await signing('retire', 'b')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was changed'),
    });
    expect(await signing('retire', 'b', '--yes')).toMatchObject({ code: 0, out: 'Key b is out of use.' });
    expect(idsIn((await signing('list')).out)).toEqual(['c']);
  });

  test('the last one stays, and one that is not there is named', async () => {
    expect(await signing('retire', 'c', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('rotate first'),
    });
    expect(await signing('retire', 'z', '--yes')).toMatchObject({ code: 1, err: expect.stringContaining('no key z') });
  });

  test('a table that is not there is named', async () => {
    expect(await cli('signing-keys', 'list', '--table', 'elsewhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('elsewhere could not be reached'),
    });
  });
});
