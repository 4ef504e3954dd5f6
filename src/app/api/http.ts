/** A request and its answer, free of any server; how problems are told (RFC 9457). */
import { STATUS_CODES } from 'node:http';
import type { Mail } from '../../ports/mail';
import type { MailStore } from '../../ports/mail-store';
import type { LiveConfigurations } from '../configuration';
import type { Deps } from '../deps';
import type { SentMemory } from '../handle-event';
import type { PublishedKeys } from '../reconnect/jwks';

/** A request as it came in. */
export interface ApiRequest {
  method: string;
  /** Percent-encoded, without the query. */
  path: string;
  /** Still percent-encoded, without `?`; empty when there is none. */
  query: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
}

export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** What to count in the metrics, by metric name. */
  counts?: Readonly<Record<string, number>>;
  /** An exception that whoever asked is not shown, for the log. */
  trouble?: unknown;
}

/** What the API needs beside the ports. */
export interface ApiDeps extends Omit<Deps, 'mail' | 'mailStore' | 'claims'> {
  /** `https://…` of this installation, without trailing slash. */
  publicUrl: string;
  /** What e-mail is sent as, and where answers come in. */
  sender: Pick<Mail, 'identity' | 'replyDomain'>;
  /** Absent where the stack receives no e-mail. */
  mailStore?: MailStore;
  /** Unpredictable bytes, for keys and secrets. */
  random(bytes: number): Uint8Array;
  /** One per process: what is compiled, what was sent, what sites publish. */
  live: LiveConfigurations;
  publishedKeys: PublishedKeys;
  sent: SentMemory;
}

/** One finding in a request; `path` is a JSON pointer into the body, or `?name` for a query parameter. */
export interface Finding {
  path: string;
  message: string;
}

/** A successful answer with a JSON body. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): ApiResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function noContent(): ApiResponse {
  return { status: 204, headers: {}, body: '' };
}

/**
 * A problem+json answer.
 * @param code dotted and stable; programs may rely on it
 * @param detail sentences for people: what is wrong and what to do
 */
export function problem(
  status: number,
  code: string,
  detail: string,
  more: { errors?: readonly Finding[]; headers?: Record<string, string> } = {},
): ApiResponse {
  const type = `urn:threadkeeper:problem:${code}`;
  const errors = more.errors?.map(({ path, message }) => ({ path, message }));
  const body = { type, title: STATUS_CODES[status] ?? 'Error', status, detail, ...(errors && { errors }) };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...more.headers },
    body: JSON.stringify(body),
  };
}

/** The answer where nothing is found, or nothing of this workspace. */
export function notFound(what: string): ApiResponse {
  return problem(404, 'notFound', `There is no such ${what} in this workspace; check its id.`);
}
