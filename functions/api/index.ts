import { randomBytes, randomInt } from 'node:crypto';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { cachedConfiguration } from '../../src/adapters/cached-configuration';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { aggregatedRates } from '../../src/app/aggregated-rates';
import { cachedKeys } from '../../src/app/api/cached-keys';
import { handleRequest } from '../../src/app/api/handle-request';
import type { ApiDeps } from '../../src/app/api/http';
import { cachedChannels } from '../../src/app/cached-channels';
import { cachedMailAccount } from '../../src/app/cached-mail-account';
import { cachedSigningKeys } from '../../src/app/cached-signing-keys';
import { LiveConfigurations } from '../../src/app/configuration';
import { SentMemory } from '../../src/app/handle-event';
import { PublishedKeys } from '../../src/app/reconnect/jwks';
import { readConfig, variables } from '../../src/config';
import { httpHandler } from '../shared/http-handler';
import { senderOf } from '../shared/mail';
import { openMailAccount } from '../shared/mail-account';
import { openMailStore } from '../shared/mail-store';
import { openOutbound } from '../shared/outbound';
import { openQueues } from '../shared/queues';
import { openTable } from '../shared/table';
import { openTimers } from '../shared/timers';

const config = readConfig(process.env, [
  ...(['tableName', 'eventsQueueUrl', 'actionsQueueUrl', 'slowQueueUrl', 'delaysQueueUrl', 'publicUrl'] as const),
  ...(['delaysQueueArn', 'scheduleGroup', 'schedulerRoleArn'] as const),
]);
/** Where the stack receives no e-mail, there is neither. */
const { [variables.mailFailedQueueUrl]: mailFailedQueueUrl, [variables.mailBucket]: mailBucket } = process.env;
const ports = tablePorts(openTable(config), clock, randomInt(2 ** 16));
const configuration = cachedConfiguration(ports.configuration);
const deps: ApiDeps = {
  ...ports,
  configuration,
  channels: cachedChannels(ports.channels, clock),
  keys: cachedKeys(ports.keys, clock),
  rates: aggregatedRates(ports.rates),
  clock,
  mailAccount: cachedMailAccount(openMailAccount(), clock),
  ...(mailBucket && { mailStore: openMailStore({ mailBucket }) }),
  outbound: openOutbound(),
  signingKeys: cachedSigningKeys(ports.signingKeys, clock),
  queues: openQueues({ ...config, ...(mailFailedQueueUrl && { mailFailedQueueUrl }) }),
  timers: openTimers(config),
  publicUrl: config.publicUrl,
  sender: senderOf(process.env),
  random: randomBytes,
  live: new LiveConfigurations(configuration),
  publishedKeys: new PublishedKeys(),
  sent: new SentMemory(),
};

export const handler = httpHandler((request) => handleRequest(request, deps));
