import { createHash } from 'node:crypto';
import { type TablePorts, tablePorts } from '../table/table-ports';
import type { MemoryClock } from './memory-clock';
import { MemoryMail } from './memory-mail';
import { MemoryMailAccount } from './memory-mail-account';
import { MemoryMailStore } from './memory-mail-store';
import { MemoryOutboundHttp } from './memory-outbound-http';
import { MemoryQueues } from './memory-queues';
import { MemoryTable } from './memory-table';
import { MemoryTimers } from './memory-timers';
import { Meter } from './meter';

/** Every port in memory, and what there is to look at. */
export interface MemoryPorts extends TablePorts {
  clock: MemoryClock;
  mail: MemoryMail;
  mailAccount: MemoryMailAccount;
  mailStore: MemoryMailStore;
  outbound: MemoryOutboundHttp;
  queues: MemoryQueues;
  timers: MemoryTimers;
  table: MemoryTable;
  /** What all of it would have cost. */
  meter: Meter;
}

export function memoryPorts(clock: MemoryClock): MemoryPorts {
  const meter = new Meter();
  const table = new MemoryTable(meter);
  return {
    ...tablePorts(table, clock, 0, alikeBytes()),
    clock,
    meter,
    mail: new MemoryMail(undefined, meter),
    mailAccount: new MemoryMailAccount(),
    mailStore: new MemoryMailStore(),
    outbound: new MemoryOutboundHttp(undefined, meter),
    queues: new MemoryQueues(clock, meter),
    table,
    timers: new MemoryTimers(clock, meter),
  };
}

/** The same bytes each time that this is made, and others on each call. */
function alikeBytes(): (bytes: number) => Uint8Array {
  let calls = 0;
  return (bytes) => createHash('shake256', { outputLength: bytes }).update(`bytes ${++calls}`).digest();
}
