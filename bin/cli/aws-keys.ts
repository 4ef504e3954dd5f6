/** API keys and signing keys in the table of a deployed stack, by the AWS credentials and region of this machine. */
import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import { systemClock } from '../../src/adapters/aws/system-clock';
import { tableKeys } from '../../src/adapters/table/table-keys';
import { tableSigningKeys } from '../../src/adapters/table/table-signing-keys';
import type { Keys } from '../../src/ports/keys';
import type { SigningKeys } from '../../src/ports/signing-keys';

const open = (tableName: string) => dynamodbTable(new DynamoDBClient(clientOptions), tableName);

export const keysOf = (tableName: string): Keys => tableKeys(open(tableName));

export const signingKeysOf = (tableName: string): SigningKeys =>
  tableSigningKeys(open(tableName), systemClock, randomBytes);
