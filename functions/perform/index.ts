import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tableChannels } from '../../src/adapters/table/table-channels';
import { tableClaims } from '../../src/adapters/table/table-claims';
import { tableConfiguration } from '../../src/adapters/table/table-configuration';
import { tableParked } from '../../src/adapters/table/table-parked';
import { tableRates } from '../../src/adapters/table/table-rates';
import { cachedChannels } from '../../src/app/cached-channels';
import { performRecord } from '../../src/app/perform';
import { readConfig } from '../../src/config';
import { openMail } from '../shared/mail';
import { openOutbound } from '../shared/outbound';
import { queueHandler } from '../shared/queue-handler';
import { openQueues, openReceipts } from '../shared/queues';
import { openTable } from '../shared/table';

const config = readConfig(process.env, [
  ...(['tableName', 'eventsQueueUrl', 'actionsQueueUrl', 'slowQueueUrl', 'publicUrl'] as const),
]);
const table = openTable(config);
const received = { actions: config.actionsQueueUrl, slow: config.slowQueueUrl };
const deps = {
  clock,
  channels: cachedChannels(tableChannels(table), clock),
  claims: tableClaims(table),
  configuration: tableConfiguration(table),
  mail: openMail(),
  outbound: openOutbound(),
  parked: tableParked(table),
  publicUrl: config.publicUrl,
  queues: openQueues({ eventsQueueUrl: config.eventsQueueUrl }),
  rates: tableRates(table),
  receipts: openReceipts(received),
};

export const handler = queueHandler({
  queues: received,
  deps,
  begin: (invocation) => (record) => performRecord(record, deps, invocation),
});
