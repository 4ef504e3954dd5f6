/** The composition root, one part for each AWS service: a function bundles only the clients of those that it imports. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { dynamodbTable } from '../../src/adapters/aws/dynamodb-table';
import type { Table } from '../../src/adapters/table/table';
import type { Config } from '../../src/config';

export function openTable({ tableName }: Pick<Config, 'tableName'>): Table {
  return dynamodbTable(new DynamoDBClient(clientOptions), tableName);
}
