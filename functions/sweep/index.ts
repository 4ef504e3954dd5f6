import middy from '@middy/core';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tableConversations } from '../../src/adapters/table/table-conversations';
import { tableParked } from '../../src/adapters/table/table-parked';
import { sweep } from '../../src/app/sweep';
import { readConfig, variables } from '../../src/config';
import { parkedEventsMetric } from '../../src/metrics';
import { count, logger, observed, traceOf } from '../shared/observed';
import { openDeadLetters, openQueues } from '../shared/queues';
import { openTable } from '../shared/table';

const config = readConfig(process.env, [
  'tableName',
  'eventsQueueUrl',
  'eventsDlqUrl',
  'actionsDlqUrl',
  'slowDlqUrl',
  'delaysDlqUrl',
]);
const { eventsDlqUrl: events, actionsDlqUrl: actions, slowDlqUrl: slow, delaysDlqUrl: delays } = config;
/** Where the stack receives no e-mail, there is no such queue. */
const mail = process.env[variables.mailFailedDlqUrl];
const table = openTable(config);
const deps = {
  clock,
  conversations: tableConversations(table),
  deadLetters: openDeadLetters({ events, actions, slow, delays, ...(mail && { mail }) }),
  parked: tableParked(table),
  queues: openQueues({ eventsQueueUrl: config.eventsQueueUrl }),
};

/** Fails when any part of it failed, for the alarm; the other parts are done. */
export const handler = middy()
  .use(observed())
  .handler(async () => {
    const { rung, fullShards, parked, errors } = await sweep(deps);
    count({ SweepRings: rung, FullSweepShards: fullShards, [parkedEventsMetric]: parked });
    for (const error of errors) logger.error('part of the sweep failed', traceOf(error));
    if (errors.length > 0) throw new Error(`${errors.length} parts of the sweep failed; the next sweep tries again.`);
  });
