/** Writes that lost against another write are tried again on what is there now. */
import { StoreError } from '../../ports/store-error';

/** Every round somebody's write succeeds, so this many are enough for as many writers at once. */
const ROUNDS = 100;

/**
 * Repeats reading, changing and writing until no other write came between.
 * @param attempt answers undefined when its conditional write lost
 * @throws StoreError (retry) when it lost too often
 */
export async function untilWritten<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let round = 0; round < ROUNDS; round++) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new StoreError('store.contended', 'Too many writes to the same record at once; try again.', { retry: true });
}
