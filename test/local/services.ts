import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createClock } from '../../local/clock';
import type { Denial, PolicyStatement } from '../../local/front';
import { LOCAL_ADMIN } from '../../local/iam';
import { createOutside } from '../../local/outside';
import type { Ring } from '../../local/scheduler';
import { startServices } from '../../local/service-host';
import { MEMORY, openStore } from '../../local/store';
import { onceOptions } from '../../src/adapters/aws/client-options';

export const ACCOUNT = '000000000000';
export const REGION = 'eu-west-1';
export const T0 = Date.parse('2026-01-05T09:00:00Z');
export const SECOND = 1_000;
export const MINUTE = 60_000;

export interface ServicesUnderTest {
  /** What each caller may do; `local-admin` may do all. */
  policies?: Record<string, PolicyStatement[]>;
  folder?: string;
  frozen?: boolean;
  ring?: Ring;
}

/** The real services on a loopback port with a frozen clock at T0, and real SDK clients to call them. */
export async function givenServices({ policies = {}, folder = MEMORY, frozen = true, ring }: ServicesUnderTest = {}) {
  const store = openStore(folder);
  const clock = createClock(store, { frozen, startAt: T0 });
  const denials: Denial[] = [];
  const dropped: string[] = [];
  const outside = await createOutside({ store, clock });
  const services = await startServices({
    store,
    clock,
    outside,
    principals: { policiesOf: (caller) => policies[caller] && [{ Statement: policies[caller] }] },
    account: ACCOUNT,
    region: REGION,
    dataDir: folder,
    onDenied: (denial) => denials.push(denial),
    onDropped: (message) => dropped.push(message),
    ...(ring && { ring }),
  });
  const clients: { destroy(): void }[] = [];
  const connect = <Client extends { destroy(): void }>(
    Kind: new (config: object) => Client,
    caller: string,
    more: object = {},
  ): Client => {
    const credentials = { accessKeyId: caller, secretAccessKey: 'any' };
    const client = new Kind({ endpoint: services.endpoint, region: REGION, credentials, maxAttempts: 1, ...more });
    clients.push(client);
    return client;
  };
  return {
    ...services,
    clock,
    outside,
    denials,
    dropped,
    sqsClient: (caller = LOCAL_ADMIN) => connect(SQSClient, caller),
    schedulerClient: (caller = LOCAL_ADMIN) => connect(SchedulerClient, caller),
    dynamoClient: (caller = LOCAL_ADMIN) => connect(DynamoDBClient, caller),
    sesClient: (caller = LOCAL_ADMIN, more = {}) => connect(SESv2Client, caller, { ...onceOptions, ...more }),
    s3Client: (caller = LOCAL_ADMIN) => connect(S3Client, caller),
    async stop() {
      for (const client of clients) client.destroy();
      await services.close();
      await outside.close();
      clock.close();
      store.close();
    },
  };
}

/** A new data folder, and how to throw it away. */
export function dataFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'local-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const allow = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

export const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** The attributes of the stack's own FIFO queues. */
export const FIFO = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
};

/** The error that a call ends with; undefined when it succeeds. */
export const refusal = (call: Promise<unknown>) => call.then(() => undefined).catch((error) => error);
