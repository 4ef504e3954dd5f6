import { createClock } from './clock';
import { createDoor, type Door } from './door';
import type { Denial, PolicyDocument, Services, VirtualClock } from './front';
import { createOutside, type Outside } from './outside';
import type { Ring } from './scheduler';
import { startServices } from './service-host';
import { StackError } from './stack-error';
import { openStore, type Store } from './store';

/** Account and Region that the stack plays in. */
export const PLACE = { account: '000000000000', region: 'us-east-1' };

export interface GroundOptions {
  port: number;
  dataDir: string;
  frozen: boolean;
  startAt?: number;
  ring?: Ring;
  seed?: string;
  onDenied(denial: Denial): void;
  /** A schedule that rang in vain. */
  onDropped(message: string): void;
}

/** What stands before the template is read: time, store, services, outside, and the address. */
export interface Ground {
  store: Store;
  clock: VirtualClock;
  door: Door;
  services: Services;
  outside: Outside;
  /** The number of this start of the data folder. */
  run: number;
  /** Until told, nobody may do anything. */
  authorizeBy(policiesOf: (caller: string) => PolicyDocument[] | undefined): void;
}

/** Throws StackError. */
export async function prepareGround(
  { port, dataDir, frozen, startAt, ring, seed, onDenied, onDropped }: GroundOptions,
  onStop: (close: () => unknown) => void,
): Promise<Ground> {
  const store = openData(dataDir);
  onStop(() => store.close());
  const run = countRun(store);
  const clock = createClock(store, { frozen, ...(startAt !== undefined && { startAt }) });
  onStop(() => clock.close());
  const door = await createDoor(port);
  onStop(door.close);
  const principals = { policiesOf: (_caller: string): PolicyDocument[] | undefined => undefined };
  const outside = await createOutside({ store, clock });
  onStop(() => outside.close());
  const wires = { store, clock, principals, ...PLACE, dataDir, outside, onDenied, onDropped };
  const services = await startServices({ ...wires, ...(ring && { ring }), ...(seed && { seed }) });
  onStop(() => services.close());
  // AWS would wait for visibility time-outs, up to 12 minutes; here nobody but the process that is gone can have held them.
  if (run > 1) services.sqs.releaseInFlight();
  const authorizeBy: Ground['authorizeBy'] = (policiesOf) => {
    principals.policiesOf = policiesOf;
  };
  return { store, clock, door, services, outside, run, authorizeBy };
}

const NOT_WRITABLE = ['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST'];

function openData(dataDir: string): Store {
  try {
    return openStore(dataDir);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (!NOT_WRITABLE.includes(code)) throw new StackError(message, { cause });
    throw new StackError(
      `The data folder ${dataDir} cannot be written (${code}). Make it writable, or name another one with --data.`,
      { cause },
    );
  }
}

function countRun(store: Store): number {
  store.db.exec('CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY AUTOINCREMENT)');
  return Number(store.sql('INSERT INTO runs DEFAULT VALUES').run().lastInsertRowid);
}
