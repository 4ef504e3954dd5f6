/** A person outside: knows the contract's routes and nothing of what is behind them. */

export interface OutboxEntry {
  at: string;
  to: string;
  type: string;
  effectId: string;
  workflowId?: string;
  channelId: string;
  conversationId: string;
  data: Record<string, unknown>;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { path: string; message: string }[];
}
export interface Answer<Body = Problem> {
  status: number;
  body: Body;
  headers: Headers;
}
export interface Info {
  workspaceId: string;
  apiKey: string;
  channels: { id: string; kind: string; secret: string; webhookUrl: string }[];
  now: string;
}
export interface Workflow {
  id: string;
  name: string;
  revision: number;
  status: string;
}
export interface State {
  status: string;
  inInbox: boolean;
  queued: boolean;
  agentId?: string;
  teamId?: string;
  priority?: string;
  description?: string;
  tags: string[];
  unread: number;
  openedCount: number;
  followers?: string[];
  waits: { kind: string; due?: string }[];
  runs: { id: string; workflowId: string; waitsFor: string }[];
}
export interface Evaluation {
  workflowId: string;
  fired: boolean;
  reason?: { kind: string; detail?: string; fact?: string; path?: string; expected?: unknown; actual?: unknown };
}
export interface TimelineItem {
  id: string;
  at: string;
  kind: string;
  event?: { id: string; type: string; data: Record<string, unknown> };
  evaluations?: Evaluation[];
  waits?: { kind: string; outcome: string; why?: string }[];
  runs?: { runId: string; workflowId: string; change: string; detail?: string; step?: string; startedBy?: string }[];
  effect?: { id: string; type: string; state: string; attempts: number; detail?: string };
  effects?: { id: string; type: string; workflowId?: string; fields?: Record<string, unknown> }[];
  notes?: string[];
}
interface Page<Item> {
  items: Item[];
  next?: string;
}
export type Fields = Record<string, unknown>;

export class Client {
  readonly url: string;
  /** The channel whose conversations are meant. */
  readonly channel: string;
  apiKey: string;
  /** Of the channel. */
  secret = '';
  private serial = 0;

  constructor(url: string, { channel = 'web', apiKey = '' } = {}) {
    this.url = url;
    this.channel = channel;
    this.apiKey = apiKey;
  }

  /** Asks the stack who it is, and takes the key. */
  async meet(): Promise<this> {
    this.apiKey = (await this.info()).apiKey;
    return this;
  }

  /** `body`: text and bytes go as they are, all else as JSON. */
  async request<Body = Problem>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const asIs = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asIs ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: parse(text) as Body, headers: response.headers };
  }

  /** A request that has to succeed. */
  async ask<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.request<Body>(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  info(): Promise<Info> {
    return this.ask('GET', '/_local/info');
  }

  /** Creates and publishes a workflow that, unless told otherwise, leaves a note; answers its id. */
  async publish(workflow: Fields): Promise<string> {
    const { id } = await this.draft(workflow);
    await this.ask('POST', `/v1/workflows/${id}/publish`);
    return id;
  }

  draft(workflow: Fields): Promise<Workflow> {
    const steps = [{ do: 'note.add', text: 'fired' }];
    return this.ask('POST', '/v1/workflows', { name: 'w', steps, ...workflow });
  }

  async pause(id: string): Promise<void> {
    await this.ask('POST', `/v1/workflows/${id}/pause`);
  }

  /** A CloudEvent of this channel, not yet sent. */
  made(subject: string, type: string, data: unknown, more: Fields = {}): Fields {
    const id = `s-${++this.serial}`;
    return { specversion: '1.0', id, source: this.channel, subject, type, data, ...more };
  }

  event(subject: string, type: string, data: unknown = {}, more: Fields = {}): Promise<Answer> {
    return this.send(this.made(subject, type, data, more));
  }

  send(event: unknown): Promise<Answer> {
    return this.request('POST', '/v1/events', event, { 'content-type': 'application/cloudevents+json' });
  }

  message(author: string, text: string, more: Fields = {}): Fields {
    return { messageId: `m-${++this.serial}`, author: { type: author, id: `${author}-1` }, text, ...more };
  }

  customerSays(subject: string, text = 'hello', customer: Fields = { id: 'cu' }): Promise<Answer> {
    const data = this.message('customer', text, { author: { type: 'customer', id: customer.id }, customer });
    return this.event(subject, 'message.created', data);
  }

  agentSays(subject: string, text = 'hi', more: Fields = {}): Promise<Answer> {
    return this.event(subject, 'message.created', this.message('agent', text, more));
  }

  async advance(duration: string): Promise<string> {
    const { now } = await this.ask<{ now: string }>('POST', '/_local/clock', { advance: duration });
    return now;
  }

  async settle(): Promise<void> {
    await this.ask('POST', '/_local/settle');
  }

  /** What the fake provider answers to the next calls. */
  async faults(fault: { status: number; times: number } | { timeout: true; times: number }): Promise<void> {
    await this.ask('POST', '/_local/faults', fault);
  }

  /** All that left, or what one workflow sent. */
  async outbox(workflowId?: string): Promise<OutboxEntry[]> {
    const entries = await this.ask<OutboxEntry[]>('GET', '/_local/outbox');
    return workflowId === undefined ? entries : entries.filter((entry) => entry.workflowId === workflowId);
  }

  /** In which conversations a workflow did something, once for each effect, after all has settled. */
  async did(workflowId: string): Promise<string[]> {
    await this.settle();
    return (await this.outbox(workflowId)).map(({ conversationId }) => conversationId);
  }

  /** Texts of what a workflow wrote into a conversation. */
  async wrote(workflowId: string, subject?: string): Promise<unknown[]> {
    await this.settle();
    const entries = await this.outbox(workflowId);
    return entries
      .filter(({ conversationId }) => subject === undefined || conversationId === subject)
      .map(({ data }) => data.text);
  }

  private path(subject: string): string {
    return `/v1/conversations/${encodeURIComponent(this.channel)}/${encodeURIComponent(subject)}`;
  }

  async conversation(subject: string): Promise<State> {
    await this.settle();
    return this.ask('GET', this.path(subject));
  }

  /** As the API does it: `open`, `close`, `snooze`… */
  command(subject: string, what: string, body: Fields = {}): Promise<Answer<State>> {
    return this.request('POST', `${this.path(subject)}/${what}`, body);
  }

  async timeline(subject: string): Promise<TimelineItem[]> {
    await this.settle();
    const items: TimelineItem[] = [];
    let cursor = '';
    do {
      const page = await this.ask<Page<TimelineItem>>('GET', `${this.path(subject)}/timeline?limit=100${cursor}`);
      items.push(...page.items);
      cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
    } while (cursor !== '');
    return items;
  }

  /** What was said of a workflow, oldest first. */
  async evaluations(subject: string, workflowId: string): Promise<Evaluation[]> {
    const items = await this.timeline(subject);
    return items.flatMap(({ evaluations = [] }) => evaluations).filter((one) => one.workflowId === workflowId);
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
