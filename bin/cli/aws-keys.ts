/** API keys in the table of a deployed stack, by the AWS credentials and region of this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import { tableKeys } from '../../src/adapters/table/table-keys';
import type { Keys } from '../../src/ports/keys';

export function keysOf(tableName: string): Keys {
  return tableKeys(dynamodbTable(new DynamoDBClient(clientOptions), tableName));
}
