import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbTable } from '../src/adapters/aws/dynamodb-table';
import { type TablePorts, tablePorts } from '../src/adapters/table/table-ports';
import { LOCAL_ADMIN } from './iam';
import type { LocalStack } from './stack';

/** The app's own stores, with the rights of whoever owns the stack. */
export interface AppPorts extends TablePorts {
  close(): void;
}

export function openPorts({ wiring, endpoint, region, clock }: LocalStack): AppPorts {
  const credentials = { accessKeyId: LOCAL_ADMIN, secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const table = dynamodbTable(client, wiring.tables[0]!.TableName);
  return { ...tablePorts(table, clock, 0), close: () => client.destroy() };
}
