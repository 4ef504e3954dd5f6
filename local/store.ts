import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * The one SQLite file in which the fronts keep everything. What a call has returned from is on the operating system's
 * side: it survives `kill -9` of this process (not a power cut; that is what AWS is for).
 */
export interface Store {
  readonly db: DatabaseSync;
  /** Prepares once and keeps the statement. */
  sql(text: string): StatementSync;
  /** All or nothing; inside another transaction it joins that one. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export const MEMORY = ':memory:';

/**
 * Opens (creates) `local.sqlite` in the data folder, or a store in memory for `:memory:`.
 * Throws when another process has the folder open: two stacks on one state would both deliver everything.
 */
export function openStore(folder: string): Store {
  if (folder !== MEMORY) mkdirSync(folder, { recursive: true });
  const db = open(folder);
  const statements = new Map<string, StatementSync>();
  const sql = (text: string) => {
    const known = statements.get(text) ?? db.prepare(text);
    statements.set(text, known);
    return known;
  };
  const transaction = <T>(work: () => T): T => {
    if (db.isTransaction) return work();
    sql('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      sql('COMMIT').run();
      return result;
    } catch (error) {
      if (db.isTransaction) sql('ROLLBACK').run();
      throw error;
    }
  };
  return { db, sql, transaction, close: () => db.close() };
}

function open(folder: string): DatabaseSync {
  const db = new DatabaseSync(folder === MEMORY ? MEMORY : join(folder, 'local.sqlite'));
  try {
    // EXCLUSIVE before WAL: no shared memory file, and a lock that dies with its process.
    db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; BEGIN IMMEDIATE; COMMIT;');
    return db;
  } catch (cause) {
    db.close();
    if (!/locked|busy/.test(String(cause))) throw cause;
    throw new Error(
      `The data folder ${folder} is in use by another local stack. Stop that one, or start with another --data folder.`,
      { cause },
    );
  }
}
