/** A fault put into the program on purpose, to see that the simulator finds it. It stands around ports; the product knows nothing of it. */
import type { FunctionName } from '../../src/config';
import type { Conversation } from '../../src/engine/conversation';
import type { Conversations } from '../../src/ports/conversations';
import type { SimDeps } from './ports';
import type { Process } from './process';
import type { World } from './world';

export interface Plant {
  says: string;
  /** The first seed that found it, where that is none of the very first: to look for it from there on saves runs. */
  from?: number;
  deps?(deps: SimDeps, process: Process, world: World): SimDeps;
  /** This function's messages are removed from the queue before they are handled. */
  acksFirst?: FunctionName;
}

export const withConversations = (
  deps: SimDeps,
  change: (conversations: Conversations) => Partial<Conversations>,
): SimDeps => ({
  ...deps,
  conversations: { ...deps.conversations, ...change(deps.conversations) },
});

/** Changes what a commit stores. */
export const storing = (change: (next: Conversation) => Conversation) => (deps: SimDeps) =>
  withConversations(deps, (real) => ({ commit: (ref, next, ...rest) => real.commit(ref, change(next), ...rest) }));
