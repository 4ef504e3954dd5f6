/** Versions of the stored conversation. Each older one is lifted to today's by a pure step; golden items of all stay in the tests. */
import type { Conversation } from './conversation';

export const CONVERSATION_SCHEMA = 1;

/** At index n, the step from schema n + 1 to n + 2. */
const STEPS: readonly ((older: Record<string, unknown>) => Record<string, unknown>)[] = [];

/** The conversation as today's code knows it; `undefined` when it was written by newer code than this. */
export function upcastConversation(stored: { schema: number }): Conversation | undefined {
  if (stored.schema > CONVERSATION_SCHEMA) return undefined;
  const steps = STEPS.slice(stored.schema - 1);
  return steps.reduce((value, step) => step(value), { ...stored } as Record<
    string,
    unknown
  >) as unknown as Conversation;
}
