/** Shops whose widget brings customers back, and all that is seen of it from outside. A customer's chat has a name of its own. */
import { type JWTPayload, SignJWT } from 'jose';
import type { Answer, Client, Fields, OutboxEntry, State } from '../client';
import type { Given } from '../given';

export const PORTAL = 'https://shop.example/help?page=1#chat';
export const LATE = 'https://shop.example/late';
const SECRET = 'a secret of the shop, 32 bytes at least';
const AUDIENCE = 'threadkeeper';
const IN_JSON = { accept: 'application/json' };

/** What programs are answered about a way back. */
export interface Way {
  state?: string;
  result?: string;
  conversation?: { channelId: string; conversationId: string };
  agentId?: string;
  sameAgent?: boolean;
  until?: string;
  newConversation?: true;
  portalUrl?: string;
  redirectUrl?: string;
}
export interface Landed {
  status: number;
  location: string | null;
  body: string;
  headers: Headers;
}
export interface Returning extends State {
  connected: boolean;
  reconnect?: { state: string; since?: string; until?: string; reservedAgentId?: string; endedBy?: string };
}
interface Prompt {
  conversations: { conversationId: string; agentId?: string; sameAgent: boolean; until?: string }[];
  newConversation: true;
  portalUrl?: string;
  reason?: string;
}

/** What the channel is told about sessions, beside messages. */
const TOLD = new Set([
  ...['capacity.reserved', 'capacity.released', 'agent.assign'],
  ...['conversation.resumed', 'conversation.wrapUp', 'conversation.close'],
]);

export class Site {
  readonly desk: Client;
  private readonly now: () => number;

  private constructor(desk: Client, now: () => number) {
    this.desk = desk;
    this.now = now;
  }

  /** Signs tokens for its customers; `reconnect` beside what it has by default. */
  static async open(given: Pick<Given, 'newcomer' | 'stack'>, reconnect: Fields = {}): Promise<Site> {
    const site = new Site(await given.newcomer(), () => given.stack.clock.now());
    await site.sets(reconnect);
    await site.proves({ algorithm: 'HS256', keys: [{ secret: SECRET }] });
    return site;
  }

  sets(reconnect: Fields): Promise<Fields> {
    const set = { enabled: true, portalUrl: PORTAL, ...reconnect };
    return this.desk.ask('PUT', `/v1/channels/${this.desk.channel}/reconnect`, set);
  }

  proves(identity: Fields): Promise<Fields> {
    return this.desk.ask('PUT', `/v1/channels/${this.desk.channel}/identity`, { audience: AUDIENCE, ...identity });
  }

  /** A chat with its agent, the customer there by one tab. */
  async chat(id: string, agentId = `agent of ${id}`): Promise<void> {
    await this.comes(id, 'tab');
    await this.desk.customerSays(id, '반품하고 싶어요', customerOf(id));
    await this.desk.event(id, 'conversation.assigned', { agentId });
  }

  async comes(id: string, connectionId = 'next tab'): Promise<void> {
    await this.desk.event(id, 'customer.connected', { connectionId });
  }

  async leaves(id: string, connectionId = 'tab'): Promise<void> {
    await this.desk.event(id, 'customer.disconnected', { connectionId });
    await this.desk.settle();
  }

  /** So many who are cut off in the same moment. */
  async cutOff(...ids: string[]): Promise<void> {
    for (const id of ids) await this.chat(id);
    for (const id of ids) await this.leaves(id);
  }

  conversation(id: string): Promise<Returning> {
    return this.desk.conversation(id) as Promise<Returning>;
  }

  /** All that the channel was told of a chat's session, oldest first. */
  async told(id: string, ...types: string[]): Promise<OutboxEntry[]> {
    await this.desk.settle();
    const isTold = (type: string) => (types.length > 0 ? types.includes(type) : TOLD.has(type));
    return (await this.desk.outbox()).filter(
      (one) => one.channelId === this.desk.channel && one.conversationId === id && isTold(one.type),
    );
  }

  /** In words, with whom or why. */
  async toldInWords(id: string): Promise<string[]> {
    return (await this.told(id)).map(({ type, data: { agentId, reason, sameAgent } }) =>
      [type, reason ?? agentId, sameAgent].filter((word) => word !== undefined).join(' '),
    );
  }

  capacity(agentId: string): Promise<{ active: number; reserved: { conversationId: string; until: string }[] }> {
    return this.desk.ask('GET', `/v1/agents/${encodeURIComponent(agentId)}/capacity`);
  }

  /** A link that the desk asks for. */
  async link(id: string): Promise<string> {
    return (await this.asksForLink<{ url: string }>(id)).body.url;
  }

  async asksForLink<Body>(id: string): Promise<Answer<Body>> {
    await this.desk.settle();
    return this.desk.request('POST', `/v1/conversations/${this.desk.channel}/${id}/reconnect-link`);
  }

  /** The customer's token, good for ten minutes; `undefined` takes a claim out. */
  jwt(sub: string, claims: JWTPayload = {}, secret = SECRET): Promise<string> {
    const at = Math.floor(this.now() / 1000);
    const all = Object.entries({ sub, aud: AUDIENCE, iat: at, exp: at + 600, ...claims });
    const said = Object.fromEntries(all.filter(([, value]) => value !== undefined));
    return new SignJWT(said).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(secret));
  }

  /** What the widget is answered when it comes up. */
  async prompt(token: string | undefined, headers: Record<string, string> = {}): Promise<Answer<Prompt>> {
    await this.desk.settle();
    return this.desk.request('GET', `/v1/reconnect?channel=${this.desk.channel}`, undefined, {
      ...bearer(token),
      ...headers,
    });
  }

  async continues(id: string, token: string | undefined): Promise<Answer<Way>> {
    await this.desk.settle();
    const body = { channel: this.desk.channel, conversationId: id };
    return this.desk.request('POST', '/v1/reconnect/continue', body, bearer(token));
  }

  /** What the widget tells, as text, as a page that goes away does. */
  tells(id: string, state: 'connected' | 'disconnected', credential: string): Promise<Answer> {
    const told = { channel: this.desk.channel, conversationId: id, connectionId: 'widget', state, credential };
    const headers = { 'content-type': 'text/plain' };
    return this.desk.request('POST', '/v1/reconnect/presence', JSON.stringify(told), headers);
  }
}

/** The customer of a chat. */
export const customerOf = (id: string) => ({ id: `customer-of-${id}`, name: '김민지', language: 'ko' });

const bearer = (token: string | undefined): Record<string, string> => ({
  authorization: token === undefined ? '' : `Bearer ${token}`,
});

/** As a browser opens a link: redirects are looked at, not followed. */
export async function visits(url: string, method = 'GET', headers: Record<string, string> = {}): Promise<Landed> {
  const response = await fetch(url, { method, headers, redirect: 'manual' });
  const { status } = response;
  return { status, location: response.headers.get('location'), body: await response.text(), headers: response.headers };
}

/** The button of the page is pressed. */
export const follows = (url: string): Promise<Landed> =>
  visits(url, 'POST', { 'content-type': 'application/x-www-form-urlencoded' });

/** As a program asks: GET looks, POST goes on. */
export async function asks(url: string, method: 'GET' | 'POST' = 'GET'): Promise<Way> {
  return JSON.parse((await visits(url, method, IN_JSON)).body) as Way;
}
