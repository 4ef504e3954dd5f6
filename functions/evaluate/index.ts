import { randomInt } from 'node:crypto';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { cachedConfiguration } from '../../src/adapters/cached-configuration';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { channelsOfBatch } from '../../src/app/cached-channels';
import { LiveConfigurations } from '../../src/app/configuration';
import { evaluate } from '../../src/app/evaluate';
import { SentMemory } from '../../src/app/handle-event';
import { readConfig } from '../../src/config';
import { queueHandler } from '../shared/queue-handler';
import { openQueues, openReceipts } from '../shared/queues';
import { openTable } from '../shared/table';
import { openTimers } from '../shared/timers';

const config = readConfig(process.env, [
  'tableName',
  'eventsQueueUrl',
  'actionsQueueUrl',
  'slowQueueUrl',
  'delaysQueueUrl',
  'delaysQueueArn',
  'scheduleGroup',
  'schedulerRoleArn',
]);
const ports = tablePorts(openTable(config), clock, randomInt(2 ** 16));
const queues = { events: config.eventsQueueUrl };
const configuration = cachedConfiguration(ports.configuration);
const timers = openTimers(config);
const deps = {
  ...ports,
  clock,
  configuration,
  timers,
  queues: openQueues(config),
  receipts: openReceipts(queues),
};
const configurations = new LiveConfigurations(configuration);
const sent = new SentMemory();

export const handler = queueHandler({
  queues,
  deps,
  begin: () => {
    const context = { live: configurations.forBatch(), sent };
    const ofBatch = { ...deps, channels: channelsOfBatch(ports.channels) };
    return (record) => evaluate(record.body, ofBatch, context);
  },
});
