import type { Instant } from '../../engine/time';
import type { MailThread, MailThreads } from '../../ports/mail-threads';
import { StoreError } from '../../ports/store-error';
import { storedIn, storing } from './codec';
import { numberOf } from './item';
import { mailThreadKey } from './keys';
import { ABSENT, type Condition, type Table } from './table';
import { TIMELINE_DAYS } from './table-timeline';
import { DAY, expires } from './time-to-live';

const MOST_MESSAGES = 20;
/** How often a change that met another writer is tried again. */
const TRIES = 8;

/** Threads over the table: read, change, write over that version alone. */
export function tableMailThreads(table: Table): MailThreads {
  /** `next` undefined: there is nothing to change, and `known` stands. */
  async function edit(
    id: string,
    now: Instant,
    change: (known: MailThread | undefined) => MailThread | undefined,
  ): Promise<MailThread | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const item = await table.get(mailThreadKey(id));
      const known = item && storedIn<MailThread>(item);
      const changed = change(known);
      if (!changed) return known;
      const next = { ...changed, updatedAt: now };
      if (await write(table, next, item ? numberOf(item, 'version') : 0)) return next;
    }
    const says = `The thread ${id} is changed too often at once: try again.`;
    throw new StoreError('store.conflict', says, { retry: true });
  }
  return {
    async get(id) {
      const item = await table.get(mailThreadKey(id));
      return item && storedIn<MailThread>(item);
    },
    async open(thread, now) {
      const opened = (known?: MailThread): MailThread => ({
        ...{ schema: 1, messageIds: [], createdAt: now, updatedAt: now },
        ...known,
        ...thread,
      });
      return (
        (await edit(thread.id, now, (known) => (known && isFresh(known, thread, now) ? undefined : opened(known)))) ??
        opened()
      );
    },
    async add(id, messageId, now) {
      await edit(id, now, (known) => {
        if (!known || known.messageIds.includes(messageId)) return undefined;
        return { ...known, messageIds: kept([...known.messageIds, messageId]) };
      });
    },
    async revoke(id, now) {
      const thread = await edit(id, now, (known) =>
        known && known.revokedAt === undefined ? { ...known, revokedAt: now } : undefined,
      );
      return thread !== undefined;
    },
  };
}

/** Nothing is new, and its time to live is hardly touched: most e-mails of a thread save a write. */
const isFresh = (known: MailThread, { language, customerId }: Partial<MailThread>, now: Instant) =>
  known.language === language && known.customerId === customerId && now - known.updatedAt < DAY;

/** The first stays, because the customer's program has the thread from there, and so do the newest. */
const kept = (ids: string[]) => (ids.length <= MOST_MESSAGES ? ids : [...ids.slice(0, 1), ...ids.slice(2)]);

function write(table: Table, thread: MailThread, expected: number): Promise<boolean> {
  const item = { ...mailThreadKey(thread.id), version: expected + 1, ...storing(thread) };
  const when: Condition = expected === 0 ? ABSENT : [[{ is: ['version', expected] }]];
  return table.put({ ...item, ...expires(thread.updatedAt + TIMELINE_DAYS * DAY) }, when);
}
