import type { Answers, StoredAnswer } from '../../ports/answers';
import type { Clock } from '../../ports/clock';
import { StoreError } from '../../ports/store-error';
import { storedIn, storing } from './codec';
import { numberOf } from './item';
import { answerKey } from './keys';
import type { Condition, Table } from './table';
import { expires } from './time-to-live';

/** Between a write that found an answer and the read of that answer it may expire; then the write is tried again. */
const TRIES = 3;

/** Answers over the table; one that has expired counts as gone, though the table may still have it. */
export function tableAnswers(table: Table, clock: Clock): Answers {
  const get = async (workspaceId: string, id: string) => {
    const item = await table.get(answerKey(workspaceId, id));
    return item && numberOf(item, 'expiresAt') * 1000 > clock.now() ? storedIn<StoredAnswer>(item) : undefined;
  };
  return {
    get,
    async keep(workspaceId, id, answer, until) {
      const item = { ...answerKey(workspaceId, id), ...storing(answer), ...expires(until) };
      for (let tries = 0; tries < TRIES; tries++) {
        const free: Condition = [[{ absent: 'pk' }], [{ atMost: ['expiresAt', Math.floor(clock.now() / 1000)] }]];
        if (await table.put(item, free)) return answer;
        const kept = await get(workspaceId, id);
        if (kept) return kept;
      }
      throw new StoreError('store.conflict', `The answer to ${id} could not be kept: try again.`, { retry: true });
    },
  };
}
