import type { QueueRecord, RecordReport } from '../../src/app/process-records';
import type { FunctionName } from '../../src/config';
import type { QueueName } from '../../src/ports/receipts';
import { readByNewer } from './newer';
import type { Process } from './process';
import type { World } from './world';

export interface ConsumerTraits {
  queue: QueueName;
  fn: FunctionName;
  batchSize: number;
  concurrency: number;
  handle(records: QueueRecord[], process: Process): Promise<RecordReport[]>;
}

/** How soon a message may be handed out again although its handler still runs. */
const FROZEN = [5, 30, 100, 400, 3_000, 30_000];

/** Lambda's poller: takes batches, invokes, and deletes what was not reported as failed. */
export class Consumer {
  private running = 0;
  private readonly world: World;
  private readonly traits: ConsumerTraits;

  constructor(world: World, traits: ConsumerTraits) {
    this.world = world;
    this.traits = traits;
  }

  get queue(): QueueName {
    return this.traits.queue;
  }

  pump(): void {
    const { agenda, mail, wire } = this.world;
    const { queue, concurrency } = this.traits;
    if (this.running >= concurrency || !mail.queues[queue].canReceive(agenda.now)) return;
    this.running += 1;
    agenda.after(wire.latency(), () => this.receive());
  }

  private receive(): void {
    const { agenda, coverage, faults, mail, random, plant } = this.world;
    const { queue, batchSize, fn } = this.traits;
    const freeze = faults.choose('freeze') && random.pick(FROZEN);
    if (freeze) coverage.add('freeze');
    const visibility = freeze ?? mail.visibility(queue);
    const records = mail.queues[queue].receive(random.between(1, batchSize), agenda.now, visibility);
    if (records.length === 0) return this.done();
    mail.wake(queue, agenda.now + visibility);
    if (plant?.acksFirst === fn) for (const { receipt } of records) mail.remove(queue, receipt);
    this.invoke(records);
    this.pump();
  }

  private invoke(records: QueueRecord[]): void {
    const { world, traits } = this;
    const process = world.processes.take(traits.fn);
    const read = (record: QueueRecord) => (process.isNewer ? { ...record, body: readByNewer(record.body) } : record);
    const run = () => traits.handle(records.map(read), process);
    world.invoke(process, records.map(({ messageId }) => messageId).join(' '), run, (reports) => {
      for (const { record, outcome } of reports ?? []) {
        world.coverage.add(`${traits.queue}: ${outcome}`);
        if (outcome !== 'again') world.mail.remove(traits.queue, record.receipt);
      }
      this.done();
    });
  }

  private done(): void {
    this.running -= 1;
    this.pump();
  }
}
