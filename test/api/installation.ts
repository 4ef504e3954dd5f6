/** An installation over memory adapters, called as from outside; every answer is held to what the route table promises. */
import { createHash } from 'node:crypto';
import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import { memoryPorts } from '../../src/adapters/memory/memory-ports';
import { hashKey } from '../../src/app/api/authorize';
import { handleRequest } from '../../src/app/api/handle-request';
import type { ApiDeps, ApiRequest, ApiResponse } from '../../src/app/api/http';
import { matchRoute } from '../../src/app/api/match';
import { routes } from '../../src/app/api/routes';
import { problemShape } from '../../src/app/api/schemas';
import { LiveConfigurations } from '../../src/app/configuration';
import { handleEvent, SentMemory } from '../../src/app/handle-event';
import { PublishedKeys } from '../../src/app/reconnect/jwks';
import type { PublicEvent } from '../../src/engine/event';
import type { Scope } from '../../src/ports/keys';

export const START = Date.parse('2026-01-05T09:00:00Z');

export interface Sent {
  /** Whose key: `acme admin`, or a key as it is; null for none. */
  as?: string | null;
  json?: unknown;
  body?: Uint8Array | string;
  headers?: Record<string, string>;
}
export interface Answer {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

const SCOPES: readonly Scope[] = ['read', 'write', 'admin'];
const keyOf = (name: string): string => `tk_${createHash('sha256').update(name).digest('base64url')}`;

export class Installation {
  readonly deps: ApiDeps;
  private readonly ports = memoryPorts(new MemoryClock(START));
  private randoms = 0;

  private constructor() {
    this.deps = {
      ...this.ports,
      publicUrl: 'https://api.example',
      sender: { identity: 'acme.example', replyDomain: 'reply.acme.example' },
      random: (bytes) =>
        createHash('shake256', { outputLength: bytes })
          .update(`random ${++this.randoms}`)
          .digest(),
      live: new LiveConfigurations(this.ports.configuration),
      publishedKeys: new PublishedKeys(),
      sent: new SentMemory(),
    };
  }

  /** With keys of each scope for the workspaces acme and other. */
  static async open(): Promise<Installation> {
    const installation = new Installation();
    for (const workspaceId of ['acme', 'other'])
      for (const scope of SCOPES) {
        const key = keyOf(`${workspaceId} ${scope}`);
        const made = { hint: key.slice(0, 7), name: scope, createdAt: START };
        await installation.deps.keys.put({ hash: hashKey(key), workspaceId, scope, ...made });
      }
    return installation;
  }

  get now(): number {
    return this.ports.clock.now();
  }

  set now(instant: number) {
    this.ports.clock.moveTo(instant);
  }

  /** All that is stored. */
  contents(): unknown {
    return this.ports.table.items;
  }

  /** What stands in the queue of events. */
  private handled = 0;

  queuedEvents(): unknown[] {
    const bodies = this.ports.queues.sent.filter(({ queue }) => queue === 'events').map(({ body }) => JSON.parse(body));
    return bodies.flatMap(({ event }) => (event === undefined ? [] : [event]));
  }

  async call(line: string, sent: Sent = {}): Promise<Answer> {
    const [method = '', target = ''] = line.split(' ');
    const [path = '', query = ''] = target.split('?');
    const { as = 'acme admin', json, body = json === undefined ? '' : JSON.stringify(json) } = sent;
    const key = as?.includes(' ') ? keyOf(as) : as;
    const request: ApiRequest = {
      ...{ method, path, query, body: Buffer.from(body) },
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body.length > 0 && { 'content-type': 'application/json' }),
        ...sent.headers,
      },
    };
    const response = await handleRequest(request, this.deps);
    return { ...response, body: this.keepPromise(request, response) };
  }

  /** Parses the answer and checks it against what the route says it answers. */
  private keepPromise(request: ApiRequest, response: ApiResponse): unknown {
    if (request.method === 'HEAD') {
      if (response.body !== '') throw new Error('a body in the answer to HEAD');
      return undefined;
    }
    if (response.status === 204 || response.status === 303) return undefined;
    if (response.headers['content-type']?.startsWith('text/html')) return keptPage(request, response);
    const body = JSON.parse(response.body);
    if (response.status >= 400) {
      if (response.headers['content-type'] !== 'application/problem+json') throw new Error('no problem+json');
      return problemShape.parse(body);
    }
    const match = matchRoute(routes, request);
    if (!match.ok) throw new Error(`${request.path} answered ${response.status} without a route`);
    const shape = match.route.answers[response.status];
    if (!shape) throw new Error(`${match.route.path} does not promise ${response.status}`);
    const parsed = shape.safeParse(body);
    if (!parsed.success) throw new Error(`${match.route.path}: ${parsed.error.message} in ${response.body}`);
    return body;
  }

  /** An event comes by a channel of acme and is evaluated. */
  async hear(type: PublicEvent['type'], data: Record<string, unknown> = {}, subject = 'chat-1'): Promise<void> {
    const id = `e${++this.randoms}`;
    const of = { schema: 1, id, workspaceId: 'acme', channelId: 'web', subject, receivedAt: this.now };
    await this.take({ ...of, type, data } as PublicEvent);
  }

  customerSays(text: string, subject = 'chat-1'): Promise<void> {
    const message = { messageId: `m${++this.randoms}`, author: { type: 'customer', id: 'cu-7' }, text };
    return this.hear('message.created', { ...message, customer: { id: 'cu-7', tier: 'VIP' } }, subject);
  }

  /** Takes from the queue what the doors have put there, and evaluates it. */
  async handleQueued(): Promise<void> {
    for (const event of this.queuedEvents().slice(this.handled)) {
      this.handled += 1;
      await this.take(event as PublicEvent);
    }
  }

  async take(event: PublicEvent): Promise<void> {
    const context = { live: this.deps.live.forBatch(), comesAgain: true, sent: this.deps.sent };
    await handleEvent({ kind: 'event', event }, this.deps, context);
  }

  /** A ring comes, of the alarm for `due` or else of the sweep: what is due by now is judged. */
  async ring(subject = 'chat-1', due?: number): Promise<void> {
    const of = { schema: 1 as const, workspaceId: 'acme', channelId: 'web', subject, receivedAt: this.now };
    const ring = { ...of, ...(due !== undefined && { due }) };
    const context = { live: this.deps.live.forBatch(), comesAgain: true, sent: this.deps.sent };
    await handleEvent({ kind: 'ring', ring }, this.deps, context);
  }
}

/** A page of a route that promises one. */
function keptPage(request: ApiRequest, { status, body }: ApiResponse): string {
  const match = matchRoute(routes, request);
  if (!match.ok || !('isPage' in match.route))
    throw new Error(`${request.path} answered a page without a route for it`);
  if (status < 400 && match.route.answers[status] === undefined)
    throw new Error(`${match.route.path} does not promise ${status}`);
  return body;
}

/** A workflow that tags a conversation when a customer writes. */
export const tagging = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ name, trigger: { type: 'message.customer' }, steps: [{ do: 'conversation.tag', tag: name }] },
  ...more,
});
