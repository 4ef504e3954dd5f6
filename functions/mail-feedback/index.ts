import { randomInt } from 'node:crypto';
import middy from '@middy/core';
import { readFeedback } from '../../src/adapters/aws/ses-feedback';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { takeFeedback } from '../../src/app/mail-feedback';
import { readConfig } from '../../src/config';
import { count, logger, observed } from '../shared/observed';
import { openQueues } from '../shared/queues';
import { openTable } from '../shared/table';

const config = readConfig(process.env, ['tableName', 'eventsQueueUrl']);
const deps = {
  ...tablePorts(openTable(config), clock, randomInt(2 ** 16)),
  clock,
  queues: openQueues({ eventsQueueUrl: config.eventsQueueUrl }),
};

/** What it throws, EventBridge sends again. */
export const handler = middy<unknown, void>()
  .use(observed())
  .handler(async (event) => {
    const read = readFeedback(event);
    if (read.kind !== 'feedback') {
      if (read.kind === 'refused') logger.warn('an event of SES was not taken', { reason: read.reason });
      return;
    }
    const { effectId, kind } = read.feedback;
    const outcome = await takeFeedback(read.feedback, deps);
    if (outcome === 'unknown') return logger.warn('an event of SES names no e-mail of ours', { effectId, kind });
    count({ [`Mails${kind[0]?.toUpperCase()}${kind.slice(1)}`]: 1 });
  });
