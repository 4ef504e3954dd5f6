/** What widget authors see. Types only: this file, as it is, becomes `threadkeeper.d.ts`. */

export type Language = 'ko' | 'en' | 'ja';

export interface Options {
  /** Where Threadkeeper is, without a slash at its end: `https://….execute-api.….amazonaws.com`. */
  api: string;
  channel: string;
  /** The signed JWT of a customer who is logged in; asked for before every request, so keep it until it expires. */
  jwt?: () => string | undefined | Promise<string | undefined>;
  /** With it the ready-made prompt stays away: show your own, and call `continue` or `startNew`. */
  onOffer?: (offer: Offer) => void;
  /** Of the prompt; otherwise that of the page, of the browser, English. */
  language?: Language;
  /** Of the prompt; otherwise what the customer's system prefers. */
  colorScheme?: 'light' | 'dark';
  /** Milliseconds between two signs of life; 30,000. At most 60,000: after 120,000 without one the customer counts as gone. */
  heartbeat?: number;
  /** Milliseconds after which an answer is no longer waited for; 4,000. */
  timeout?: number;
  /** What went wrong, for your log. The customer is served all the same. */
  onError?: (error: unknown) => void;
}

/** A conversation that can be continued. Times as RFC 3339. */
export interface Continuable {
  conversationId: string;
  startedAt: string;
  lastMessageAt: string;
  agentId?: string;
  /** False: the agent has left meanwhile, and another may answer. */
  sameAgent: boolean;
  /** Until when; absent while another tab is connected. */
  until?: string;
}

export interface Offer {
  /** At least one; the one written in last comes first. */
  conversations: readonly Continuable[];
  /** Without an id: the first of them. Never rejects. */
  continue(conversationId?: string): Promise<Outcome>;
  /** Never rejects. */
  startNew(): Promise<Outcome>;
}

export type Outcome = Resumed | StartNew;

/** Go on with this conversation; the customer is told to be connected already. */
export interface Resumed {
  result: 'resumed';
  conversationId: string;
  agentId?: string;
  sameAgent: boolean;
  portalUrl?: string;
}

/** Start a new conversation, then call `connect`. */
export interface StartNew {
  result: 'new';
  /** Why an earlier one could not be continued, if the customer wanted that. */
  reason?: 'expired' | 'endedByAgent' | 'closedByCustomer' | 'disabled' | 'unknown' | 'unavailable';
  /** Where who comes too late should go; the ready-made prompt leads there by itself. */
  redirectUrl?: string;
}

export interface Keeper {
  /** Whether to continue or to start new. Never rejects: whatever goes wrong, it is a new conversation. */
  readonly ready: Promise<Outcome>;
  /** The customer is in this conversation from now on, for as long as the page is there. */
  connect(conversationId: string): void;
  /** The customer leaves: the chat was closed, or the widget is taken off the page. */
  stop(): void;
}

export type Start = (options: Options) => Keeper;
