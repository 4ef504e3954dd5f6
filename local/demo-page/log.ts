/** What the desk of the demo has seen: what it told Threadkeeper, and what it was told. Kept in the store, as all of the stack. */
import type { Store } from '../store';

export interface Entry {
  /** Rises over all conversations. */
  seq: number;
  /** Of the event or effect; what has come already comes no second time. */
  id: string;
  /** RFC 3339. */
  at: string;
  conversationId: string;
  from: 'desk' | 'threadkeeper';
  type: string;
  data: Record<string, unknown>;
}

export interface Chat {
  conversationId: string;
  /** Of its last entry. */
  seq: number;
  startedAt: string;
  /** As told when it began. */
  customer?: { id: string; name?: string };
}

export interface DeskLog {
  /** Nothing when it is known. */
  add(entry: Omit<Entry, 'seq'>): void;
  /** Oldest first. */
  of(conversationId: string, after: number): Entry[];
  /** The one with the last entry first. */
  chats(most: number): Chat[];
}

export function openDeskLog(store: Store): DeskLog {
  store.db.exec(
    'CREATE TABLE IF NOT EXISTS demo_desk (seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, conversation TEXT NOT NULL, entry TEXT NOT NULL)',
  );
  const read = ({ seq, entry }: Record<string, unknown>) =>
    ({ ...JSON.parse(String(entry)), seq: Number(seq) }) as Entry;
  return {
    add: (entry) =>
      void store
        .sql('INSERT INTO demo_desk (id, conversation, entry) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(entry.id, entry.conversationId, JSON.stringify(entry)),
    of: (conversationId, after) =>
      store
        .sql('SELECT seq, entry FROM demo_desk WHERE conversation = ? AND seq > ? ORDER BY seq')
        .all(conversationId, after)
        .map(read),
    chats: (most) =>
      store
        .sql(
          'SELECT max(each.seq) AS last, first.seq AS seq, first.entry AS entry FROM demo_desk each JOIN demo_desk first ON first.seq = ' +
            '(SELECT min(seq) FROM demo_desk WHERE conversation = each.conversation) GROUP BY each.conversation ORDER BY last DESC LIMIT ?',
        )
        .all(most)
        .map((row) => chatOf(read(row), Number(row.last))),
  };
}

function chatOf({ conversationId, at, data }: Entry, seq: number): Chat {
  const customer = data.customer as Chat['customer'];
  return { conversationId, seq, startedAt: at, ...(customer && { customer }) };
}
