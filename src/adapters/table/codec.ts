/**
 * How values are kept in the `data` attribute: JSON, deflated against a dictionary of what such JSON consists of. DynamoDB
 * bills whole kilobytes of an item on each write, and a dictionary is what makes small JSON small.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { StoreError } from '../../ports/store-error';
import { DICTIONARY_1 } from './dictionary-1';
import { bytesOf, numberOf } from './item';
import type { Item, Key } from './table';

/** By the first byte of what is stored. A dictionary that was ever used stays here, unchanged. */
const dictionaries: Readonly<Record<number, Buffer>> = { 1: Buffer.from(DICTIONARY_1) };
const CURRENT = 1;
/** Newest version of the values that this code can read. */
const SCHEMA = 1;
/** A window of 32 KB for what is longer; the least memory that holds the dictionary and a usual item for what is not. */
const SMALL_BYTES = 8 * 1024;

/** The attribute's bytes: number of the dictionary, then deflated JSON. */
export function encode(value: unknown): Uint8Array {
  const json = Buffer.from(JSON.stringify(value));
  const memory = json.byteLength > SMALL_BYTES ? {} : { windowBits: 14, memLevel: 6 };
  const deflated = deflateRawSync(json, { ...memory, level: 6, dictionary: dictionaries[CURRENT] });
  return Buffer.concat([Buffer.of(CURRENT), deflated]);
}

/** @throws StoreError `store.newerSchema` when newer code wrote it: that code will read it, so try again. */
export function decode(bytes: Uint8Array, key: Key): unknown {
  const dictionary = dictionaries[bytes[0] ?? 0];
  if (!dictionary) throw newerSchema(key);
  return JSON.parse(inflateRawSync(bytes.subarray(1), { dictionary }).toString());
}

/** The attributes of an item that keeps a value. */
export function storing(value: unknown): { schema: number; data: Uint8Array } {
  return { schema: SCHEMA, data: encode(value) };
}

/** The value that an item keeps. */
export function storedIn<T>(item: Item): T {
  if (numberOf(item, 'schema') > SCHEMA) throw newerSchema(item);
  return decode(bytesOf(item, 'data'), item) as T;
}

export function newerSchema({ pk, sk }: Key): StoreError {
  return new StoreError(
    'store.newerSchema',
    `A newer version wrote ${pk} / ${sk}; finish the deployment, then it is read.`,
    {
      retry: true,
    },
  );
}
