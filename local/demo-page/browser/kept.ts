/** What this page remembers over a reload, and over the way that a link goes. */
export interface Kept {
  who: string;
  isOpen: boolean;
  /** The customer's last chat. */
  customerChat?: string;
  /** The conversation that the agents look at. */
  chosen?: string;
  agentId?: string;
}

const KEY = 'demo:page';

export const kept: Kept = { who: 'vip', isOpen: true, ...JSON.parse(sessionStorage.getItem(KEY) ?? '{}') };

export function keep(more: Partial<Kept>): void {
  sessionStorage.setItem(KEY, JSON.stringify(Object.assign(kept, more)));
}
