import type { QueueRef, VirtualClock } from '../front';
import type { Store } from '../store';
import { completeAttributes, type QueueSettings, settingsOf } from './attributes';
import { invalidValue, queueDoesNotExist, SqsError } from './errors';

export interface Queue {
  id: number;
  name: string;
  arn: string;
  attributes: Record<string, string>;
  settings: QueueSettings;
  /** Epoch seconds. */
  created: number;
  modified: number;
}

/** A URL ends in `/name`, an ARN in `:name`, a name is itself. */
export const queueName = (ref: QueueRef): string => ref.split(/[/:]/).at(-1)!;

/** The queues and their attributes, read from the store once and written through. */
export class Queues {
  readonly #store: Store;
  readonly #clock: VirtualClock;
  readonly #arnPrefix: string;
  readonly #byName = new Map<string, Queue>();

  constructor(store: Store, clock: VirtualClock, arnPrefix: string) {
    this.#arnPrefix = arnPrefix;
    this.#store = store;
    this.#clock = clock;
    store.db.exec(`CREATE TABLE IF NOT EXISTS sqs_queues
      (id INTEGER PRIMARY KEY, name TEXT UNIQUE, attributes TEXT, created INTEGER, modified INTEGER)`);
    for (const row of store.sql('SELECT * FROM sqs_queues').all()) this.#remember(row);
  }

  /** Throws QueueDoesNotExist. */
  get(ref: QueueRef): Queue {
    const queue = this.#byName.get(queueName(ref));
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  find(ref: QueueRef): Queue | undefined {
    return this.#byName.get(queueName(ref));
  }

  all(): Queue[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(name: string, given: Record<string, string>): void {
    const existing = this.#byName.get(name);
    if (existing) refuseOther(existing, given);
    else this.#put(name, completeAttributes(name, given), this.#seconds());
  }

  change(ref: QueueRef, given: Record<string, string>): void {
    const { name, attributes, created } = this.get(ref);
    this.#put(name, completeAttributes(name, { ...attributes, ...given }), created);
  }

  remove(ref: QueueRef): void {
    const { id, name } = this.get(ref);
    this.#store.sql('DELETE FROM sqs_queues WHERE id = ?').run(id);
    this.#byName.delete(name);
  }

  #put(name: string, attributes: Record<string, string>, created: number) {
    this.#checkRedrive(name, attributes);
    const row = this.#store
      .sql(
        `INSERT INTO sqs_queues (name, attributes, created, modified) VALUES (?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes, modified = excluded.modified RETURNING *`,
      )
      .get(name, JSON.stringify(attributes), created, this.#seconds());
    this.#remember(row!);
  }

  #checkRedrive(name: string, attributes: Record<string, string>) {
    const { redrive, fifo } = settingsOf(attributes);
    if (!redrive) return;
    const target = this.#byName.get(redrive.deadLetterQueue);
    if (!target) throw invalidValue('RedrivePolicy', attributes.RedrivePolicy, 'Dead letter target does not exist.');
    if (target.settings.fifo !== fifo)
      throw invalidValue(
        'RedrivePolicy',
        attributes.RedrivePolicy,
        `Dead-letter queue must be same type of queue as the source ${name}.`,
      );
  }

  #remember(row: Record<string, unknown>) {
    const attributes = JSON.parse(String(row.attributes));
    const arn = this.#arnPrefix + row.name;
    this.#byName.set(String(row.name), { ...row, arn, attributes, settings: settingsOf(attributes) } as Queue);
  }

  #seconds() {
    return Math.floor(this.#clock.now() / 1_000);
  }
}

function refuseOther(existing: Queue, given: Record<string, string>) {
  const different = Object.entries(completeAttributes(existing.name, given)).find(
    ([attribute, value]) => attribute in given && existing.attributes[attribute] !== value,
  );
  if (!different) return;
  throw new SqsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${different[0]}`,
    'QueueAlreadyExists',
  );
}
