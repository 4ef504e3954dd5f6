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
import { addMail } from './mail';
import { Monitoring } from './monitoring';
import { defineFunctions } from './service-functions';
import type { Settings } from './settings';

/** Everything Threadkeeper has in an AWS account: the parts, and which function may do what with each. */
export class ThreadkeeperStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    const production = settings.stage === 'prod';
    super(scope, `Threadkeeper-${settings.stage}`, {
      description: 'Threadkeeper: keeps the thread of customer conversations',
      terminationProtection: production,
    });
    const store = new ConversationStore(this, 'ConversationStore', { keep: production });
    const queues = new EventQueues(this, 'Queues');
    const alarmClock = new AlarmClock(this, 'AlarmClock', { ringsInto: queues.delays });
    const frontDoor = new FrontDoor(this, 'FrontDoor', settings);
    const functions = defineFunctions(this, settings);
    const { webhook, voice, api, evaluate, ring, perform, sweep } = functions;

    frontDoor.route('POST /webhooks/{channelId}', webhook);
    frontDoor.route('POST /webhooks/{channelId}/{proxy+}', webhook);
    frontDoor.grantPublicUrl(webhook);
    store.grant(webhook, 'GetItem', 'UpdateItem');
    queues.events.grantSend(webhook);

    frontDoor.route('POST /voice/{channelId}', voice);
    frontDoor.grantPublicUrl(voice);
    store.grant(voice, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    queues.events.grantSend(voice);
    queues.grantCommit(voice);
    alarmClock.grantArm(voice);

    frontDoor.route('ANY /v1/{proxy+}', api);
    frontDoor.route('GET /healthz', api);
    frontDoor.route('GET /openapi.json', api);
    frontDoor.route('GET /schemas/{proxy+}', api);
    frontDoor.route('ANY /mail/{proxy+}', api);
    frontDoor.route('GET /files/{proxy+}', api);
    frontDoor.route('ANY /r/{proxy+}', api);
    frontDoor.grantPublicUrl(api);
    store.grant(api, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem');
    queues.events.grantSend(api);
    queues.grantCommit(api);
    alarmClock.grantArm(api);

    queues.events.feed(evaluate, { batchSize: settings.batchSize });
    // What it parks is followed by a ring.
    queues.events.grantSend(evaluate);
    store.grant(evaluate, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    queues.grantCommit(evaluate);
    alarmClock.grantArm(evaluate);

    queues.delays.feed(ring, { batchSize: 10 });
    queues.delays.grantSend(ring);
    queues.events.grantSend(ring);

    queues.actions.feed(perform, { batchSize: 5 });
    queues.slow.feed(perform, { batchSize: 5, maxConcurrency: 20 });
    store.grant(perform, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem');
    queues.events.grantSend(perform);
    // Who is rung for a queued call is told where to ask what to do.
    frontDoor.grantPublicUrl(perform);

    const everyFiveMinutes = Schedule.rate(Duration.minutes(5));
    new Rule(this, 'SweepRule', { schedule: everyFiveMinutes, targets: [new LambdaFunction(sweep.handler)] });
    store.grantSweep(sweep);
    store.grant(sweep, 'PutItem', 'UpdateItem');
    queues.events.grantSend(sweep);
    queues.grantDrain(sweep);

    const mail = addMail(this, settings, { functions, store, queues, frontDoor });

    const monitoring = new Monitoring(this, 'Monitoring', settings);
    const watched = { functions, store, queues, alarmClock, frontDoor, ...(mail && { mail }) };
    addAlarms(monitoring, watched);
    addDashboard(this, monitoring, watched);
    this.tellOperator(store, queues, frontDoor, monitoring);
  }

  private tellOperator(store: ConversationStore, queues: EventQueues, frontDoor: FrontDoor, monitoring: Monitoring) {
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
