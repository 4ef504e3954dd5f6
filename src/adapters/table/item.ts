/** Reading attributes, and what an item weighs. */
import { StoreError } from '../../ports/store-error';
import type { Item, Value } from './table';

/** Largest item of DynamoDB, in bytes. */
export const MAX_ITEM_BYTES = 400 * 1024;

/** Bytes of an item as DynamoDB bills them. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function itemBytes(item: Readonly<Record<string, Value>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'number') return value.byteLength;
  const digits = String(Math.abs(value)).replace(/^0\.|\.|0+$/g, '').length;
  return Math.ceil(digits / 2) + (value < 0 ? 2 : 1);
}

/** @throws StoreError `store.damaged` when the attribute is not there or of another type; nothing of ours writes such an item. */
export function textOf(item: Item, name: string): string {
  const value = item[name];
  return typeof value === 'string' ? value : damaged(item, name);
}

/** @throws StoreError `store.damaged`, as `textOf`. */
export function numberOf(item: Item, name: string): number {
  const value = item[name];
  return typeof value === 'number' ? value : damaged(item, name);
}

/** @throws StoreError `store.damaged`, as `textOf`. */
export function bytesOf(item: Item, name: string): Uint8Array {
  const value = item[name];
  return value instanceof Uint8Array ? value : damaged(item, name);
}

function damaged(item: Item, name: string): never {
  throw new StoreError(
    'store.damaged',
    `The item ${item.pk} / ${item.sk} lacks its attribute ${name}: restore it from a backup, or remove it.`,
    {
      retry: false,
    },
  );
}

/** @throws StoreError `store.tooLarge` for an item that the table would refuse. */
export function checkSize(item: Item): void {
  const bytes = itemBytes(item);
  if (bytes <= MAX_ITEM_BYTES) return;
  const says = `The item ${item.pk} / ${item.sk} would have ${bytes} bytes, of ${MAX_ITEM_BYTES} at most: keep less in it.`;
  throw new StoreError('store.tooLarge', says, { retry: false });
}
