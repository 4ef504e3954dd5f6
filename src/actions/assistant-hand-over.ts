/** One turn of a conversation that an assistant has taken over: asked by its URL, answered in the same request. */
import { parseJsonDoor } from '../channels/json-door';
import type { Effect } from '../engine/effects';
import { type ConversationRef, MAX_TEXT } from '../engine/event';
import { type Action, type Answered, impossible } from './action';
import { effectHeaders, isHttpUrl, NOT_HTTP, TIMEOUT_MS } from './web-request';

export const assistantHandOver: Action = {
  plan(effect, ref) {
    const { url } = effect.fields;
    if (!isHttpUrl(url)) return impossible(NOT_HTTP);
    const request = {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...effectHeaders(effect.id) },
      body: JSON.stringify(turnOf(effect, ref)),
      idempotent: true,
      timeoutMs: TIMEOUT_MS,
    };
    return { kind: 'request', request, to: 'hook', understand };
  },
};

function turnOf({ id: effectId, runId, fields }: Effect, ref: ConversationRef) {
  const { turn, text, customer } = fields;
  return { effectId, ...ref, runId, turn, text, customer };
}

/** JSON of 20,000 characters may have escapes for each of them, and fields beside that are none of ours. */
const LIMITS = { maxBytes: 256 * 1024, maxDepth: 32 };
const SHAPE = 'it must be { "text"?: string, "handBack"?: boolean } or plain text';
const TOO_LONG = { problem: `The assistant answered more than ${MAX_TEXT} characters.` };

/** `{ text?, handBack }`. Plain text is what it says; other fields are ignored. */
function understand({ headers, body }: Answered): { body: object } | { problem: string } {
  if (body.trim() === '') return { body: { handBack: false } };
  const type = headers['content-type'] ?? '';
  const parsed = parseJsonDoor(Buffer.from(body), LIMITS);
  if (parsed.ok && isObject(parsed.value)) return answerIn(parsed.value);
  if (/\bjson\b/i.test(type)) return { problem: `The assistant's answer cannot be read: ${SHAPE}.` };
  if (type !== '' && !/^text\/plain\b/i.test(type))
    return { problem: `The assistant answered ${type.slice(0, 60)}: ${SHAPE}.` };
  return body.length > MAX_TEXT ? TOO_LONG : { body: { text: body, handBack: false } };
}

/** Of many languages, what is not set is `null` in JSON. */
function answerIn(fields: Record<string, unknown>): { body: object } | { problem: string } {
  const [text, handBack] = [fields.text ?? '', fields.handBack ?? false];
  if (typeof text !== 'string' || typeof handBack !== 'boolean')
    return { problem: `The assistant's answer has fields of another kind: ${SHAPE}.` };
  return text.length > MAX_TEXT ? TOO_LONG : { body: { ...(text !== '' && { text }), handBack } };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
