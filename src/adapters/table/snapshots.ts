/** Snapshots of a workspace's configuration: compressed, cut into items, immutable. */
import { createHash } from 'node:crypto';
import type { ConfigurationSnapshot } from '../../ports/configuration';
import { StoreError } from '../../ports/store-error';
import { decode, encode, newerSchema } from './codec';
import { bytesOf, numberOf, textOf } from './item';
import { snapshotPartition } from './keys';
import { ABSENT, type Item, type Table } from './table';

const CHUNK_BYTES = 350 * 1024;
const FIRST = '0';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url');

/**
 * Chunks are named by what they belong to, so that two writers of one version cannot mix; the first chunk is written last and
 * only where there is none. So a version, once readable, never changes; a second writer's content is dropped.
 */
export async function writeSnapshot(table: Table, snapshot: ConfigurationSnapshot): Promise<void> {
  const pk = snapshotPartition(snapshot.workspaceId, snapshot.version);
  const bytes = encode(snapshot);
  const checksum = sha256(bytes);
  const count = Math.ceil(bytes.byteLength / CHUNK_BYTES);
  const chunk = (at: number) => bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES);
  for (let at = 1; at < count; at++) await table.put({ pk, sk: chunkName(checksum, at), data: chunk(at) });
  await table.put({ pk, sk: FIRST, schema: 1, checksum, chunks: count, data: chunk(0) }, ABSENT);
}

export async function readSnapshot(
  table: Table,
  workspaceId: string,
  version: number,
): Promise<ConfigurationSnapshot | undefined> {
  const items = new Map(
    (await table.query(snapshotPartition(workspaceId, version), {})).map((item) => [item.sk, item]),
  );
  const first = items.get(FIRST);
  if (!first) return undefined;
  if (numberOf(first, 'schema') > 1) throw newerSchema(first);
  const bytes = Buffer.concat(chunksOf(first, items));
  if (sha256(bytes) !== textOf(first, 'checksum')) throw damaged(version);
  return decode(bytes, first) as ConfigurationSnapshot;
}

function chunksOf(first: Item, items: ReadonlyMap<string, Item>): Uint8Array[] {
  const checksum = textOf(first, 'checksum');
  const names = Array.from({ length: numberOf(first, 'chunks') - 1 }, (_, at) => chunkName(checksum, at + 1));
  const others = names.map((name) => items.get(name)).filter((item) => item !== undefined);
  return [first, ...others].map((item) => bytesOf(item, 'data'));
}

const chunkName = (checksum: string, at: number) => `${checksum}#${at}`;

function damaged(version: number): StoreError {
  const says = `Snapshot ${version} of the configuration is damaged: publish any workflow again, which writes a new one.`;
  return new StoreError('store.damaged', says, { retry: true });
}
