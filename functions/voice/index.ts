import { randomInt } from 'node:crypto';
import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { cachedConfiguration } from '../../src/adapters/cached-configuration';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { aggregatedRates } from '../../src/app/aggregated-rates';
import { answerCall } from '../../src/app/answer-call';
import { cachedChannels } from '../../src/app/cached-channels';
import { LiveConfigurations } from '../../src/app/configuration';
import { SentMemory } from '../../src/app/handle-event';
import { readConfig } from '../../src/config';
import { httpHandler } from '../shared/http-handler';
import { openQueues } from '../shared/queues';
import { openTable } from '../shared/table';
import { openTimers } from '../shared/timers';
import { answerVoice } from '../shared/voice-http';
import { webhookRequest } from '../shared/webhook-http';

const config = readConfig(process.env, [
  ...(['tableName', 'eventsQueueUrl', 'actionsQueueUrl', 'slowQueueUrl', 'delaysQueueUrl', 'publicUrl'] as const),
  ...(['delaysQueueArn', 'scheduleGroup', 'schedulerRoleArn'] as const),
]);
const ports = tablePorts(openTable(config), clock, randomInt(2 ** 16));
const configuration = cachedConfiguration(ports.configuration);
const deps = {
  ...ports,
  configuration,
  channels: cachedChannels(ports.channels, clock),
  rates: aggregatedRates(ports.rates),
  clock,
  queues: openQueues(config),
  timers: openTimers(config),
};
const configurations = new LiveConfigurations(configuration);
const sent = new SentMemory();

export const handler = httpHandler(async (request) => {
  const { channelId, webhook } = webhookRequest(request, config.publicUrl);
  return answerVoice(await answerCall(channelId, webhook, deps, { live: configurations.forBatch(), sent }));
});
