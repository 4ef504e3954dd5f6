/** What the pages ask: the desk of the demo, and Threadkeeper's API as anybody with a key does. */
import type * as z from 'zod';
import type { ConversationState } from '../../../src/app/api/conversations/state';
import type { timelineItemShape } from '../../../src/app/api/conversations/timeline';
import { CHANNEL } from '../cast';
import type { Chat, Entry } from '../log';

export type { Chat, ConversationState, Entry };
export type TimelineItem = z.infer<typeof timelineItemShape>;

class Refused extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** @throws Refused with what the answer says, TypeError when there is none */
async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Refused(response.status, answer?.detail ?? `${method} ${path}: ${response.status}`);
  return answer as T;
}

const AT = '/_local/demo';

export const desk = {
  chats: () => call<{ now: string; chats: Chat[] }>('GET', `${AT}/chats`),
  entries: async (conversationId: string, after = 0) => {
    const query = new URLSearchParams({ conversation: conversationId, after: String(after) });
    return (await call<{ entries: Entry[] }>('GET', `${AT}/entries?${query}`)).entries;
  },
  token: async (customer: string) => (await call<{ token?: string }>('GET', `${AT}/token?customer=${customer}`)).token,
  tell: (conversationId: string, type: string, data: Record<string, unknown> = {}) =>
    call<void>('POST', `${AT}/events`, { conversationId, type, data }),
};

/** Moves the stack's time; answers the time reached. */
export const moveClock = async (seconds: number): Promise<number> =>
  Date.parse((await call<{ now: string }>('POST', '/_local/clock', { advance: `PT${seconds}S` })).now);

const keyOfStack = async () => (await call<{ apiKey: string }>('GET', '/_local/info')).apiKey;
let key: string | undefined;

/** As an agent's desk calls it. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const used = key ?? (await keyOfStack());
  key = used;
  try {
    return await call<T>(method, path, body, { authorization: `Bearer ${used}` });
  } catch (error) {
    if (error instanceof Refused && error.status === 401 && (await keyOfStack()) !== used) beginAnew();
    throw error;
  }
}

/** Another stack is served here now, which knows nothing of all that stands on the page. */
function beginAnew(): void {
  sessionStorage.clear();
  location.reload();
}

export async function listOf<T>(path: string): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const query: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; next?: string } = await api('GET', `${path}?limit=100${query}`);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

export const pathOf = (conversationId: string, of = ''): string =>
  `/v1/conversations/${CHANNEL}/${encodeURIComponent(conversationId)}${of}`;
