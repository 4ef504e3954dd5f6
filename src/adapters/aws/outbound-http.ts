/** Requests to the outside, whose addresses come from people who write workflows. */
import type { OutboundHttp, OutboundNote, OutboundRequest, OutboundResult } from '../../ports/outbound-http';
import { exchange } from './exchange';
import { publicLookup, refusalOf } from './public-address';

/** The real outside: public addresses alone. */
export function internetHttp(): OutboundHttp {
  return {
    async send(request) {
      const reason = refusalOf(request.url);
      return reason === undefined ? exchange(request, publicLookup) : { kind: 'refused', reason, forGood: true };
    },
  };
}

/** The outside as the embedded stack plays it: every request goes to one place, in an envelope, with a note for people. */
export function playedHttp(outsideUrl: string): OutboundHttp {
  return {
    async send(request, note) {
      const result = await exchange(enveloped(outsideUrl, request, note));
      return result.kind === 'answer' ? unwrapped(result) : result;
    },
  };
}

function enveloped(url: string, { timeoutMs, ...request }: OutboundRequest, effect: OutboundNote): OutboundRequest {
  const body = JSON.stringify({ ...request, effect });
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body, timeoutMs };
}

function unwrapped({ status: played, body: text }: { status: number; body: string }): OutboundResult {
  try {
    const { status, headers = {}, body = '' } = JSON.parse(text) as { status: number; headers?: object; body?: string };
    if (played === 200) return { kind: 'answer', status, headers: { ...headers } as Record<string, string>, body };
  } catch {
    // Not an envelope: whether the played receiver took it is as open as with any broken answer.
  }
  return { kind: 'ambiguous', reason: `the played outside answered ${played} without an envelope` };
}
