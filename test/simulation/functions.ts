/** What each Lambda function does with a batch: the real use cases, composed as in `functions/`. */
import { evaluate } from '../../src/app/evaluate';
import { performRecord } from '../../src/app/perform';
import { processRecords, type QueueRecord } from '../../src/app/process-records';
import { readObject, readRing } from '../../src/app/read-message';
import { ring } from '../../src/app/ring';
import { takeMails } from '../../src/app/take-mails';
import { timeoutSeconds } from '../../src/config';
import type { EventMessage } from '../../src/ports/queues';
import { Consumer } from './consumer';
import { MAILS } from './coverage';
import { takingDeps } from './mail-doors';
import type { Process } from './process';
import { type Flow, scope, within } from './scope';
import { gone } from './wire';
import type { World } from './world';

/** Handles a record as a thread of calls of its own, which may end in the death of its process as well. */
async function inFlow<T>(world: World, message: EventMessage | undefined, run: () => Promise<T>): Promise<T> {
  const { invocation } = scope();
  const flow: Flow = { last: 'begin', ...(message && { message }) };
  return within({ invocation, flow }, async () => {
    const result = await run().then(
      (value) => () => value,
      (error) => () => {
        throw error;
      },
    );
    return world.wire.begin('end') ? result() : gone();
  });
}

function evaluateBatch(world: World) {
  return (records: QueueRecord[], { deps, live, sent }: Process) => {
    const context = { live: live.forBatch(), sent };
    return processRecords(
      records,
      (record) => {
        const message = JSON.parse(record.body);
        return inFlow(world, message, async () => {
          const result = await evaluate(record.body, deps, context);
          if (message.kind === 'ring') world.coverage.add(scope().flow.isOfNote ? 'rings of use' : 'stale rings');
          else if (result.counts?.Repeated) world.coverage.add('repeated events');
          return result;
        });
      },
      deps,
    );
  };
}

function performBatch(world: World) {
  return (records: QueueRecord[], { deps }: Process) => {
    const { invocation } = scope();
    const end = invocation.startedAt + timeoutSeconds.perform * 1_000;
    const options = { requestId: invocation.id, timeLeft: () => end - world.agenda.now };
    return processRecords(
      records,
      (record) => inFlow(world, undefined, () => performRecord(record, deps, options)),
      deps,
    );
  };
}

function ringBatch(world: World) {
  return (records: QueueRecord[], { deps }: Process) => {
    const perRecord = async (record: QueueRecord) => ring(readRing(record.body), deps).then(() => ({}));
    const { clock, receipts } = deps;
    return processRecords(records, (record) => inFlow(world, undefined, () => perRecord(record)), { clock, receipts });
  };
}

/** What the function could not take at once. */
function mailBatch(world: World) {
  return (records: QueueRecord[], { deps }: Process) => {
    const perRecord = async ({ body }: QueueRecord) => {
      const counts = await takeMails(readObject(body), takingDeps(deps));
      world.coverage.add(`${MAILS}letters taken by the queue`);
      return { counts };
    };
    return processRecords(records, (record) => inFlow(world, undefined, () => perRecord(record)), deps);
  };
}

export function openConsumers(world: World): Consumer[] {
  const evaluating = evaluateBatch(world);
  const performing = performBatch(world);
  return [
    new Consumer(world, { queue: 'events', fn: 'evaluate', batchSize: 4, concurrency: 3, handle: evaluating }),
    new Consumer(world, { queue: 'actions', fn: 'perform', batchSize: 3, concurrency: 2, handle: performing }),
    new Consumer(world, { queue: 'slow', fn: 'perform', batchSize: 3, concurrency: 2, handle: performing }),
    new Consumer(world, { queue: 'delays', fn: 'ring', batchSize: 4, concurrency: 2, handle: ringBatch(world) }),
    new Consumer(world, { queue: 'mail', fn: 'mail-in', batchSize: 3, concurrency: 2, handle: mailBatch(world) }),
  ];
}
