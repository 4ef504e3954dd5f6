import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { AlarmClock } from './alarm-clock';
import { addAlarms } from './alarms';
import { ConversationStore } from './conversation-store';
import { addDashboard } from './dashboard';
import { EventQueues } from './event-queues';
import { FrontDoor } from './front-door';
import { Monitoring } from './monitoring';
import { ServiceFunction, type ServiceFunctionProps } from './service-function';
import type { Settings } from './settings';

/** Everything Threadkeeper has in an AWS account: the parts, and which function may do what with each. */
export class ThreadkeeperStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    const production = settings.stage === 'prod';
    super(scope, `Threadkeeper-${settings.stage}`, {
      description: 'Threadkeeper: keeps the thread of customer conversations',
      terminationProtection: production,
    });
    const define = (id: string, props: Omit<ServiceFunctionProps, 'settings' | 'serviceName'>) =>
      new ServiceFunction(this, id, { ...props, settings, serviceName: this.stackName });

    const store = new ConversationStore(this, 'ConversationStore', { keep: production });
    const queues = new EventQueues(this, 'Queues');
    const alarmClock = new AlarmClock(this, 'AlarmClock', { ringsInto: queues.delays });
    const frontDoor = new FrontDoor(this, 'FrontDoor', settings);

    const webhook = define('Webhook', {
      name: 'webhook',
      description: 'Verifies and translates the webhooks of providers and queues their events',
      memoryMegabytes: 256,
    });
    frontDoor.route('POST /webhooks/{channelId}', webhook);
    frontDoor.route('POST /webhooks/{channelId}/{proxy+}', webhook);
    frontDoor.grantPublicUrl(webhook);
    store.grant(webhook, 'GetItem', 'UpdateItem');
    queues.events.grantSend(webhook);

    const api = define('Api', {
      name: 'api',
      description: 'Serves the API: events, workflows, channels, conversations',
      memoryMegabytes: 512,
    });
    frontDoor.route('ANY /v1/{proxy+}', api);
    frontDoor.route('GET /healthz', api);
    frontDoor.route('GET /openapi.json', api);
    frontDoor.route('GET /schemas/{proxy+}', api);
    frontDoor.grantPublicUrl(api);
    store.grant(api, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem');
    queues.events.grantSend(api);
    queues.grantCommit(api);
    alarmClock.grantArm(api);

    const evaluate = define('Evaluate', {
      name: 'evaluate',
      description: 'Decides what an event means for its conversation and sends on what follows',
      memoryMegabytes: 512,
      onCycle: true,
    });
    queues.events.feed(evaluate, { batchSize: settings.batchSize });
    frontDoor.grantPublicUrl(evaluate);
    store.grant(evaluate, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    queues.grantCommit(evaluate);
    alarmClock.grantArm(evaluate);

    const ring = define('Ring', {
      name: 'ring',
      description: 'Holds alarms back until they are due to the second, then sends them to their conversation',
      memoryMegabytes: 256,
      onCycle: true,
    });
    queues.delays.feed(ring, { batchSize: 10 });
    queues.delays.grantSend(ring);
    queues.events.grantSend(ring);

    const perform = define('Perform', {
      name: 'perform',
      description: 'Performs effects at providers: messages, tags, assignments, webhook calls',
      memoryMegabytes: 512,
      onCycle: true,
    });
    queues.actions.feed(perform, { batchSize: 5 });
    queues.slow.feed(perform, { batchSize: 5, maxConcurrency: 20 });
    frontDoor.grantPublicUrl(perform);
    store.grant(perform, 'GetItem', 'PutItem', 'UpdateItem');
    queues.events.grantSend(perform);

    const sweep = define('Sweep', {
      name: 'sweep',
      description: 'Rings overdue conversations whose alarm got lost, and shows dead letters as parked',
      memoryMegabytes: 256,
    });
    new Rule(this, 'SweepRule', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new LambdaFunction(sweep.handler)],
    });
    store.grantSweep(sweep);
    store.grant(sweep, 'PutItem');
    queues.events.grantSend(sweep);
    queues.grantDrain(sweep);

    const monitoring = new Monitoring(this, 'Monitoring', settings);
    const functions = { webhook, api, evaluate, ring, perform, sweep };
    const watched = { functions, store, queues, alarmClock, frontDoor };
    addAlarms(monitoring, watched);
    addDashboard(this, monitoring, watched);

    const { tableName } = store.table;
    new CfnOutput(this, 'PublicUrl', { value: frontDoor.publicUrl });
    new CfnOutput(this, 'TableName', { value: tableName });
    new CfnOutput(this, 'EventsQueueUrl', { value: queues.events.queue.queueUrl });
    new CfnOutput(this, 'AlarmTopicArn', { value: monitoring.topic.topicArn });
    new CfnOutput(this, 'FirstApiKey', {
      description: 'Run this with credentials of the account to make the first API key',
      value: `npm run threadkeeper -- keys create --table ${tableName} --workspace main --scope admin`,
    });
  }
}
