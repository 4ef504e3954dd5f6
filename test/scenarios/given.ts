/** The whole local stack, with time standing still, and people who use it over HTTP. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { openPorts } from '../../local/app-ports';
import { seed } from '../../local/seed';
import { type LocalStack, type StackOptions, startStack } from '../../local/stack';
import { MEMORY } from '../../local/store';
import { assembly } from '../support/assembly';
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

let workspaces = 0;

/** A stack at T0 in memory, or in `dataDir`. */
export async function givenStack(options: Partial<StackOptions> = {}): Promise<Given> {
  const dataDir = options.dataDir ?? MEMORY;
  const stack = await startStack({
    assembly: await assembly(),
    port: 0,
    frozen: true,
    startAt: T0,
    ...options,
    dataDir,
  });
  await seed(stack, dataDir);
  const ports = openPorts(stack);
  const client = await new Client(stack.url).meet();
  const newcomer = async () => {
    const id = `${process.pid}-${++workspaces}`;
    const [workspaceId, channel, apiKey] = [`ws-${id}`, `web-${id}`, `tk_${randomBytes(32).toString('base64url')}`];
    const hash = createHash('sha256').update(apiKey).digest('hex');
    await ports.keys.put({ hash, hint: 'tk_', workspaceId, scope: 'admin', name: id, createdAt: stack.clock.now() });
    const own = new Client(stack.url, { channel, apiKey });
    const config = { deliverUrl: `https://${channel}.example/threadkeeper` };
    const made = await own.ask<{ secret: string }>('POST', '/v1/channels', { kind: 'webhook', id: channel, config });
    own.secret = made.secret;
    return own;
  };
  const stop = async () => {
    ports.close();
    await stack.stop();
  };
  return { stack, client, newcomer, stop };
}

/** One stack for a file; after each test nothing may have been denied to a function, nor have failed unforeseen. */
export function sharedStack(options: Partial<StackOptions> = {}): Omit<Given, 'stop'> {
  let given: Given;
  beforeAll(async () => {
    given = await givenStack(options);
  });
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
      return given.client;
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
