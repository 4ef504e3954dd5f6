import { type TablePorts, tablePorts } from '../table/table-ports';
import type { MemoryClock } from './memory-clock';
import { MemoryMail } from './memory-mail';
import { MemoryOutboundHttp } from './memory-outbound-http';
import { MemoryQueues } from './memory-queues';
import { MemoryTable } from './memory-table';
import { MemoryTimers } from './memory-timers';
import { Meter } from './meter';

/** Every port in memory, and what there is to look at. */
export interface MemoryPorts extends TablePorts {
  clock: MemoryClock;
  mail: MemoryMail;
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
    ...tablePorts(table, clock, 0),
    clock,
    meter,
    mail: new MemoryMail(undefined, meter),
    outbound: new MemoryOutboundHttp(undefined, meter),
    queues: new MemoryQueues(clock, meter),
    table,
    timers: new MemoryTimers(clock, meter),
  };
}
