import { internetHttp, playedHttp } from '../../src/adapters/aws/outbound-http';
import { outsideUrlVariable } from '../../src/config';
import type { OutboundHttp } from '../../src/ports/outbound-http';

/** The outside: the real one, but in the embedded stack, which plays it. */
export function openOutbound(): OutboundHttp {
  const outsideUrl = process.env[outsideUrlVariable];
  return outsideUrl ? playedHttp(outsideUrl) : internetHttp();
}
