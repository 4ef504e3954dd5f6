import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import type { SqsFront } from './front';
import { LOCAL_ADMIN } from './iam';
import { StackError } from './stack-error';
import type { QueueSpec, TableSpec } from './template';

/** Creates the queues, or brings those of an earlier run up to the template. */
export function createQueues(sqs: SqsFront, queues: QueueSpec[]): void {
  const existing = sqs.queues();
  for (const { name, attributes } of queues) {
    if (existing.includes(name)) sqs.setAttributes(name, attributes);
    else sqs.createQueue(name, attributes);
  }
}

/** Creates the tables that are not there yet. Throws StackError for one that has other keys or indexes than the template. */
export async function createTables(tables: TableSpec[], place: { endpoint: string; region: string }): Promise<void> {
  const client = new DynamoDBClient({ ...place, credentials: { accessKeyId: LOCAL_ADMIN, secretAccessKey: 'local' } });
  for (const table of tables) {
    await client.send(new CreateTableCommand(table as CreateTableCommandInput)).catch((error) => {
      if (!(error instanceof ResourceInUseException)) throw error;
    });
    await checkTable(client, table);
  }
  client.destroy();
}

async function checkTable(client: DynamoDBClient, table: TableSpec): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table.TableName }));
  if (Table?.TableStatus !== 'ACTIVE') {
    await new Promise(setImmediate);
    return checkTable(client, table);
  }
  if (shapeOf(table) === shapeOf(Table as TableSpec)) return;
  throw new StackError(
    `The table in the data folder was made for another version: its keys or indexes differ. Remove the folder, or start with another --data folder.`,
  );
}

/** Keys and indexes in an order of its own. */
function shapeOf({ KeySchema, GlobalSecondaryIndexes = [] }: TableSpec): string {
  const keys = (schema: TableSpec['KeySchema']) => schema.map(({ AttributeName }) => AttributeName).join();
  const indexes = GlobalSecondaryIndexes.map((index) => `${index.IndexName}:${keys(index.KeySchema)}`);
  return [keys(KeySchema), ...indexes.sort()].join(' ');
}
