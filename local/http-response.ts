import type { OutgoingHttpHeaders } from 'node:http';

export interface WireResponse {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string | Buffer;
}

interface StructuredResponse {
  statusCode?: unknown;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: unknown;
  isBase64Encoded?: boolean;
}

/**
 * What a caller gets of a function's answer: one without `statusCode` is itself the body, as JSON.
 * Undefined when it is malformed.
 */
export function httpResponse(payload: unknown): WireResponse | undefined {
  const structured: StructuredResponse = Object(payload);
  if (structured.statusCode === undefined)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: textOf(payload) };
  const status = Number(structured.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const { headers = {}, cookies = [], body = '', isBase64Encoded = false } = structured;
  if (typeof body !== 'string' || !Array.isArray(cookies)) return undefined;
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

const textOf = (payload: unknown) => (typeof payload === 'string' ? payload : JSON.stringify(payload));
