import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { VirtualClock } from './front';
import { closeServer, listen, readLimited, sendJson, stall } from './http';
import { type OutboxEntry, openOutbox, type Sent, sentBy } from './outbox';
import type { Store } from './store';

/** An outside request of a function, as it arrives at OUTSIDE_URL. */
const envelope = z.object({
  method: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  body: z.string().default(''),
  effect: z
    .object({
      effectId: z.string(),
      type: z.string(),
      to: z.enum(['channel', 'email', 'hook', 'sms']),
      workflowId: z.string().optional(),
      channelId: z.string(),
      conversationId: z.string(),
      data: z.record(z.string(), z.unknown()),
    })
    .optional(),
});
export type Envelope = z.infer<typeof envelope>;

export interface OutsideAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What the fake provider does to the next `times` requests. */
export type Fault =
  /** `error`: how SES names it. */
  | { status: number; error?: string | undefined; times: number }
  /** No answer; `taken`: though the request was taken. */
  | { timeout: true; taken?: true | undefined; times: number };

export interface Outside {
  /** Where functions send their outside requests. */
  readonly url: string;
  /** What was accepted, oldest first. */
  outbox(): OutboxEntry[];
  /** An e-mail, however it came: whether it is in the outbox now, and what its sender is to be told instead. */
  takeEmail(email: Sent): { taken: boolean; fault?: Fault | undefined };
  /** Faults given earlier are used up first. */
  addFault(fault: Fault): void;
  close(): Promise<void>;
}

const TAKEN: OutsideAnswer = { status: 200, headers: {}, body: '' };
const MAX_ENVELOPE_BYTES = 2 * 1024 * 1024;
const FORWARD_TIMEOUT_MS = 15_000;
/** Headers by which real receivers know a repeated request, then our own. */
const IDEMPOTENCY_HEADERS = ['webhook-id', 'idempotency-key', 'i-twilio-idempotency-token', 'x-threadkeeper-effect-id'];

/**
 * The world outside: providers, hooks, mailboxes. Nothing leaves the machine; requests to the machine itself are passed on,
 * so that one can try an endpoint of one's own. A repeated request (same idempotency key) is answered as the first was.
 */
export async function createOutside({ store, clock }: { store: Store; clock: VirtualClock }): Promise<Outside> {
  const outbox = openOutbox(store, clock);
  const faults: Fault[] = [];

  const play = async (request: Envelope): Promise<OutsideAnswer | 'stall'> => {
    const fault = nextFault(faults);
    if (!isTaken(fault)) return 'timeout' in fault ? 'stall' : { status: fault.status, headers: {}, body: '' };
    const answer = await take(request);
    return fault ? 'stall' : answer;
  };
  const take = async (request: Envelope): Promise<OutsideAnswer> => {
    const key = keyOf(request);
    const before = key && outbox.answerTo(key);
    if (before) return before;
    const answer = isLoopback(request.url) ? await forward(request) : imitate(request);
    if (answer.status < 300) outbox.add(key, sentBy(request), answer);
    return answer;
  };
  const takeEmail = (email: Sent) => {
    const fault = nextFault(faults);
    const taken = isTaken(fault);
    if (taken) outbox.add(undefined, email, TAKEN);
    return { taken, fault };
  };

  const server = createServer(async (message: IncomingMessage, response: ServerResponse) => {
    const parsed = envelope.safeParse(parseJson(await readLimited(message, MAX_ENVELOPE_BYTES)));
    if (!parsed.success) return sendJson(response, 400, { message: z.prettifyError(parsed.error) });
    const answer = await play(parsed.data);
    if (answer !== 'stall') return sendJson(response, 200, answer);
    stall(message);
  });
  const port = await listen(server, 0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}/`,
    outbox: outbox.list,
    takeEmail,
    addFault: (fault) => void faults.push({ ...fault }),
    close: () => closeServer(server),
  };
}

/** Whether a request that meets this arrives all the same. */
function isTaken(fault: Fault | undefined): fault is undefined | (Fault & { taken: true }) {
  return fault === undefined || ('taken' in fault && fault.taken === true);
}

function nextFault(faults: Fault[]): Fault | undefined {
  const fault = faults[0];
  if (fault && --fault.times <= 0) faults.shift();
  return fault;
}

function keyOf({ url, headers }: Envelope): string | undefined {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const header of IDEMPOTENCY_HEADERS) {
    const value = named.find(([name]) => name === header)?.[1];
    if (value) return `${new URL(url).host} ${value}`;
  }
  return undefined;
}

function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** As a reverse proxy would: what cannot be reached is 502. */
async function forward({ method, url, headers, body }: Envelope): Promise<OutsideAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(method !== 'GET' && method !== 'HEAD' && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    return { status: 502, headers: {}, body: `${url} cannot be reached: ${cause}` };
  }
}

/** What a provider answers that takes everything. */
function imitate({ url, headers, body }: Envelope): OutsideAnswer {
  const json = { 'content-type': 'application/json' };
  if (!/(^|\.)twilio\.com$/.test(new URL(url).hostname)) return { status: 200, headers: json, body: '{}' };
  const sid = createHash('sha256')
    .update(JSON.stringify([url, headers, body]))
    .digest('hex')
    .slice(0, 32);
  return { status: 201, headers: json, body: JSON.stringify({ sid: `SM${sid}`, status: 'queued' }) };
}

function parseJson(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() ?? '');
  } catch {
    return undefined;
  }
}
