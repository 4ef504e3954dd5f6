import { LiveConfigurations } from '../src/app/configuration';
import { refOf } from '../src/engine/event';
import { earliestDue } from '../src/engine/waits';
import type { AppPorts } from './app-ports';
import type { NextWait } from './time-travel';

const SHARDS = Array.from({ length: 16 }, (_, shard) => shard);
/** Of a shard; more conversations than that wait on no one machine. */
const MOST = 10_000;

/** When the next wait is due, by the conversations themselves: alarms may be armed for what was cancelled since. */
export function nextWaitOf({ conversations, configuration }: AppPorts): NextWait {
  const configurations = new LiveConfigurations(configuration);
  return async () => {
    const live = configurations.forBatch();
    const shards = await Promise.all(SHARDS.map((shard) => conversations.sweep(shard, Number.MAX_SAFE_INTEGER, MOST)));
    const dues = await Promise.all(
      shards.flat().map(async (waiting) => {
        const { conversation } = await conversations.load(refOf(waiting));
        const { matcher } = await live(waiting.workspaceId);
        return conversation && earliestDue(conversation, matcher)?.due;
      }),
    );
    const known = dues.filter((due) => due !== undefined);
    return known.length > 0 ? Math.min(...known) : undefined;
  };
}
