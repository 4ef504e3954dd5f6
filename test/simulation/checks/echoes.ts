/** What we asked the channel for, which it may tell of as if it were news. */
import type { PublicEvent } from '../../../src/engine/event';

/** Whom a channel names where it tells of our own doing. */
const OURS = ['workflow', 'api', 'snoozeExpiry'];
const WITHIN = 600_000;
const MOST = 10;
const MOST_MESSAGES = 20;
const ECHO_OF: Readonly<Record<string, string>> = {
  'conversation.opened': 'conversation.open',
  'conversation.closed': 'conversation.close',
};

export class Echoes {
  private messages: unknown[] = [];
  /** Openings and closings. */
  private changes: { type: string; at: number }[] = [];

  asked(type: string, at: number): void {
    if (type !== 'conversation.open' && type !== 'conversation.close') return;
    this.changes = [...this.changes.filter((some) => some.at > at - WITHIN), { type, at }].slice(-MOST);
  }

  isEcho(event: PublicEvent, at: number): boolean {
    if (event.type === 'message.created') return this.isMessage(event);
    const { by } = event.data as { by?: string };
    const type = ECHO_OF[event.type];
    if (event.origin === 'command' || type === undefined || !OURS.includes(by ?? '')) return false;
    const place = this.changes.findIndex((some) => some.type === type && some.at > at - WITHIN);
    if (place >= 0) this.changes.splice(place, 1);
    return place >= 0;
  }

  private isMessage({ origin, data: { messageId, author } }: PublicEvent & { type: 'message.created' }): boolean {
    if (origin === 'command') this.messages = [...this.messages, messageId].slice(-MOST_MESSAGES);
    const isOurs = author.type !== 'customer' || messageId.startsWith('mail-');
    return origin !== 'command' && isOurs && this.messages.includes(messageId);
  }
}
