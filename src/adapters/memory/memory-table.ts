import { checkSize, itemBytes } from '../table/item';
import type { Change, Condition, Item, Key, Range, Table, Test, Value } from '../table/table';
import { Meter } from './meter';

const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

/**
 * The table in memory. Every operation happens at once and whole when it is called, as on DynamoDB it does at some time before it
 * answers; what goes in and out is copied. The index is never behind.
 */
export class MemoryTable implements Table {
  private readonly partitions = new Map<string, Map<string, Item>>();
  readonly meter: Meter;

  constructor(meter = new Meter()) {
    this.meter = meter;
  }

  /** All items, for looking at. */
  get items(): Item[] {
    return [...this.partitions.values()].flatMap((partition) => [...partition.values()].map(copy));
  }

  async get(key: Key): Promise<Item | undefined> {
    const item = this.read(key);
    this.countRead(item ? itemBytes(item) : 0);
    return item && copy(item);
  }

  async getMany(keys: readonly Key[]): Promise<(Item | undefined)[]> {
    if (keys.length === 0) return [];
    const items = keys.map((key) => this.read(key));
    this.meter.add('dynamodb.requests');
    for (const item of items) this.meter.add('dynamodb.readUnits', readUnits(item ? itemBytes(item) : 0));
    return items.map((item) => item && copy(item));
  }

  async put(item: Item, when?: Condition): Promise<boolean> {
    checkSize(item);
    const old = this.read(item);
    const holds = allows(when, old);
    this.countWrite(old, holds ? item : undefined);
    if (holds) this.write(item);
    return holds;
  }

  async change(key: Key, change: Change, when?: Condition): Promise<Item | undefined> {
    const old = this.read(key);
    const next = allows(when, old) ? changed({ ...key, ...old }, change) : undefined;
    this.countWrite(old, next);
    if (next) this.write(next);
    return next && copy(next);
  }

  async remove(key: Key): Promise<void> {
    this.countWrite(this.read(key), undefined);
    this.partitions.get(key.pk)?.delete(key.sk);
  }

  async query(pk: string, range: Range, options: { newestFirst?: boolean; limit?: number } = {}): Promise<Item[]> {
    const { newestFirst = false, limit = Infinity } = options;
    const items = [...(this.partitions.get(pk)?.values() ?? [])].filter(({ sk }) => within(range, sk));
    items.sort((a, b) => compareBytes(a.sk, b.sk));
    if (newestFirst) items.reverse();
    const found = items.slice(0, limit);
    this.countRead(found.reduce((sum, item) => sum + itemBytes(item), 0));
    return found.map(copy);
  }

  async due(shard: string, until: number, limit: number): Promise<Key[]> {
    const indexed = [...this.partitions.values()].flatMap((partition) => [...partition.values()].filter(isIndexed));
    const due = indexed.filter(({ sweepShard, sweepAt }) => sweepShard === shard && sweepAt <= until);
    due.sort((a, b) => a.sweepAt - b.sweepAt);
    const keys = due.slice(0, limit).map(({ pk, sk, sweepShard, sweepAt }) => ({ pk, sk, sweepShard, sweepAt }));
    this.meter.add('dynamodb.requests');
    this.meter.add('dynamodb.readUnits', readUnits(keys.reduce((sum, key) => sum + itemBytes(key), 0)) / 2);
    return keys.map(({ pk, sk }) => ({ pk, sk }));
  }

  private read({ pk, sk }: Key): Item | undefined {
    return this.partitions.get(pk)?.get(sk);
  }

  private write(item: Item): void {
    const partition = this.partitions.get(item.pk) ?? new Map<string, Item>();
    this.partitions.set(item.pk, partition.set(item.sk, copy(item)));
  }

  private countRead(bytes: number): void {
    this.meter.add('dynamodb.requests');
    this.meter.add('dynamodb.readUnits', readUnits(bytes));
  }

  /** A write is billed by the larger of before and after, a refused one by what is there. */
  private countWrite(old: Item | undefined, next: Item | undefined): void {
    const [before, after] = [old, next].map((item) => (item ? itemBytes(item) : 0)) as [number, number];
    this.meter.add('dynamodb.requests');
    this.meter.add('dynamodb.writeUnits', Math.max(1, Math.ceil(Math.max(before, after) / WRITE_UNIT)));
    if (!next) return;
    this.meter.wrote(next.pk.slice(0, 1), after);
    this.meter.add('dynamodb.writeUnits', indexWrites(old, next));
  }
}

type Indexed = Item & { sweepShard: string; sweepAt: number };
const isIndexed = (item: Item): item is Indexed => item.sweepShard !== undefined && item.sweepAt !== undefined;

/** Of a keys-only index: an entry appears or goes for one write each, and moves for two. Keys of items stay under a unit. */
function indexWrites(old: Item | undefined, next: Item): number {
  if (old?.sweepShard === next.sweepShard && old?.sweepAt === next.sweepAt) return 0;
  return Number(old !== undefined && isIndexed(old)) + Number(isIndexed(next));
}

/** At least one: reading what is not there is billed too. */
const readUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / READ_UNIT));

const copy = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, copyValue(value)])) as Item;

function copyValue(value: Value): Value {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value.toWellFormed() : Uint8Array.from(value);
}

function allows(when: Condition | undefined, item: Item | undefined): boolean {
  return !when || when.length === 0 || when.some((tests) => tests.every((test) => passes(test, item)));
}

function passes(test: Test, item: Item | undefined): boolean {
  if ('absent' in test) return item?.[test.absent] === undefined;
  if ('is' in test) return item?.[test.is[0]] === test.is[1];
  const value = item?.[test.atMost[0]];
  return typeof value === 'number' && value <= test.atMost[1];
}

function changed(item: Item, { set = {}, init = {}, add = {}, drop = [] }: Change): Item {
  const next: Item = { ...init, ...item, ...set };
  for (const [name, value] of Object.entries(add)) next[name] = Number(next[name] ?? 0) + value;
  for (const name of drop) delete next[name];
  return next;
}

function within(range: Range, sk: string): boolean {
  if ('prefix' in range) return sk.startsWith(range.prefix as string);
  if ('before' in range) return compareBytes(sk, range.before as string) < 0;
  return (
    !('from' in range) || (compareBytes(sk, range.from as string) >= 0 && compareBytes(sk, range.to as string) <= 0)
  );
}

/** DynamoDB sorts by bytes of UTF-8; JavaScript would put U+FFxx behind emoji. */
const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
