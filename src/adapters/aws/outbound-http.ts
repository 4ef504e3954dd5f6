/** Requests to the outside, for which the addresses come from people who write workflows: only unicast, no redirects. */
import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { OutboundHttp, OutboundNote, OutboundRequest, OutboundResult } from '../../ports/outbound-http';

export const MAX_ANSWER_BYTES = 256 * 1024;

/** Whether an address is one of the public internet; IPv4 within IPv6 counts as what it carries. */
export function isUnicast(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

class RefusedAddress extends Error {}

/** Looks a name up and refuses it when any of its addresses is not public: checked at connecting, so no second answer slips by. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 4);
    const refused = addresses.find(({ address }) => !isUnicast(address));
    const [first] = addresses;
    if (refused || !first) return callback(new RefusedAddress(`${hostname} is not a public address`), '', 4);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** Never sent for certain: no name, no connection, no handshake. */
const NOT_SENT =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ERR_TLS|CERT_|DEPTH_|UNABLE_|SELF_SIGNED|ERR_INVALID|ERR_UNESCAPED)/;

function readAnswer(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
      else message.destroy(new Error(`the answer has more than ${MAX_ANSWER_BYTES / 1024} KB`));
    });
    message.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    message.on('error', reject);
  });
}

const headersOf = (message: IncomingMessage) =>
  Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

function parse(url: string): URL | undefined {
  const parsed = URL.parse(url);
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed : undefined;
}

/** Sends one request; what happened on the way says whether it may have arrived. */
function exchange(url: URL, request: OutboundRequest, lookup: LookupFunction | undefined): Promise<OutboundResult> {
  return new Promise((resolve) => {
    let connected = false;
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const signal = AbortSignal.timeout(request.timeoutMs);
    const fail = (error: NodeJS.ErrnoException) => {
      const forGood = error instanceof RefusedAddress;
      const reason = signal.aborted ? `no answer within ${request.timeoutMs / 1000} s` : error.message;
      const isRefused = forGood || NOT_SENT.test(error.code ?? '') || (!connected && signal.aborted);
      resolve(isRefused ? { kind: 'refused', reason, forGood } : { kind: 'ambiguous', reason });
    };
    const outgoing = send(
      url,
      {
        method: request.method,
        headers: { ...request.headers, 'content-length': Buffer.byteLength(request.body) },
        agent: agents[url.protocol as 'https:'],
        signal,
        ...(lookup ? { lookup } : {}),
      },
      (message) => {
        readAnswer(message).then(
          (body) => resolve({ kind: 'answer', status: message.statusCode ?? 0, headers: headersOf(message), body }),
          fail,
        );
      },
    );
    outgoing.on('socket', (socket) => {
      connected = !socket.connecting;
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}

/** The real outside. */
export function internetHttp(): OutboundHttp {
  return {
    send: async (request) => {
      const url = parse(request.url);
      if (!url) return { kind: 'refused', reason: 'not an http(s) address', forGood: true };
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) && !isUnicast(host))
        return { kind: 'refused', reason: `${host} is not a public address`, forGood: true };
      try {
        return await exchange(url, request, guardedLookup);
      } catch (error) {
        return { kind: 'refused', reason: (error as Error).message, forGood: true };
      }
    },
  };
}

/** The outside as the embedded stack plays it: every request goes to one place, in an envelope, with a note for people. */
export function playedHttp(outsideUrl: string): OutboundHttp {
  return { send: (request, note) => playedExchange(new URL(outsideUrl), request, note) };
}

async function playedExchange(outside: URL, request: OutboundRequest, note: OutboundNote): Promise<OutboundResult> {
  const { timeoutMs, ...rest } = request;
  const body = JSON.stringify({ ...rest, effect: note });
  const result = await exchange(
    outside,
    { method: 'POST', url: outside.href, headers: { 'content-type': 'application/json' }, body, timeoutMs },
    undefined,
  );
  if (result.kind !== 'answer') return result;
  if (result.status !== 200) return { kind: 'ambiguous', reason: `the played outside answered ${result.status}` };
  const {
    status,
    headers = {},
    body: answered = '',
  } = JSON.parse(result.body) as { status: number; headers?: Record<string, string>; body?: string };
  return { kind: 'answer', status, headers, body: answered };
}
