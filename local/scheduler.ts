import type { Access, Instant, SchedulerFront, SqsFront, VirtualClock, Watch } from './front';
import { AccessDenied } from './iam';
import { conflict, notFound } from './scheduler/errors';
import type { Definition } from './scheduler/requests';
import { parseExpression, type Ring, ringsAt } from './scheduler/timing';
import { SqsError } from './sqs';
import type { Store } from './store';

export type { Ring } from './scheduler/timing';

/** How long a deleted name stays taken: deletion is not immediate there, and a create meanwhile is a conflict. */
const DELETING_MS = 60_000;

export interface SchedulerOptions {
  store: Store;
  clock: VirtualClock;
  /** Where it rings, and by whose leave: the role of the schedule is checked for sqs:SendMessage. */
  sqs: Pick<SqsFront, 'send'>;
  access: Access;
  /** Default `hashed`. */
  ring?: Ring | undefined;
  /** Varies where `hashed` rings. */
  seed?: string | undefined;
  /** Told of rings that reached no queue. */
  onDropped(message: string): void;
}

export interface Schedule {
  definition: Definition;
  at: Instant;
  created: Instant;
  modified: Instant;
}

export interface Group {
  name: string;
  created: Instant;
}

/** EventBridge Scheduler, one-shot schedules only, on the store and the virtual clock. `scheduler/wire.ts` is its REST front. */
export class Scheduler implements SchedulerFront {
  readonly name = 'scheduler';
  readonly #options: SchedulerOptions;
  readonly #store: Store;
  readonly #clock: VirtualClock;
  readonly #watch: Watch;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#store.db.exec(`
      CREATE TABLE IF NOT EXISTS scheduler_groups (name TEXT PRIMARY KEY, created INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS scheduler_schedules (
        grp TEXT, name TEXT, definition TEXT, at INTEGER, rings_at INTEGER, created INTEGER, modified INTEGER,
        PRIMARY KEY (grp, name));
      CREATE INDEX IF NOT EXISTS scheduler_by_ring ON scheduler_schedules (rings_at);
      CREATE TABLE IF NOT EXISTS scheduler_deleting (grp TEXT, name TEXT, until INTEGER, PRIMARY KEY (grp, name));`);
    this.createGroup('default');
    this.#watch = this.#clock.watch(this);
  }

  nextDue(): Instant | undefined {
    const row = this.#store.sql('SELECT min(rings_at) AS due FROM scheduler_schedules').get();
    return row?.due == null ? undefined : Number(row.due);
  }

  wake(): void {
    const due = this.#store
      .sql('SELECT * FROM scheduler_schedules WHERE rings_at <= ? ORDER BY rings_at, grp, name')
      .all(this.#clock.now());
    for (const row of due) this.#store.transaction(() => this.#ring(toSchedule(row)));
  }

  pending() {
    const rows = this.#store
      .sql(
        'SELECT grp, name, at, rings_at FROM scheduler_schedules WHERE rings_at IS NOT NULL ORDER BY rings_at, grp, name',
      )
      .all();
    return rows.map((row) => ({
      group: String(row.grp),
      name: String(row.name),
      at: Number(row.at),
      ringsAt: Number(row.rings_at),
    }));
  }

  /** Does nothing when it exists; the wire answers a conflict before. */
  createGroup(name: string): void {
    this.#store.sql('INSERT OR IGNORE INTO scheduler_groups VALUES (?, ?)').run(name, this.#clock.now());
  }

  groups(): Group[] {
    return this.#store.sql('SELECT * FROM scheduler_groups ORDER BY name').all() as unknown as Group[];
  }

  /** Throws ResourceNotFoundException. */
  group(name: string): Group {
    const row = this.#store.sql('SELECT * FROM scheduler_groups WHERE name = ?').get(name);
    if (!row) throw notFound('Schedule group', name);
    return row as unknown as Group;
  }

  /** With all its schedules. */
  deleteGroup(name: string): void {
    this.group(name);
    this.#store.transaction(() => {
      for (const { definition } of this.list().filter((schedule) => schedule.definition.GroupName === name))
        this.#remove(definition);
      this.#store.sql('DELETE FROM scheduler_groups WHERE name = ?').run(name);
    });
  }

  /** Throws ConflictException when the name exists or is being deleted, ValidationException for a time in the past. */
  create(definition: Definition): void {
    const { GroupName, Name } = definition;
    this.group(GroupName);
    const at = parseExpression(definition, this.#clock.now());
    if (this.#find(GroupName, Name)) throw conflict(`Schedule ${Name} already exists.`);
    if (this.#isBeingDeleted(GroupName, Name)) throw conflict(`Schedule ${Name} is being deleted.`);
    this.#put(definition, at, this.#clock.now());
  }

  /** Replaces the whole definition. */
  update(definition: Definition): void {
    const { created } = this.get(definition.GroupName, definition.Name);
    this.#put(definition, parseExpression(definition, this.#clock.now()), created);
  }

  /** Throws ResourceNotFoundException. */
  get(group: string, name: string): Schedule {
    const schedule = this.#find(group, name);
    if (!schedule) throw notFound('Schedule', name);
    return schedule;
  }

  /** By group and name. */
  list(): Schedule[] {
    return this.#store.sql('SELECT * FROM scheduler_schedules ORDER BY grp, name').all().map(toSchedule);
  }

  delete(group: string, name: string): void {
    this.#remove(this.get(group, name).definition);
  }

  close(): void {
    this.#watch.stop();
  }

  #find(group: string, name: string): Schedule | undefined {
    const row = this.#store.sql('SELECT * FROM scheduler_schedules WHERE grp = ? AND name = ?').get(group, name);
    return row && toSchedule(row);
  }

  #isBeingDeleted(group: string, name: string): boolean {
    this.#store.sql('DELETE FROM scheduler_deleting WHERE until <= ?').run(this.#clock.now());
    return !!this.#store.sql('SELECT 1 FROM scheduler_deleting WHERE grp = ? AND name = ?').get(group, name);
  }

  #put(definition: Definition, at: Instant, created: Instant) {
    const { ring = 'hashed', seed = '' } = this.#options;
    const made = this.#clock.now();
    const due = definition.State === 'ENABLED' ? ringsAt(at, definition, { ring, seed, made }) : null;
    this.#store
      .sql('INSERT OR REPLACE INTO scheduler_schedules VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(definition.GroupName, definition.Name, JSON.stringify(definition), at, due, created, made);
    if (due !== null) this.#watch.changed(due);
  }

  #remove({ GroupName, Name }: Definition) {
    this.#store.sql('DELETE FROM scheduler_schedules WHERE grp = ? AND name = ?').run(GroupName, Name);
    this.#store
      .sql('INSERT OR REPLACE INTO scheduler_deleting VALUES (?, ?, ?)')
      .run(GroupName, Name, this.#clock.now() + DELETING_MS);
  }

  /** In one transaction with the send, so that a kill between them neither loses a ring nor doubles it. */
  #ring({ definition }: Schedule) {
    const { GroupName, Name, ActionAfterCompletion } = definition;
    this.#deliver(definition);
    if (ActionAfterCompletion === 'DELETE') this.#remove(definition);
    else
      this.#store.sql('UPDATE scheduler_schedules SET rings_at = NULL WHERE grp = ? AND name = ?').run(GroupName, Name);
  }

  #deliver({ Name, Target }: Definition) {
    const { sqs, access, onDropped } = this.#options;
    try {
      access.check(Target.RoleArn, 'sqs:SendMessage', Target.Arn);
      const group = Target.SqsParameters?.MessageGroupId;
      sqs.send(Target.Arn, { MessageBody: Target.Input, ...(group !== undefined && { MessageGroupId: group }) });
    } catch (error) {
      if (!(error instanceof AccessDenied || error instanceof SqsError)) throw error;
      onDropped(`Schedule ${Name} did not reach ${Target.Arn}: ${error.message}`);
    }
  }
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  return new Scheduler(options);
}

function toSchedule(row: Record<string, unknown>): Schedule {
  const definition = JSON.parse(String(row.definition)) as Definition;
  return { definition, at: Number(row.at), created: Number(row.created), modified: Number(row.modified) };
}
