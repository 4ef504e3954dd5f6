/** A shop whose help page has a chat, with the script for widgets on it, and the shop's own server behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { buildSdk } from '../../../scripts/sdk/build';
import type { Client } from '../../scenarios/client';

const SECRET = 'a secret of the shop, 32 bytes at least';

export class Portal {
  /** What the shop has with Threadkeeper, by the name of the channel. */
  readonly #shops = new Map<string, Client>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #now: () => number;
  #sdk = '';

  /** @param now of the stack */
  constructor(now: () => number) {
    this.#now = now;
  }

  async open(): Promise<this> {
    this.#sdk = (await buildSdk())['threadkeeper.js'];
    await new Promise<void>((resolve) => this.#server.listen(0, resolve));
    return this;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  helpPage({ channel }: Client): string {
    return `${this.origin}/${channel}/help`;
  }

  /** Turns reconnect on. */
  async join(shop: Client, more: object = {}): Promise<void> {
    this.#shops.set(shop.channel, shop);
    const identity = { algorithm: 'HS256', audience: 'tk', keys: [{ secret: SECRET }] };
    await shop.ask('PUT', `/v1/channels/${shop.channel}/identity`, identity);
    await this.change(shop, more);
  }

  async change(shop: Client, more: object): Promise<void> {
    const reconnect = { enabled: true, portalUrl: this.helpPage(shop), ...more };
    await shop.ask('PUT', `/v1/channels/${shop.channel}/reconnect`, reconnect);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', this.origin);
    if (pathname === '/threadkeeper.js') return send(response, 'text/javascript', this.#sdk);
    const [, channel = '', what] = pathname.split('/');
    const shop = this.#shops.get(channel);
    if (!shop) return send(response, 'text/html', '<title>Nothing here</title>', 404);
    const customer = /(?:^|; )customer=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    if (what === 'jwt') return send(response, 'text/plain', customer ? await this.#jwtOf(customer) : '');
    if (what === 'late') return send(response, 'text/html', '<title>Too late</title>');
    if (what === 'say') {
      const { chat, text } = JSON.parse(await read(request));
      await shop.customerSays(chat, text, { id: customer ?? 'guest' });
      return send(response, 'text/plain', '');
    }
    send(response, 'text/html; charset=utf-8', page(shop, request.headers['accept-language']));
  }

  #jwtOf(sub: string): Promise<string> {
    const exp = Math.floor(this.#now() / 1000) + 86_400;
    return new SignJWT({ sub, aud: 'tk', exp }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(SECRET));
  }
}

/** Beats often, since time stands still at the stack and not in the browser. */
const page = ({ url, channel }: Client, languages = '') => `<!doctype html>
<html lang="${languages.startsWith('ko') ? 'ko' : 'en'}"><head><meta name="viewport" content="width=device-width"><title>Help</title></head>
<body><h1>Help</h1><p id="outcome"></p>
<form id="say"><input name="text" aria-label="Message"><button>Send</button></form>
<script src="/threadkeeper.js"></script>
<script>
let chat;
const errors = [];
const keeper = Threadkeeper.start({
  api: '${url}',
  channel: '${channel}',
  jwt: async () => (await fetch('/${channel}/jwt')).text(),
  heartbeat: 300,
  timeout: 20000,
  onError: (error) => errors.push(String(error)),
});
keeper.ready.then((outcome) => {
  chat ??= outcome.conversationId;
  document.getElementById('outcome').textContent = outcome.result;
  window.outcome = outcome;
});
document.getElementById('say').onsubmit = async (event) => {
  event.preventDefault();
  chat ??= 'chat';
  await fetch('/${channel}/say', { method: 'POST', body: JSON.stringify({ chat, text: event.target.text.value }) });
  keeper.connect(chat);
  document.getElementById('outcome').textContent = 'said';
};
</script></body></html>`;

function send(response: ServerResponse, type: string, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
