/** What a chat widget sends of a chat: CloudEvents, as the `webhook` channel takes them. */
import type { DayLine } from './line';
import { BASE36, type Random } from './random';
import type { ChatScript, ScriptLine } from './transcript';

const AGENTS: Readonly<Record<string, string>> = {
  minji: '김민지',
  jiho: '박지호',
  sujin: '이수진',
  emma: 'Emma Hughes',
  daniel: 'Daniel Reed',
};

interface Told {
  type: string;
  data: Record<string, unknown>;
  subject?: string;
}

/** The chat's events, in order. */
export function chatEvents(chat: ChatScript, random: Random): DayLine[] {
  const teller = new Teller(chat, random);
  return chat.lines.map((line) => {
    const { type, data, subject = chat.id } = teller.tell(line);
    const id = `evt_${random.word(16, BASE36)}`;
    return { at: line.at, channel: 'web', body: { specversion: '1.0', id, source: 'web', subject, type, data } };
  });
}

/** Remembers what later lines of the chat refer to. */
class Teller {
  readonly #chat: ChatScript;
  readonly #random: Random;
  #agent = 'minji';
  #messages = 0;
  #connection = '';
  #firstOfCustomer = '';
  #lastOfAgent = '';

  constructor(chat: ChatScript, random: Random) {
    this.#chat = chat;
    this.#random = random;
  }

  tell({ verb, rest }: ScriptLine): Told {
    const verbs: Record<string, () => Told> = {
      start: () => this.#started(rest),
      opened: () => ({ type: 'conversation.opened', data: { by: rest } }),
      agent: () => ({ type: 'conversation.opened', data: { by: 'agent', agentId: this.#now(rest) } }),
      assigned: () => ({ type: 'conversation.assigned', data: { agentId: this.#now(rest) } }),
      '>': () => this.#customerSays(rest, 'chat'),
      '>mail': () => this.#customerSays(rest, 'email'),
      '<': () => this.#agentSays(rest),
      '#': () => this.#agentSays(rest, { private: true }),
      marketing: () => this.#message({ type: 'marketing', id: 'camp-summer' }, rest).told,
      read: () => ({ type: 'message.read', data: { upToMessageId: this.#lastOfAgent } }),
      delete: () => ({ type: 'message.deleted', data: { messageId: this.#firstOfCustomer } }),
      connect: () => this.#connected(),
      disconnect: () => this.#disconnected(),
      tags: () => ({ type: 'conversation.updated', data: { addTags: rest.split(',') } }),
      snooze: () => ({ type: 'conversation.snoozed', data: { until: `{{now+${rest}}}` } }),
      customer: () => this.#customerChanged(rest),
      closed: () => ({ type: 'conversation.closed', data: { by: rest } }),
      ended: () => ({ type: 'session.ended', data: { by: rest } }),
    };
    const told = verbs[verb]?.();
    if (told === undefined) throw new Error(`${this.#chat.id}: "${verb}" is no verb of a transcript.`);
    return told;
  }

  #now(agent: string): string {
    this.#agent = agent;
    return agent;
  }

  #started(rest: string): Told {
    const [by = 'customer', campaignId] = rest.split(' ').filter(Boolean);
    const { customer, page } = this.#chat;
    const data = { kind: 'chat', by, ...(campaignId && { campaignId }), ...(page && { page }), customer };
    return { type: 'conversation.started', data };
  }

  #message(author: Record<string, string>, text: string, more: Record<string, unknown> = {}) {
    this.#messages += 1;
    const messageId = `${this.#chat.id}-m${this.#messages}`;
    const [, words = text, file] = /^(.*) \[(.+)\]$/.exec(text) ?? [];
    const files = file && { files: [this.#file(file)] };
    return {
      messageId,
      told: { type: 'message.created', data: { messageId, author, text: words, ...files, ...more } },
    };
  }

  #file(name: string) {
    const url = `https://files.shop.example.com/${this.#random.word(12, BASE36)}/${encodeURIComponent(name)}`;
    return { name, type: 'image/jpeg', size: this.#random.between(180_000, 2_400_000), url };
  }

  #customerSays(text: string, via: string): Told {
    const { id, name } = this.#chat.customer;
    const { messageId, told } = this.#message({ type: 'customer', id, ...(name && { name }) }, text, { via });
    this.#firstOfCustomer ||= messageId;
    return told;
  }

  #agentSays(text: string, more: Record<string, unknown> = {}): Told {
    const author = { type: 'agent', id: this.#agent, name: AGENTS[this.#agent] ?? this.#agent };
    const { messageId, told } = this.#message(author, text, more);
    if (more.private !== true) this.#lastOfAgent = messageId;
    return told;
  }

  #connected(): Told {
    this.#connection = `conn_${this.#random.word(10, BASE36)}`;
    const { page } = this.#chat;
    return { type: 'customer.connected', data: { connectionId: this.#connection, ...(page && { page }) } };
  }

  /** A widget that never told that it connected still tells that it went. */
  #disconnected(): Told {
    this.#connection ||= `conn_${this.#random.word(10, BASE36)}`;
    return { type: 'customer.disconnected', data: { connectionId: this.#connection, reason: 'tabClosed' } };
  }

  #customerChanged(rest: string): Told {
    const [field = '', value = ''] = rest.split('=');
    const { id } = this.#chat.customer;
    return { type: 'customer.updated', subject: id, data: { customer: { id, [field]: value } } };
  }
}
