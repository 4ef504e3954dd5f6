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
export interface Answer {
  status: number;
  body: any;
  headers: Headers;
}

export class Client {
  readonly url: string;
  apiKey = '';
  private serial = 0;

  constructor(url: string) {
    this.url = url;
  }

  /** Asks the stack who it is, and takes the key. */
  async meet(): Promise<this> {
    this.apiKey = (await this.info()).apiKey;
    return this;
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : parse(text), headers: response.headers };
  }

  async info(): Promise<any> {
    return (await this.request('GET', '/_local/info')).body;
  }

  /** Creates and publishes a workflow; answers its id. */
  async publish(workflow: Record<string, unknown>): Promise<string> {
    const created = await this.request('POST', '/v1/workflows', { name: 'w', steps: [], ...workflow });
    if (created.status !== 201) throw new Error(`not created: ${JSON.stringify(created.body)}`);
    const published = await this.request('POST', `/v1/workflows/${created.body.id}/publish`);
    if (published.status >= 300) throw new Error(`not published: ${JSON.stringify(published.body)}`);
    return created.body.id;
  }

  async event(subject: string, type: string, data: unknown, more: Record<string, unknown> = {}): Promise<Answer> {
    const id = `s-${process.pid}-${++this.serial}`;
    const event = { specversion: '1.0', id, source: 'web', subject, type, data, ...more };
    return this.request('POST', '/v1/events', event, { 'content-type': 'application/cloudevents+json' });
  }

  async customerSays(
    subject: string,
    text = 'hello',
    customer: Record<string, unknown> = { id: 'cu' },
  ): Promise<Answer> {
    return this.event(subject, 'message.created', {
      messageId: `m-${++this.serial}`,
      author: { type: 'customer', id: customer.id },
      text,
      customer,
    });
  }

  async agentSays(subject: string, text = 'hi', more: Record<string, unknown> = {}): Promise<Answer> {
    return this.event(subject, 'message.created', {
      messageId: `m-${++this.serial}`,
      author: { type: 'agent', id: 'ag' },
      text,
      ...more,
    });
  }

  async advance(duration: string): Promise<string> {
    const { status, body } = await this.request('POST', '/_local/clock', { advance: duration });
    if (status !== 200) throw new Error(`the clock did not move: ${JSON.stringify(body)}`);
    return body.now;
  }

  async settle(): Promise<void> {
    await this.request('POST', '/_local/settle');
  }

  async outbox(workflowId?: string): Promise<OutboxEntry[]> {
    const { body } = await this.request('GET', '/_local/outbox');
    return workflowId === undefined ? body : body.filter((entry: OutboxEntry) => entry.workflowId === workflowId);
  }

  async conversation(subject: string, channel = 'web'): Promise<any> {
    return (await this.request('GET', `/v1/conversations/${channel}/${encodeURIComponent(subject)}`)).body;
  }

  async timeline(subject: string, channel = 'web'): Promise<any[]> {
    const items: any[] = [];
    let cursor = '';
    do {
      const { body } = await this.request(
        'GET',
        `/v1/conversations/${channel}/${encodeURIComponent(subject)}/timeline?limit=100${cursor}`,
      );
      items.push(...body.items);
      cursor = body.next ? `&cursor=${encodeURIComponent(body.next)}` : '';
    } while (cursor !== '');
    return items;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
