import { systemClock as clock } from '../../src/adapters/aws/system-clock';
import { tableChannels } from '../../src/adapters/table/table-channels';
import { tableRates } from '../../src/adapters/table/table-rates';
import { acceptWebhook } from '../../src/app/accept-webhook';
import { aggregatedRates } from '../../src/app/aggregated-rates';
import { cachedChannels } from '../../src/app/cached-channels';
import { readConfig } from '../../src/config';
import { httpHandler } from '../shared/http-handler';
import { openQueues } from '../shared/queues';
import { openTable } from '../shared/table';
import { answerWebhook, webhookRequest } from '../shared/webhook-http';

const config = readConfig(process.env, ['tableName', 'eventsQueueUrl', 'publicUrl']);
const table = openTable(config);
const deps = {
  clock,
  channels: cachedChannels(tableChannels(table), clock),
  queues: openQueues(config),
  rates: aggregatedRates(tableRates(table)),
};

export const handler = httpHandler(async (request) => {
  const { channelId, webhook } = webhookRequest(request, config.publicUrl);
  return answerWebhook(await acceptWebhook(channelId, webhook, deps));
});
