import { randomInt } from 'node:crypto';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { channelsOfBatch } from '../../src/app/cached-channels';
import { cachedMailAccount } from '../../src/app/cached-mail-account';
import { cachedSigningKeys } from '../../src/app/cached-signing-keys';
import { performRecord } from '../../src/app/perform';
import { readConfig } from '../../src/config';
import { openMail } from '../shared/mail';
import { openMailAccount } from '../shared/mail-account';
import { openOutbound } from '../shared/outbound';
import { queueHandler } from '../shared/queue-handler';
import { openQueues, openReceipts } from '../shared/queues';
import { openTable } from '../shared/table';

const config = readConfig(process.env, [
  ...(['tableName', 'eventsQueueUrl', 'actionsQueueUrl', 'slowQueueUrl', 'publicUrl'] as const),
]);
const ports = tablePorts(openTable(config), clock, randomInt(2 ** 16));
const received = { actions: config.actionsQueueUrl, slow: config.slowQueueUrl };
const deps = {
  ...ports,
  clock,
  mail: openMail(),
  mailAccount: cachedMailAccount(openMailAccount(), clock),
  outbound: openOutbound(),
  publicUrl: config.publicUrl,
  queues: openQueues({ eventsQueueUrl: config.eventsQueueUrl }),
  receipts: openReceipts(received),
  signingKeys: cachedSigningKeys(ports.signingKeys, clock),
};

export const handler = queueHandler({
  queues: received,
  deps,
  begin: (invocation) => {
    const ofBatch = { ...deps, channels: channelsOfBatch(ports.channels) };
    return (record) => performRecord(record, ofBatch, invocation);
  },
});
