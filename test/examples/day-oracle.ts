/**
 * What the recorded day must lead to, read from its raw lines by the settled cases of the contract. Shares nothing with the
 * engine: it knows the day's ten workflows by what they are meant to do, and keeps time in seconds.
 */
import { callsOf } from './day-oracle-calls';

export interface Outcome {
  fired: number;
  effects: Record<string, number>;
}
export interface Verdict {
  table: Record<string, Outcome>;
  /** Per chat and wait: seconds between a due instant and the next thing that touches it; small ones make the day fragile. */
  closest: number;
  /** Waits that the day does not see the end of. */
  open: string[];
}

/** One line of the file, parsed. */
export interface RawLine {
  at: string;
  channel: string;
  // biome-ignore lint/suspicious/noExplicitAny: the raw file, whatever it holds
  body?: any;
  form?: Record<string, string>;
}

interface Chat {
  id: string;
  customerId?: string;
  status: 'started' | 'open' | 'snoozed' | 'wrapUp' | 'closed';
  openings: number;
  firstUsed: boolean;
  tags: Set<string>;
  team?: string;
  lastText: string;
  /** Due instants by the name of the wait. */
  dues: Map<string, number>;
  /** When a wait last ran out. */
  lastDue: number;
}

const MINUTE = 60;

export function seconds(duration: string): number {
  const [, hours = 0, minutes = 0, rest = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * MINUTE + Number(rest);
}

const holds = (text: string, words: string[]) => words.some((word) => text.toLowerCase().includes(word));

/** Reads the day to its end. */
export function judge(lines: readonly RawLine[]): Verdict {
  const day = new Day();
  const seen = new Set<string>();
  for (const { at, body } of lines) {
    if (body === undefined || seen.has(body.id)) continue;
    seen.add(body.id);
    day.tell(seconds(at), body);
  }
  const end = seconds(lines.at(-1)?.at ?? 'PT0S');
  day.passTime(end);
  for (const call of callsOf(lines)) {
    if (call.missed && call.inbound && call.phone !== undefined) {
      day.count('Missed call', ['conversation.tag', 'message.send']);
    }
    if (call.ended + MINUTE > end) day.open.push(`${call.id} callEnded`);
  }
  return { table: day.table, closest: day.closest, open: [...day.open, ...day.pending()] };
}

class Day {
  readonly table: Record<string, Outcome> = {};
  readonly open: string[] = [];
  closest = Number.POSITIVE_INFINITY;
  readonly #chats = new Map<string, Chat>();
  readonly #tiers = new Map<string, string>();

  count(workflow: string, effects: string[]) {
    this.table[workflow] ??= { fired: 0, effects: {} };
    const row = this.table[workflow];
    row.fired += 1;
    this.#more(workflow, effects);
  }

  #more(workflow: string, effects: string[]) {
    const row = this.table[workflow] as Outcome;
    for (const type of effects) row.effects[type] = (row.effects[type] ?? 0) + 1;
  }

  pending(): string[] {
    return [...this.#chats.values()].flatMap((chat) => [...chat.dues.keys()].map((wait) => `${chat.id} ${wait}`));
  }

  /** Lets all that is due by `now` happen, in order of time. */
  passTime(now: number) {
    for (;;) {
      const dues = [...this.#chats.values()].flatMap((chat) =>
        [...chat.dues].map(([wait, at]) => ({ chat, wait, at })),
      );
      const next = dues.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) return;
      next.chat.dues.delete(next.wait);
      this.#due(next.chat, next.wait, next.at);
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: the raw event
  tell(now: number, event: any) {
    this.passTime(now);
    const { data } = event;
    if (data.customer?.tier !== undefined) this.#tiers.set(data.customer.id, data.customer.tier);
    if (event.type === 'customer.updated') return;
    const chat = this.#chats.get(event.subject) ?? newChat(event.subject);
    this.#chats.set(chat.id, chat);
    if (data.customer !== undefined) chat.customerId = data.customer.id;
    for (const due of [...chat.dues.values(), chat.lastDue]) this.closest = Math.min(this.closest, Math.abs(due - now));
    this.#fold(chat, now, event);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the raw event
  #fold(chat: Chat, now: number, { type, data }: any) {
    if (type === 'message.created' && data.author.type === 'customer') return this.#customerSaid(chat, now, data.text);
    if (type === 'message.created' && data.author.type === 'agent' && !data.private) {
      return this.#agentSaid(chat, now, data.text);
    }
    if (type === 'conversation.opened') return this.#opened(chat, data.by);
    if (type === 'conversation.closed') return this.#closed(chat);
    if (type === 'conversation.updated') for (const tag of data.addTags) chat.tags.add(tag);
    if (type === 'conversation.snoozed') {
      const by = /\+(PT\w+)/.exec(data.until)?.[1] ?? '';
      this.#snoozed(chat, now + seconds(by));
    }
    if (type === 'session.ended') {
      chat.status = 'wrapUp';
      chat.dues.clear();
      chat.dues.set('wrapUp', now + 15 * MINUTE);
    }
  }

  #vip(chat: Chat): boolean {
    return chat.customerId !== undefined && this.#tiers.get(chat.customerId) === 'VIP';
  }

  #customerSaid(chat: Chat, now: number, text: string) {
    for (const wait of ['agentWaiting', 'closing']) chat.dues.delete(wait);
    this.#opened(chat, 'customer');
    chat.dues.set('customerWaiting', now + 3 * MINUTE);
    chat.lastText = text;
    if (holds(text, ['반품', 'return']) && !chat.tags.has('반품')) {
      chat.tags.add('반품');
      this.count('Returns', ['conversation.tag', 'customer.tag', 'message.send']);
    }
    if (holds(text, ['배송', 'delivery', 'parcel']) && !this.#vip(chat) && chat.team !== 'team-logistics') {
      chat.team = 'team-logistics';
      this.count('Delivery to logistics', ['team.assign', 'priority.set']);
    }
    if (/ord-[0-9]{4}/i.test(text)) this.count('Order lookup', ['webhook.call', 'note.add']);
  }

  #agentSaid(chat: Chat, now: number, text: string) {
    for (const wait of ['customerWaiting', 'closing']) chat.dues.delete(wait);
    this.#opened(chat, 'agent');
    chat.lastText = text;
    chat.dues.set('agentWaiting', now + 10 * MINUTE);
    if (!holds(text, ['두 시간 안에', 'within two hours'])) return;
    chat.tags.add('약속');
    this.count('Promise in two hours', ['conversation.tag', 'conversation.snooze']);
    this.#snoozed(chat, now + 120 * MINUTE);
  }

  #opened(chat: Chat, by: string) {
    if (chat.status === 'open') return;
    chat.status = 'open';
    chat.openings += 1;
    for (const wait of ['snooze', 'wrapUp']) chat.dues.delete(wait);
    if (by === 'agent') return;
    if (!chat.firstUsed && this.#vip(chat)) {
      chat.team = 'team-vip';
      this.count('VIP team', ['team.assign', 'note.add']);
    }
    chat.firstUsed = true;
    if (chat.openings >= 2) this.count('Opened again', ['note.add']);
  }

  #snoozed(chat: Chat, until: number) {
    chat.status = 'snoozed';
    for (const wait of ['customerWaiting', 'agentWaiting']) chat.dues.delete(wait);
    chat.dues.set('snooze', until);
  }

  #closed(chat: Chat) {
    if (chat.status === 'closed') return;
    const wasInInbox = chat.openings > 0;
    chat.status = 'closed';
    chat.dues.clear();
    if (wasInInbox && chat.tags.size === 0) this.count('Tag reminder', ['note.add']);
  }

  #due(chat: Chat, wait: string, now: number) {
    chat.lastDue = now;
    if (
      wait === 'customerWaiting' &&
      this.#vip(chat) &&
      !holds(chat.lastText, ['감사', '고맙', 'thanks', 'thank you'])
    ) {
      this.count('VIP waits', ['note.add', 'priority.set']);
    }
    if (wait === 'agentWaiting') {
      this.count('Close after no answer', ['message.send']);
      chat.dues.set('closing', now + 5 * MINUTE);
    }
    if (wait === 'closing') {
      this.#more('Close after no answer', ['conversation.close']);
      this.#closed(chat);
    }
    if (wait === 'snooze') this.#opened(chat, 'snoozeExpiry');
    if (wait === 'wrapUp') this.#closed(chat);
  }
}

function newChat(id: string): Chat {
  return {
    id,
    status: 'started',
    openings: 0,
    firstUsed: false,
    tags: new Set(),
    lastText: '',
    dues: new Map(),
    lastDue: -Infinity,
  };
}
