import { type Child, el } from './dom';

const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]}]/g;

/** A link that brings a customer back leads there in this very tab; all others open another one. */
export const isWayBack = (url: string): boolean => url.startsWith(`${location.origin}/r/`);

export const addressesIn = (text: string): string[] => text.match(ADDRESS) ?? [];

/** Tokens are no reading matter. */
const LONGEST = 44;
const short = (url: string) => (url.length > LONGEST ? `${url.slice(0, LONGEST)}…` : url);

export function link(url: string, label = short(url)): HTMLAnchorElement {
  return el('a', { href: url, target: isWayBack(url) ? '_top' : '_blank', rel: 'noopener' }, label);
}

/** A text whose addresses can be followed. */
export function linked(text: string): Child[] {
  const addresses = addressesIn(text);
  return text.split(ADDRESS).flatMap((plain, at) => {
    const address = addresses[at];
    return address === undefined ? [plain] : [plain, link(address)];
  });
}
