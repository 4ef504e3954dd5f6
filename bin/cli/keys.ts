/** `threadkeeper keys create`: the first key of a workspace, made by who holds the AWS account. */
import { createHash, randomBytes } from 'node:crypto';
import type { ApiKeyRecord, Scope } from '../../src/ports/keys';
import { Failure, messageOf } from './failure';
import type { Terminal } from './terminal';

export interface KeysCommand {
  name: string;
  scope: string;
  workspace: string;
  table?: string;
}

const SCOPES: readonly string[] = ['read', 'write', 'admin'];

/** A new key and what is stored of it: its hash, and its first characters to tell keys apart. */
export function newKey(
  of: Pick<ApiKeyRecord, 'name' | 'scope' | 'workspaceId'>,
  now: number,
): { key: string; record: ApiKeyRecord } {
  const key = `tk_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(key).digest('hex');
  return { key, record: { hash, hint: key.slice(0, 7), ...of, createdAt: now } };
}

export async function createKey(command: KeysCommand, terminal: Terminal, environment = process.env): Promise<void> {
  const { name, scope, workspace } = command;
  if (!SCOPES.includes(scope))
    throw new Failure(`--scope is one of ${SCOPES.join(', ')}, not "${scope}".`, { exitCode: 2 });
  const tableName = command.table ?? environment.TABLE_NAME;
  if (!tableName) {
    throw new Failure('Which table? Give --table, or set TABLE_NAME; cdk deploy prints its name.', { exitCode: 2 });
  }
  const { key, record } = newKey({ name, scope: scope as Scope, workspaceId: workspace }, Date.now());
  await store(record, tableName);
  terminal.out(key);
  terminal.err(`This is the only time the key is shown. Scope ${scope}, workspace ${workspace}, table ${tableName}.`);
}

/** Imported only here: no other command needs the AWS SDK, which is slow to load. */
async function store(record: ApiKeyRecord, tableName: string): Promise<void> {
  const { keysOf } = await import('./aws-keys');
  try {
    await keysOf(tableName).put(record);
  } catch (cause) {
    const hint = 'Check the table name, AWS_REGION and that your AWS credentials may write to the table.';
    throw new Failure(`The key could not be written to ${tableName}: ${messageOf(cause)}. ${hint}`, { cause });
  }
}
