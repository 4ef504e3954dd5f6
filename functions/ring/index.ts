import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { readRing } from '../../src/app/read-message';
import { ring } from '../../src/app/ring';
import { readConfig } from '../../src/config';
import { queueHandler } from '../shared/queue-handler';
import { openQueues, openReceipts } from '../shared/queues';

const config = readConfig(process.env, ['eventsQueueUrl', 'delaysQueueUrl']);
const received = { delays: config.delaysQueueUrl };
const deps = { clock, queues: openQueues(config), receipts: openReceipts(received) };

/** It has no table: what it cannot read comes again until the queue puts it aside, and the sweep parks it. */
export const handler = queueHandler({
  queues: received,
  deps,
  begin: () => async (record) => {
    const outcome = await ring(readRing(record.body), deps);
    return { counts: outcome === 'rung' ? { RingsSent: 1 } : { RingsDelayed: 1 } };
  },
});
