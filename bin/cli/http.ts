/** Requests to the API of Threadkeeper; refusals become sentences. */
import { Failure, messageOf } from './failure';

/** Where an API is, and the key for it. */
export interface Target {
  /** Without trailing slash. */
  url: string;
  apiKey?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export interface Outgoing {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

const TIMEOUT_MS = 120_000;

/** Sends and reads the whole answer. @throws Failure when there is none */
export async function request(url: string, outgoing: Outgoing = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { ...outgoing, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    const { origin } = new URL(url);
    const what = `No answer from ${origin}: ${messageOf(cause)}.`;
    throw new Failure(`${what} Start a local stack with npm start, or give --url.`, { cause });
  }
}

/** An API under a target: JSON in and out. */
export class Api {
  readonly target: Target;

  constructor(target: Target) {
    this.target = target;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.call<T>('PUT', path, body, headers);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  delete(path: string): Promise<void> {
    return this.call<void>('DELETE', path);
  }

  /** All items of a list, page after page. */
  async list<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? 'limit=100' : `limit=100&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.get<{ items: T[]; next?: string }>(`${path}${path.includes('?') ? '&' : '?'}${query}`);
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return items;
  }

  private async call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const { url, apiKey } = this.target;
    const answer = await request(url + path, {
      method,
      headers: {
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status >= 200 && answer.status < 300) return parse<T>(answer, `${method} ${path}`);
    throw new Refused(answer, `${method} ${path}`);
  }
}

function parse<T>(answer: Answer, what: string): T {
  if (answer.text === '') return undefined as T;
  try {
    return JSON.parse(answer.text) as T;
  } catch (cause) {
    throw new Failure(`${what} answered something that is not JSON. Is this the API's URL?`, { cause });
  }
}

/** The API said no. */
export class Refused extends Failure {
  readonly status: number;

  constructor(answer: Answer, what: string) {
    super(`${what} answered ${answer.status}: ${refusalOf(answer)}`);
    this.status = answer.status;
  }
}

interface Problem {
  detail?: string;
  title?: string;
  errors?: { path: string; message: string }[];
}

/** What an answer that refuses says, findings on lines of their own. */
export function refusalOf({ text }: Answer): string {
  try {
    const { detail, title, errors = [] } = JSON.parse(text) as Problem;
    const findings = errors.map(({ path, message }) => `\n  ${path || '/'} ${message}`).join('');
    return (detail ?? title ?? text.slice(0, 300)) + findings;
  } catch {
    return text.slice(0, 300) || 'nothing more';
  }
}
