/** Starts local stacks for test files. One, the common, serves one file after the other. */
import { createHash, randomBytes } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AppPorts, openPorts } from '../../local/app-ports';
import { LOCAL_ADMIN } from '../../local/iam';
import { createTables } from '../../local/resources';
import { seed } from '../../local/seed';
import { type LocalStack, type StackOptions, startStack } from '../../local/stack';
import { MEMORY } from '../../local/store';
import { assembly } from './assembly';

/** Neither a whole minute nor a whole second: nothing may come out right by chance. */
const T0 = Date.parse('2026-01-05T09:00:07.350Z');
const WEEK = 7 * 86_400_000;
/** What stays when a stack begins anew. */
const KEPT = ['clock', 'runs', 'sqs_queues', 'scheduler_groups', 'sqlite_sequence'];

export interface Workspace {
  id: string;
  apiKey: string;
}

export interface Hosted {
  stack: LocalStack;
  /** A workspace that nobody else has, without channels. */
  newWorkspace(): Promise<Workspace>;
  stop(): Promise<void>;
}

export interface StackHost {
  /** A stack at T0 in memory, or in `dataDir`; the workspace `local` is there. */
  start(options?: Partial<StackOptions>): Promise<Hosted>;
  /** The common stack, empty, on a Monday at the time of T0. To be stopped, that is given back, before it is lent again. */
  lend(): Promise<Hosted>;
  /** Stops the common stack. */
  stop(): Promise<void>;
}

let workspaces = 0;
let common: Promise<Hosted> | undefined;

export const host: StackHost = {
  start,
  async lend() {
    const isNew = common === undefined;
    common ??= start();
    const { stack, newWorkspace } = await common;
    if (!isNew) await beginAnew(stack);
    return { stack, newWorkspace, stop: async () => {} };
  },
  async stop() {
    await (await common)?.stop();
    common = undefined;
  },
};

async function start(options: Partial<StackOptions> = {}): Promise<Hosted> {
  const dataDir = options.dataDir ?? MEMORY;
  const app = { assembly: await assembly(), port: 0, frozen: true, startAt: T0 };
  const stack = await startStack({ ...app, ...options, dataDir });
  await seed(stack, dataDir);
  const ports = openPorts(stack);
  const stop = async () => {
    ports.close();
    await stack.stop();
  };
  return { stack, newWorkspace: () => newWorkspace(ports, stack.clock.now()), stop };
}

async function newWorkspace({ keys }: AppPorts, createdAt: number): Promise<Workspace> {
  const name = `${process.pid}-${++workspaces}`;
  const [id, apiKey] = [`ws-${name}`, `tk_${randomBytes(32).toString('base64url')}`];
  const hash = createHash('sha256').update(apiKey).digest('hex');
  await keys.put({ hash, hint: 'tk_', workspaceId: id, scope: 'admin', name, createdAt });
  return { id, apiKey };
}

/**
 * Everything that a stack keeps is forgotten, but not what its functions remember: they go on running, so time goes on, too, and no
 * workspace comes twice.
 */
async function beginAnew(stack: LocalStack): Promise<void> {
  const { clock, store, wiring, endpoint, region } = stack;
  await stack.atRest();
  const tables = store.db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of tables) if (!KEPT.includes(String(name))) store.db.exec(`DELETE FROM ${name}`);
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: LOCAL_ADMIN, secretAccessKey: '-' },
  });
  for (const { TableName } of wiring.tables) await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
  await createTables(wiring.tables, { endpoint, region });
  clock.moveTo(T0 + WEEK * Math.ceil((clock.now() + 1 - T0) / WEEK));
  await stack.atRest();
  (stack.denied as unknown[]).length = 0;
  (stack.failures as unknown[]).length = 0;
  await seed(stack, MEMORY);
}
