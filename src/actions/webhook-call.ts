/** Calls a URL of the workspace's own; the run waits for the answer. */
import type { Effect } from '../engine/effects';
import type { ConversationRef } from '../engine/event';
import { type Action, impossible } from './action';
import { effectHeaders, isHttpUrl, NOT_HTTP, TIMEOUT_MS } from './web-request';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** RFC 9110: a token, and text without control characters. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{0,8000}$/;
/** The connection's own business, and what says which effect this is. */
const RESERVED = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  ...Object.keys(effectHeaders('')),
]);

export const webhookCall: Action = {
  plan(effect, ref) {
    const { url, method = 'POST' } = effect.fields;
    const verb = String(method).toUpperCase();
    if (!isHttpUrl(url)) return impossible(NOT_HTTP);
    if (!METHODS.has(verb)) return impossible(`The method must be one of ${[...METHODS].join(', ')}.`);
    const given = headersOf(effect.fields.headers);
    if (!given)
      return impossible('A header is not valid once its placeholders are filled: use printable characters only.');
    const request = {
      method: verb,
      url,
      headers: { 'content-type': 'application/json', ...given, ...effectHeaders(effect.id) },
      body: verb === 'GET' ? '' : bodyOf(effect, ref),
      idempotent: true,
      timeoutMs: TIMEOUT_MS,
    };
    return { kind: 'request', request, to: 'hook' };
  },
};

/** Names in lower case; undefined when one is not valid. Reserved ones are left out. */
function headersOf(headers: unknown): Record<string, string> | undefined {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown>);
  const texts = entries.map(([name, value]) => [name.toLowerCase(), String(value).trim()] as const);
  if (!texts.every(([name, value]) => HEADER_NAME.test(name) && HEADER_VALUE.test(value))) return undefined;
  return Object.fromEntries(texts.filter(([name]) => !RESERVED.has(name)));
}

/** Text goes as it is, so that a template can write its own JSON; without a body the ids of what happened go. */
function bodyOf({ id: effectId, workflowId, runId, fields: { body } }: Effect, ref: ConversationRef): string {
  if (typeof body === 'string') return body;
  return JSON.stringify(body ?? { effectId, ...ref, workflowId, runId });
}
