import type { VirtualClock } from './front';
import type { Envelope, OutsideAnswer } from './outside';
import type { Store } from './store';

/** Something that was sent to the outside and accepted there. */
export interface OutboxEntry {
  /** RFC 3339. */
  at: string;
  to: 'channel' | 'email' | 'hook' | 'sms';
  type: string;
  effectId?: string;
  workflowId?: string;
  channelId?: string;
  conversationId?: string;
  data: Record<string, unknown>;
}

/** An entry before it is in. */
export type Sent = Omit<OutboxEntry, 'at'>;

/** What was accepted outside, with the answer that was given, in the store: a restart forgets neither. */
export interface Outbox {
  answerTo(key: string): OutsideAnswer | undefined;
  /** @param key by which the receiver knows a repeated request; undefined when it cannot */
  add(key: string | undefined, sent: Sent, answer: OutsideAnswer): void;
  /** Oldest first. */
  list(): OutboxEntry[];
}

export function openOutbox(store: Store, clock: VirtualClock): Outbox {
  store.db.exec(
    'CREATE TABLE IF NOT EXISTS outbox (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, entry TEXT NOT NULL, answer TEXT NOT NULL)',
  );
  return {
    answerTo(key) {
      const row = store.sql('SELECT answer FROM outbox WHERE key = ?').get(key);
      return row && (JSON.parse(String(row.answer)) as OutsideAnswer);
    },
    add(key, sent, answer) {
      const entry = { at: new Date(clock.now()).toISOString(), ...sent };
      store
        .sql('INSERT INTO outbox (key, entry, answer) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(key ?? null, JSON.stringify(entry), JSON.stringify(answer));
    },
    list: () =>
      store
        .sql('SELECT entry FROM outbox ORDER BY seq')
        .all()
        .map(({ entry }) => JSON.parse(String(entry)) as OutboxEntry),
  };
}

/** By what the sender notes of the effect; without that, by what the request itself says. */
export function sentBy(request: Envelope): Sent {
  const { effect } = request;
  if (!effect) return deliveryOf(request.body) ?? plainRequest(request);
  const { to, type, effectId, workflowId, channelId, conversationId, data } = effect;
  return { to, type, effectId, ...(workflowId && { workflowId }), channelId, conversationId, data };
}

/** A delivery to a channel of kind `webhook` tells all in its body. */
function deliveryOf(body: string): Sent | undefined {
  const { type, data } = objectOf(body);
  if (typeof type !== 'string' || typeof data !== 'object' || data === null || !('effectId' in data)) return undefined;
  const { effectId, workflowId, channelId, conversationId } = data as Record<string, string>;
  return {
    to: 'channel',
    type,
    ...(effectId && { effectId }),
    ...(workflowId && { workflowId }),
    ...(channelId && { channelId }),
    ...(conversationId && { conversationId }),
    data: data as Record<string, unknown>,
  };
}

function plainRequest({ method, url, body }: Envelope): Sent {
  return { to: 'hook', type: 'request', data: { method, url, body } };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
