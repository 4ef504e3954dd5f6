/**
 * The one table as its adapters see it: keys, flat items, conditional writes. What the ports mean is written over this once
 * and runs on DynamoDB and in memory alike; only single items are changed atomically.
 */

export interface Key {
  pk: string;
  sk: string;
}
export type Value = string | number | Uint8Array;
export interface Item extends Key {
  [attribute: string]: Value;
}

/** What an attribute must look like; `atMost` fails on an absent one. */
export type Test = { absent: string } | { is: readonly [string, Value] } | { atMost: readonly [string, number] };
/** Any of these lists of tests has to hold as a whole. An empty condition always holds. */
export type Condition = readonly (readonly Test[])[];

export const ABSENT: Condition = [[{ absent: 'pk' }]];

/** A change of single attributes; what is not named stays. */
export interface Change {
  set?: Readonly<Record<string, Value>>;
  /** Set only where there is none yet. */
  init?: Readonly<Record<string, Value>>;
  /** Added to what is there, or to 0. */
  add?: Readonly<Record<string, number>>;
  drop?: readonly string[];
}

/** Which sort keys of a partition; all when empty. */
export type Range = { prefix: string } | { from: string; to: string } | { before: string } | Record<string, never>;

/** Reads are strongly consistent, but for `due`. Every failure is a `StoreError`. */
export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** In the order of the keys, at most 100, none twice. */
  getMany(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** Replaces the whole item; false when the condition did not hold. */
  put(item: Item, when?: Condition): Promise<boolean>;
  /** The item as it is after the change; `undefined` when the condition did not hold. Creates an absent item. */
  change(key: Key, change: Change, when?: Condition): Promise<Item | undefined>;
  remove(key: Key): Promise<void>;
  /** By sort key (bytes of UTF-8), ascending unless `newestFirst`. */
  query(pk: string, range: Range, options?: { newestFirst?: boolean; limit?: number }): Promise<Item[]>;
  /** The sweep index: keys with `sweepAt` (epoch ms) at most `until` in a shard, oldest first; may lag behind by seconds. */
  due(shard: string, until: number, limit: number): Promise<Key[]>;
}
