import { createHash } from 'node:crypto';
import type { Instant, VirtualClock } from '../front';
import type { Store } from '../store';

export interface StoredObject {
  bytes: Buffer;
  /** With its quotes. */
  etag: string;
  modified: Instant;
  /** Headers that were stored with it: its type, how it is saved, its checksums… */
  headers: Record<string, string>;
}

/** How long objects whose key begins with the prefix are kept. */
export interface Expiration {
  prefix: string;
  days: number;
}

const DAY = 86_400_000;

/** The objects of all buckets, in the store; one that has expired is no longer there. */
export class Objects {
  readonly #store: Store;
  readonly #clock: VirtualClock;

  constructor(store: Store, clock: VirtualClock) {
    this.#store = store;
    this.#clock = clock;
    store.db.exec(`
      CREATE TABLE IF NOT EXISTS s3_objects (
        bucket TEXT, key TEXT, bytes BLOB NOT NULL, etag TEXT NOT NULL, headers TEXT NOT NULL,
        modified INTEGER NOT NULL, expires INTEGER, PRIMARY KEY (bucket, key));
      CREATE INDEX IF NOT EXISTS s3_by_expiry ON s3_objects (expires);`);
  }

  /** Writes over what is there. Answers the ETag. */
  put(bucket: string, key: string, object: Pick<StoredObject, 'bytes' | 'headers'>, kept?: Expiration): string {
    const now = this.#clock.now();
    const etag = `"${createHash('md5').update(object.bytes).digest('hex')}"`;
    this.#store.sql('DELETE FROM s3_objects WHERE expires <= ?').run(now);
    this.#store
      .sql('INSERT OR REPLACE INTO s3_objects VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(bucket, key, object.bytes, etag, JSON.stringify(object.headers), now, kept ? expiry(now, kept.days) : null);
    return etag;
  }

  get(bucket: string, key: string): StoredObject | undefined {
    const row = this.#store
      .sql('SELECT * FROM s3_objects WHERE bucket = ? AND key = ? AND (expires IS NULL OR expires > ?)')
      .get(bucket, key, this.#clock.now());
    return (
      row && {
        bytes: Buffer.from(row.bytes as Uint8Array),
        etag: String(row.etag),
        modified: Number(row.modified),
        headers: JSON.parse(String(row.headers)) as Record<string, string>,
      }
    );
  }

  delete(bucket: string, key: string): void {
    this.#store.sql('DELETE FROM s3_objects WHERE bucket = ? AND key = ?').run(bucket, key);
  }
}

/**
 * At the midnight (UTC) after so many days.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
function expiry(stored: Instant, days: number): Instant {
  return Math.ceil((stored + days * DAY) / DAY) * DAY;
}
