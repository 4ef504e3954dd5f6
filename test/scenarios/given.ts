/** The whole local stack, with time standing still, and people who use it over HTTP. */
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { LocalStack, StackOptions } from '../../local/stack';
import type { Hosted, StackHost } from '../support/stack-host';
import { type Answer, Client, type Problem } from './client';

/** Neither a whole minute nor a whole second: nothing may come out right by chance. */
export const T0 = Date.parse('2026-01-05T09:00:07.350Z');
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export interface Given {
  stack: LocalStack;
  /** Of the workspace `local`, channel `web`. */
  client: Client;
  /** Somebody with a workspace of their own, channel included, so that tests do not meet. */
  newcomer(): Promise<Client>;
  stop(): Promise<void>;
}

/** Of the test environment: stacks run outside of the file's sandbox. */
declare const stackHost: () => Promise<StackHost>;

/** A stack at T0 in memory, or in `dataDir`. */
export async function givenStack(options: Partial<StackOptions> = {}): Promise<Given> {
  const hosted = await (await stackHost()).start(options);
  return { ...peopleOf(hosted), client: await new Client(hosted.stack.url).meet() };
}

function peopleOf({ stack, newWorkspace, stop }: Hosted): Omit<Given, 'client'> {
  const newcomer = async () => {
    const { id, apiKey } = await newWorkspace();
    const channel = id.replace('ws', 'web');
    const own = new Client(stack.url, { channel, apiKey });
    const config = { deliverUrl: `https://${channel}.example/threadkeeper` };
    const made = await own.ask<{ secret: string }>('POST', '/v1/channels', { kind: 'webhook', id: channel, config });
    own.secret = made.secret;
    return own;
  };
  return { stack, newcomer, stop };
}

/**
 * One stack for a file; after each test nothing may have been denied to a function, nor have failed unforeseen. Without options it
 * is the common one, which begins with a Monday at the time of T0: others have used it before, and `client` is not there.
 */
export function sharedStack(options?: Partial<StackOptions>): Omit<Given, 'stop'> {
  let given: Omit<Given, 'client'> & Partial<Given>;
  beforeAll(async () => {
    given = options ? await givenStack(options) : peopleOf(await (await stackHost()).lend());
  }, 120_000);
  afterEach(() => {
    const { denied, failures } = given.stack;
    expect({ denied, failures }).toEqual({ denied: [], failures: [] });
  });
  afterAll(() => given.stop());
  return {
    get stack() {
      return given.stack;
    },
    get client() {
      if (given.client) return given.client;
      throw new Error('Only a stack of your own has a workspace `local`: ask for one with sharedStack({}).');
    },
    newcomer: () => given.newcomer(),
  };
}

/** Checks that an answer is a refusal as RFC 9457 has it, one that says what to do; answers the places that it names. */
export function refused(answer: Answer<unknown>, status: number): string[] {
  const problem = answer.body as Problem;
  expect({ ...problem, type: undefined, title: undefined }).toMatchObject({
    status,
    detail: expect.stringMatching(/\w+ .+/),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return (problem.errors ?? []).map(({ path }) => path);
}

/** RFC 3339, so long after an instant that was told. */
export const later = (time: string, millis: number): string => new Date(Date.parse(time) + millis).toISOString();
