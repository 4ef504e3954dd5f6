/** `/_local/demo`: a customer and their agents side by side, on the real API. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { ChannelRecord } from '../../src/ports/channels';
import type { Serve } from '../door';
import type { VirtualClock } from '../front';
import { readLimited, sendJson } from '../http';
import { pageLanguage } from '../mailbox/words';
import { BadRequest, parse, parseJson, problem } from '../problem';
import { lazyScripts } from './assets';
import { customers } from './cast';
import { AT, tokenFor } from './channel';
import type { Desk } from './desk';
import { demoPage, POLICY, shopPage } from './html';
import type { DeskLog } from './log';
import { label } from './picture';
import { style } from './style';

export interface DemoPageOptions {
  desk: Desk;
  log: DeskLog;
  clock: VirtualClock;
  channel(): Promise<ChannelRecord>;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** Of the list. */
const MOST_CHATS = 12;

const happening = z.strictObject({
  type: z.string(),
  conversationId: z.string(),
  data: z.record(z.string(), z.unknown()),
});

interface Call {
  asked: URLSearchParams;
  language: ReturnType<typeof pageLanguage>;
  message: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}
type Route = (call: Call) => unknown;

export function createDemoPage(options: DemoPageOptions): Serve {
  const routes: Record<string, Route> = { ...pages(), ...deskRoutes(options) };
  return async (message, response) => {
    const { pathname, searchParams: asked } = new URL(message.url ?? '/', 'http://localhost');
    const language = pageLanguage(asked.get('lang'), message.headers['accept-language']);
    const route = routes[`${message.method} ${pathname.slice(AT.length).replace(/\/$/, '')}`];
    if (!route) return problem(response, 404, `There is ${Object.keys(routes).join(', ')} below ${AT}.`);
    if (message.method === 'POST' && message.headers['sec-fetch-site'] === 'cross-site')
      return problem(response, 403, 'Another site may not play here.');
    try {
      const body = await readLimited(message, MAX_BODY_BYTES);
      if (!body) return problem(response, 413, 'A request holds at most 1 MB.');
      await route({ asked, language, message, response, body });
    } catch (error) {
      problem(response, error instanceof BadRequest ? 400 : 500, (error as Error).message);
    }
  };
}

function pages(): Record<string, Route> {
  const scripts = lazyScripts();
  const script = (name: string): Route => {
    return async ({ response }) => send(response, 'text/javascript', (await scripts())[name] ?? '');
  };
  return {
    'GET ': ({ response, language }) => send(response, 'text/html', demoPage(language)),
    'GET /shop': ({ response, language }) => send(response, 'text/html', shopPage(language)),
    'GET /style.css': ({ response }) => send(response, 'text/css', style),
    'GET /label.svg': ({ response }) => send(response, 'image/svg+xml', label),
    'GET /page.js': script('page.js'),
    'GET /widget.js': script('widget.js'),
    'GET /threadkeeper.js': script('threadkeeper.js'),
  };
}

function deskRoutes({ desk, log, clock, channel }: DemoPageOptions): Record<string, Route> {
  const now = () => new Date(clock.now()).toISOString();
  return {
    'GET /chats': ({ response }) => sendJson(response, 200, { now: now(), chats: log.chats(MOST_CHATS) }),
    'GET /entries': ({ response, asked }) => {
      const after = Number(asked.get('after') ?? 0);
      sendJson(response, 200, { entries: log.of(asked.get('conversation') ?? '', after) });
    },
    'GET /token': async ({ response, asked }) => {
      const known = customers.find(({ id }) => id !== undefined && id === asked.get('customer'));
      if (!known?.id) throw new BadRequest('Only customers who are logged in get a token.');
      sendJson(response, 200, { token: await tokenFor(await channel(), known.id, clock.now()) });
    },
    'POST /events': async ({ response, body }) => {
      await desk.tell(parse(happening, parseJson(body)));
      sendJson(response, 202, {});
    },
    'POST /deliveries': async ({ message, response, body }) => {
      if (await desk.take(message.headers as Record<string, string>, body)) return sendJson(response, 200, {});
      problem(response, 401, "Deliveries are signed with the channel's secret.");
    },
  };
}

function send(response: ServerResponse, type: string, text: string): void {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  response.writeHead(200, headers).end(text);
}
