/** Pages of lists that the store keeps in order itself. */
import { StoreError } from '../../ports/store-error';
import { decodeCursor, encodeCursor, limitOf, type Page, type PageQuery } from './query';

/** One page; undefined when no list gave out the cursor, which is the caller's fault and not the store's. */
export async function storedPage<T>(
  query: PageQuery,
  list: (page: { limit: number; after?: string }) => Promise<Page<T>>,
): Promise<Page<T> | undefined> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (query.cursor !== undefined && after === undefined) return undefined;
  const page = { limit: limitOf(query), ...(after !== undefined && { after }) };
  const listed = await list(page).catch((error: unknown) => {
    if (!(error instanceof StoreError) || error.code !== 'store.badCursor') throw error;
  });
  if (!listed) return undefined;
  const { items, next } = listed;
  return { items, ...(next !== undefined && { next: encodeCursor(next) }) };
}
