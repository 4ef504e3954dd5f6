import type { Instant } from '../front';
import type { Store } from '../store';
import { uuid } from '../uuid';

export interface Header {
  name: string;
  value: string;
}

/** An e-mail that SES took. */
export interface SentEmail {
  /** As SendEmail answered it. */
  id: string;
  /** RFC 3339. */
  at: string;
  /** As its header has it: `a@b.example` or `"Name" <a@b.example>`. */
  from: string;
  to: string[];
  replyTo?: string;
  subject: string;
  text: string;
  html?: string;
  /** All that the receiver sees, SES's own too. */
  headers: Header[];
  configurationSet?: string;
  /** What events tell of it. */
  tags: Record<string, string[]>;
}

/** The value of the first header of that name. */
export function headerOf({ headers }: { headers: readonly Header[] }, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The e-mails that were sent since the data folder was made. */
export class SentEmails {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.db.exec(`
      CREATE TABLE IF NOT EXISTS ses_mails (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, mail TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS ses_mails_by_time ON ses_mails (at);`);
  }

  /** An id in the form of SES's, that no e-mail has yet. */
  nextId(now: Instant): string {
    const seq = this.#store.sql('SELECT coalesce(max(seq), 0) + 1 AS seq FROM ses_mails').get()?.seq;
    return `0100${now.toString(16).padStart(12, '0')}-${uuid(`mail/${seq}/${now}`)}-000000`;
  }

  add(mail: SentEmail): void {
    const at = Date.parse(mail.at);
    this.#store.sql('INSERT INTO ses_mails (id, at, mail) VALUES (?, ?, ?)').run(mail.id, at, JSON.stringify(mail));
  }

  get(id: string): SentEmail | undefined {
    const row = this.#store.sql('SELECT mail FROM ses_mails WHERE id = ?').get(id);
    return row && (JSON.parse(String(row.mail)) as SentEmail);
  }

  /** Newest first. */
  list(): SentEmail[] {
    const rows = this.#store.sql('SELECT mail FROM ses_mails ORDER BY seq DESC').all();
    return rows.map(({ mail }) => JSON.parse(String(mail)) as SentEmail);
  }

  countSince(instant: Instant): number {
    return Number(this.#store.sql('SELECT count(*) AS count FROM ses_mails WHERE at >= ?').get(instant)?.count);
  }
}
