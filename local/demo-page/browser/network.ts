/** The network of the customer's tab, which can be lost, and signs of life, which can be asked for: time in the demo runs in jumps. */

/** What the page around the tab does with it. */
export interface Tab {
  lose(): void;
  restore(): void;
  /** Tells once more that the customer is there, if they are. */
  beat(): Promise<void>;
}

const PRESENCE = /\/v1\/reconnect\/presence$/;

const fetchReally = window.fetch.bind(window);
const beaconReally = navigator.sendBeacon.bind(navigator);
let isLost = false;
/** The last sign of life, while the customer is there. */
let sign: { url: string; body: string } | undefined;

function notice(url: string, body: unknown): void {
  if (!PRESENCE.test(url) || typeof body !== 'string') return;
  sign = body.includes('"state":"connected"') ? { url, body } : undefined;
}

/** Puts itself between the page and the network. */
export function network(changed: (isLost: boolean) => void): Tab {
  window.fetch = async (input, init) => {
    if (isLost) throw new TypeError('Failed to fetch');
    notice(String(input), init?.body);
    return fetchReally(input, init);
  };
  navigator.sendBeacon = (url, body) => {
    if (isLost) return false;
    notice(String(url), body);
    return beaconReally(url, body);
  };
  const turn = (to: boolean) => {
    isLost = to;
    changed(isLost);
    window.dispatchEvent(new Event(to ? 'offline' : 'online'));
  };
  const beat = async () => {
    if (sign && !isLost) await fetchReally(sign.url, { method: 'POST', body: sign.body });
  };
  return { lose: () => turn(true), restore: () => turn(false), beat };
}

/** Past what was lost: what the shop's server sees of a connection that breaks. */
export const seenByServer = (url: string, body: string): boolean => beaconReally(url, body);
