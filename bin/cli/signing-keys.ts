/** `threadkeeper signing-keys …`: what reply addresses and links are signed with, kept by who holds the AWS account. */
import type { Command } from 'commander';
import { formatInstant } from '../../src/engine/time';
import type { SigningKey, SigningKeys } from '../../src/ports/signing-keys';
import { StoreError } from '../../src/ports/store-error';
import { Failure, messageOf } from './failure';
import { table } from './table';
import type { Terminal } from './terminal';

interface TableOption {
  table?: string;
}

export function addSigningKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('signing-keys').description('what reply addresses and links of e-mails are signed with');
  const of = (name: string, description: string): Command =>
    keys
      .command(name)
      .description(`${description}, with your AWS credentials`)
      .option('--table <name>', 'the table; default TABLE_NAME of the environment');
  of('list', 'all keys that are in use, the one that signs first').action((options: TableOption) =>
    listKeys(options, terminal),
  );
  of('rotate', 'make a new key, which signs from now on; what older ones signed stays valid')
    .addHelpText('after', '\nExample:\n  $ threadkeeper signing-keys rotate --table Threadkeeper-…')
    .action((options: TableOption) => rotate(options, terminal));
  of('retire <id>', 'take a key out of use')
    .option('--yes', 'do not ask')
    .addHelpText('after', RETIRE_HELP)
    .action((id: string, options: TableOption & { yes?: boolean }) => retire(id, options, terminal));
}

const RETIRE_HELP = `
What the key signed is refused from then on: answers to e-mails that were sent with it are shown to admins as parked messages of
no workspace, links to files and to unsubscribe lead nowhere. Rotate first, and retire the old key months later, or at once if the
table was in wrong hands.`;

async function listKeys(options: TableOption, terminal: Terminal): Promise<void> {
  const keys = await inTable(options, (stored) => stored.list({ fresh: true }));
  const row = ({ id, createdAt }: SigningKey, at: number) => [id, formatInstant(createdAt), at === 0 ? 'signs' : ''];
  terminal.out(table([{ title: 'key' }, { title: 'made' }, { title: '' }], keys.map(row)));
}

async function rotate(options: TableOption, terminal: Terminal): Promise<void> {
  const { id } = await inTable(options, (keys) => keys.rotate(Date.now()));
  terminal.out(`Key ${id} signs from now on; all functions know it within a minute.`);
}

async function retire(id: string, options: TableOption & { yes?: boolean }, terminal: Terminal): Promise<void> {
  const question = `Retire key ${id}? Answers to e-mails that were sent with it are not taken any more.`;
  if (!options.yes && !(await terminal.confirm(question))) throw new Failure('Nothing was changed.');
  const isDone = await inTable(options, (keys) => keys.retire(id));
  if (!isDone) throw new Failure(`There is no key ${id}; threadkeeper signing-keys list shows those in use.`);
  terminal.out(`Key ${id} is out of use.`);
}

/** The SDK is imported only here: no other command needs it, and it is slow to load. */
async function inTable<T>(options: TableOption, act: (keys: SigningKeys) => Promise<T>): Promise<T> {
  const tableName = options.table ?? process.env.TABLE_NAME;
  if (!tableName)
    throw new Failure('Which table? Give --table, or set TABLE_NAME; cdk deploy prints its name.', { exitCode: 2 });
  const { signingKeysOf } = await import('./aws-keys');
  try {
    return await act(signingKeysOf(tableName));
  } catch (cause) {
    if (cause instanceof StoreError && !cause.retry) throw new Failure(cause.message, { cause });
    const hint = 'Check the table name, AWS_REGION and that your AWS credentials may read and write the table.';
    throw new Failure(`The signing keys in ${tableName} could not be reached: ${messageOf(cause)}. ${hint}`, { cause });
  }
}
