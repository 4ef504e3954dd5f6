/** Which conversation this tab is in, so that the next page of the site goes on without asking. Other tabs do not see it. */

export interface Remembered {
  conversationId: string;
  /** Of the link by which a customer came who is not logged in. */
  token?: string;
}

const keyOf = (channel: string) => `threadkeeper:${channel}`;

/** Storage may be forbidden, full, or hold anything: then nothing is remembered. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

export const remember = (channel: string, remembered: Remembered): void =>
  attempt(() => sessionStorage.setItem(keyOf(channel), JSON.stringify(remembered)));

export const forget = (channel: string): void => attempt(() => sessionStorage.removeItem(keyOf(channel)));

export function recall(channel: string): Remembered | undefined {
  const found = attempt(() => JSON.parse(sessionStorage.getItem(keyOf(channel)) ?? 'null'));
  return typeof found?.conversationId === 'string' ? found : undefined;
}
