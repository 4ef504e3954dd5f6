/** One HTTP request and its answer; what happened on the way says whether the receiver may have taken it. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { OutboundRequest, OutboundResult } from '../../ports/outbound-http';
import { RefusedAddress } from './public-address';

/** What is longer is cut. */
export const MAX_ANSWER_BYTES = 256 * 1024;

/** Headers that belong to the connection, which is ours. */
const OURS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Sends over a connection of its own: a kept one may be closed by the receiver just as we send, and then nobody could tell whether
 * the request arrived. Redirects are answers. Never throws.
 */
export async function exchange(request: OutboundRequest, lookup?: LookupFunction): Promise<OutboundResult> {
  let sent = false;
  try {
    const outgoing = open(request, lookup);
    outgoing.on('socket', (socket) => socket.once(connectedBy(request), () => (sent = true)));
    return await answerOf(outgoing, request.body);
  } catch (error) {
    return sent ? { kind: 'ambiguous', reason: reasonOf(error, request) } : refused(error, request);
  }
}

/** From then on bytes of the request may be on their way. */
const connectedBy = ({ url }: OutboundRequest) => (isHttps(url) ? 'secureConnect' : 'connect');

const isHttps = (url: string) => new URL(url).protocol === 'https:';

function open({ url, method, headers, body, timeoutMs }: OutboundRequest, lookup?: LookupFunction): ClientRequest {
  const theirs = Object.entries(headers).filter(([name]) => !OURS.has(name.toLowerCase()));
  const length = body === '' && method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
  const send = isHttps(url) ? httpsRequest : httpRequest;
  return send(url, {
    method,
    headers: { ...Object.fromEntries(theirs), ...length },
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(lookup && { lookup }),
  });
}

function answerOf(outgoing: ClientRequest, body: string): Promise<OutboundResult> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    // After `response` it says nothing new; without one, an answer that is none (an upgrade) would else never end.
    outgoing.on('close', () => reject(new Error('the connection was closed without an answer')));
    outgoing.on('response', (message) => {
      outgoing.removeAllListeners('close');
      textOf(message).then((text) => resolve(answer(message, text)), reject);
    });
    outgoing.end(body);
  });
}

function answer(message: IncomingMessage, body: string): OutboundResult {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return { kind: 'answer', status: message.statusCode ?? 0, headers: Object.fromEntries(headers), body };
}

/** The body as text; of a longer one what fits, as the receiver has taken the request all the same. */
async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
}

function refused(error: unknown, request: OutboundRequest): OutboundResult {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const forGood = error instanceof RefusedAddress || /^ERR_(INVALID|HTTP_INVALID|UNESCAPED)/.test(code);
  return { kind: 'refused', reason: reasonOf(error, request), forGood };
}

function reasonOf(error: unknown, { timeoutMs }: OutboundRequest): string {
  const { name, message, code } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError') return `no answer within ${timeoutMs / 1000} s`;
  return message || code || name;
}
