/** A page with the script on it and, under another origin of the same server, an API that answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSdk } from '../../../scripts/sdk/build';

export interface Call {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** As parsed JSON, whatever its content type says. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  body: any;
}
/** `hang`: no answer; `drop`: the connection is closed; a text is answered as it is. */
export type Answer = 'hang' | 'drop' | { status?: number; body: unknown } | { text: string };

const UNTOLD: Answer = { status: 404, body: { title: 'no such route' } };

export class FakeSite {
  readonly calls: Call[] = [];
  /** By method and path, without the query. */
  answers: Record<string, Answer> = {};
  /** Runs at the end of each page. */
  script = '';
  /** What is said at the top of each page. */
  head = '';
  language = 'en';
  #waiting: (() => void)[] = [];
  #server = createServer((request, response) => void this.#serve(request, response));
  #sdk = '';

  async open(): Promise<this> {
    this.#sdk = (await buildSdk())['threadkeeper.js'];
    await new Promise<void>((resolve) => this.#server.listen(0, resolve));
    return this;
  }

  reset(): void {
    this.calls.length = 0;
    this.answers = { 'POST /v1/reconnect/presence': { status: 202, body: {} } };
    Object.assign(this, { script: '', head: '', language: 'en' });
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  get api(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Waits until so many calls meet the condition. */
  async seen(isMeant: (call: Call) => boolean, count = 1): Promise<Call[]> {
    for (;;) {
      const found = this.calls.filter(isMeant);
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '' } = request;
    const { pathname: path, searchParams } = new URL(url, this.origin);
    if (path === '/threadkeeper.js') return send(response, 'text/javascript', this.#sdk);
    if (!/^\/(v1|r)\//.test(path)) return send(response, 'text/html; charset=utf-8', this.#page());
    const text = await read(request);
    this.calls.push({ method, path, headers, body: text ? JSON.parse(text) : undefined });
    for (const wake of this.#waiting.splice(0)) wake();
    // Of a request that is asked for in advance no more than its address is known.
    const isAllowed = method !== 'OPTIONS' || searchParams.get('channel') === 'web';
    if (isAllowed) response.setHeader('access-control-allow-origin', this.origin);
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    answer(response, this.answers[`${method} ${path}`] ?? UNTOLD);
  }

  #page(): string {
    return `<!doctype html><html lang="${this.language}"><head><meta name="viewport" content="width=device-width">${this.head}
<title>Shop</title><script src="/threadkeeper.js"></script></head><body><h1>Shop</h1><button id="before">Cart</button>
<script>const api = '${this.api}', channel = 'web', jwt = () => 'jwt-of-kim';
const keep = (keeper) => { window.keeper = keeper; keeper.ready.then((outcome) => { window.outcome = outcome; }); };
${this.script}</script></body></html>`;
  }
}

function answer(response: ServerResponse, told: Answer): void {
  if (told === 'hang') return;
  if (told === 'drop') return void response.destroy();
  if ('text' in told) return send(response, 'application/json', told.text);
  response.statusCode = told.status ?? 200;
  send(response, 'application/json', JSON.stringify(told.body));
}

function send(response: ServerResponse, type: string, text: string): void {
  response.setHeader('content-type', type);
  response.end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
