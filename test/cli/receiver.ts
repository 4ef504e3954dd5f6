/**
 * An HTTP server that stands where a stack would: it checks signatures and forms by the channels' own code, keeps a clock
 * that moves when told, and refuses on demand.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { InboundEvent } from '../../src/channels/channel';
import { channelKind } from '../../src/channels/registry';
import { parseDuration } from '../../src/engine/time';

export const WEB_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
export const PHONE_SECRET = '0123456789abcdef0123456789abcdef';
const SECRETS: Record<string, { kind: string; secret: string; config: Record<string, unknown> }> = {
  web: { kind: 'webhook', secret: WEB_SECRET, config: {} },
  phone: { kind: 'twilio-voice', secret: PHONE_SECRET, config: { accountSid: `AC${'0'.repeat(32)}` } },
};

export interface Accepted {
  /** The receiver's clock as it came. */
  at: number;
  channel: string;
  events: InboundEvent[];
}

export class Receiver {
  readonly accepted: Accepted[] = [];
  /** Answers to the next webhooks, instead of taking them. */
  readonly refusals: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  /** Other routes: `GET /v1/workflows`. What is called is kept in `calls`. */
  readonly routes: Record<string, (body: unknown) => { status?: number; body: unknown }> = {};
  readonly calls: { route: string; body: unknown; authorization?: string }[] = [];
  isLocal = true;
  now = Date.parse('2026-01-05T00:00:00Z');
  /** Cuts the connection once so many webhooks were taken, before answering the last. */
  diesAfter = Number.POSITIVE_INFINITY;
  url = '';
  #server: Server | undefined;

  async start(): Promise<this> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  channels() {
    return Object.entries(SECRETS).map(([id, { kind, secret }]) => ({
      id,
      kind,
      secret,
      webhookUrl: `${this.url}/${kind === 'webhook' ? 'webhooks' : 'voice'}/${id}`,
    }));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const send = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
    const path = request.url ?? '';
    const [, door, id = ''] = path.split('/');
    if (door === 'webhooks' || door === 'voice') {
      const { status, body: said, headers } = this.#webhook(id, request, body);
      if (this.accepted.length >= this.diesAfter) return void request.socket.destroy();
      return void send(status, said, headers);
    }
    if (this.isLocal && path === '/_local/info') {
      const info = {
        workspaceId: 'demo',
        apiKey: 'tk_local',
        channels: this.channels(),
        now: new Date(this.now).toISOString(),
      };
      return void send(200, info);
    }
    if (this.isLocal && path === '/_local/clock') {
      this.now += parseDuration(JSON.parse(body.toString()).advance) ?? 0;
      return void send(200, { now: new Date(this.now).toISOString() });
    }
    if (this.isLocal && path === '/_local/settle') return void send(200, {});
    const route = `${request.method} ${path.split('?')[0]}`;
    const sent = body.length > 0 ? JSON.parse(body.toString()) : undefined;
    const { authorization } = request.headers;
    this.calls.push({ route, body: sent, ...(authorization !== undefined && { authorization }) });
    const { status = 200, body: said } = this.routes[route]?.(sent) ?? {
      status: 404,
      body: { detail: 'nothing here' },
    };
    send(status, said);
  }

  #webhook(
    id: string,
    request: IncomingMessage,
    body: Buffer,
  ): { status: number; body: unknown; headers?: Record<string, string> } {
    const refusal = this.refusals.shift();
    if (refusal)
      return {
        status: refusal.status,
        body: { detail: refusal.body ?? 'not now' },
        ...(refusal.headers && { headers: refusal.headers }),
      };
    const of = SECRETS[id];
    const kind = of && channelKind(of.kind);
    if (!of || !kind) return { status: 404, body: { detail: 'no such channel' } };
    const channel = {
      workspaceId: 'demo',
      id,
      kind: of.kind,
      secrets: [of.secret],
      config: of.config,
      createdAt: 0,
      version: 1,
    };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const whole = { method: 'POST', url: `${this.url}${request.url}`, headers, body };
    const now = this.isLocal ? this.now : Date.now();
    const verdict = kind.verify(whole, channel, now);
    if (!verdict.ok) return { status: verdict.status, body: { detail: verdict.detail } };
    const translated = kind.translate(whole, channel, now);
    if (!translated.ok) return { status: translated.status, body: { detail: translated.detail } };
    this.accepted.push({ at: now, channel: id, events: translated.events });
    return { status: 202, body: {} };
  }
}
