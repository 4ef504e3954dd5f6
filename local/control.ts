import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { parseDuration } from '../src/engine/time';
import type { Serve } from './door';
import type { Instant, VirtualClock } from './front';
import { readLimited, sendJson } from './http';
import type { Outside } from './outside';
import { BadRequest, parse, parseJson, problem } from './problem';
import type { Rest } from './rest';
import type { TimeTravel } from './time-travel';

/** What someone at the machine needs to use the stack; known once it is seeded. */
export interface LocalInfo {
  workspaceId: string;
  apiKey: string;
  channels: { id: string; kind: string; secret: string; webhookUrl: string }[];
  /** Where mails come in. */
  smtpPort?: number;
}

export interface ControlOptions {
  clock: VirtualClock;
  rest: Rest;
  travel: TimeTravel;
  outside: Outside;
  /** Serves `/_local/mail…`. */
  mailPage: Serve;
  /** Serves `/_local/demo…`, once it is there. */
  demo(): Serve | undefined;
  info(): Promise<Partial<LocalInfo>>;
}

/** To the millisecond, so that the moment before anything can be looked at. */
const FRACTION = /(?<=\d)\.(\d{1,3})(?=S$)/;
const duration = z.string().transform((text, context) => {
  const seconds = parseDuration(text.replace(FRACTION, ''));
  if (seconds !== undefined) return seconds + Number((FRACTION.exec(text)?.[1] ?? '').padEnd(3, '0'));
  context.addIssue(`must be an ISO 8601 duration, as PT5M, P1DT2H or PT0.001S; it is "${text}"`);
  return z.NEVER;
});
const clockRequest = z.union(
  [z.strictObject({ advance: duration }), z.strictObject({ toNextWait: z.literal(true) })],
  'must be {"advance": "PT5M"} or {"toNextWait": true}',
);
const times = z.int().min(1).max(100_000);
const faultRequest = z.union(
  [
    z.strictObject({ status: z.int().min(100).max(599), error: z.string().regex(/^\w+$/).optional(), times }),
    z.strictObject({ timeout: z.literal(true), taken: z.literal(true).optional(), times }),
  ],
  'must be {"status": 503, "times": 3} or {"timeout": true, "times": 1}, with "taken": true if it arrives all the same',
);

type Handler = (body: unknown) => unknown;

const MAX_BODY_BYTES = 64 * 1024;

/** The routes below `/_local`: looking at the stack and moving its time. They exist on one machine only. */
export function createControl(options: ControlOptions) {
  const routes = routesOf(options);
  return async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (message.url ?? '').split('?')[0]!;
    if (/^\/_local\/mail(box)?(\/|$)/.test(path)) return options.mailPage(message, response);
    const demo = /^\/_local\/demo(\/|$)/.test(path) ? options.demo() : undefined;
    if (demo) return demo(message, response);
    const methods = routes[path];
    if (!methods) return problem(response, 404, `There is no ${path}. There are: ${Object.keys(routes).join(', ')}.`);
    const [method, handler] = methods;
    if (message.method !== method) return problem(response, 405, `${path} takes ${method}.`, { allow: method });
    try {
      const body = method === 'GET' ? undefined : parseJson(await readLimited(message, MAX_BODY_BYTES));
      sendJson(response, 200, await handler(body));
    } catch (error) {
      problem(response, error instanceof BadRequest ? 400 : 500, (error as Error).message);
    }
  };
}

function routesOf({ clock, rest, travel, outside, info }: ControlOptions): Record<string, ['GET' | 'POST', Handler]> {
  const at = (instant: Instant) => ({ now: new Date(instant).toISOString() });
  return {
    '/_local/info': ['GET', async () => ({ ...(await info()), ...at(clock.now()) })],
    '/_local/outbox': ['GET', () => outside.outbox()],
    '/_local/clock': [
      'POST',
      async (body) => {
        const request = parse(clockRequest, body);
        return at(await ('advance' in request ? travel.advance(request.advance) : travel.toNextWait()));
      },
    ],
    '/_local/settle': ['POST', () => rest.settled().then(() => at(clock.now()))],
    '/_local/faults': [
      'POST',
      (body) => {
        outside.addFault(parse(faultRequest, body));
        return at(clock.now());
      },
    ],
  };
}
