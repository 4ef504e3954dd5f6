/** A customer who is not logged in: the shop's own server sees who is connected, and tells it. */
import { seenByServer } from './network';

export interface Visitor {
  customerId: string;
  conversationId?: string;
}

const KEY = 'demo:visitor';
const random = () => crypto.randomUUID().slice(0, 8);

/** The same as long as the tab is there. */
export function visitor(): Visitor {
  const known = sessionStorage.getItem(KEY);
  return known ? (JSON.parse(known) as Visitor) : remembered({ customerId: `demo-visitor-${random()}` });
}

export function remembered(visitor: Visitor): Visitor {
  sessionStorage.setItem(KEY, JSON.stringify(visitor));
  return visitor;
}

/** What a closed tab forgets, the widget's own memory included. */
export function forgetTab(channel: string): void {
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(`threadkeeper:${channel}`);
}

/** The connection of a visitor's tab; answers what ends it. */
export function connection(conversationId: string): () => void {
  let id: string | undefined;
  const tell = (type: string) => {
    const event = { type, conversationId, data: { connectionId: id } };
    seenByServer('/_local/demo/events', JSON.stringify(event));
  };
  const come = () => {
    if (id) return;
    id = `tab-${random()}`;
    tell('customer.connected');
  };
  const go = () => {
    if (id) tell('customer.disconnected');
    id = undefined;
  };
  const listeners = { pageshow: come, online: come, pagehide: go, offline: go };
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener);
  come();
  return () => {
    for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener);
    go();
  };
}
