import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricsNamespace } from '../src/config';
import { parkedEventsMetric, reconnectFailuresMetric, unheardCallsMetric } from '../src/metrics';
import type { AlarmClock } from './alarm-clock';
import type { ConversationStore } from './conversation-store';
import type { EventQueues } from './event-queues';
import type { FrontDoor } from './front-door';
import type { Mail } from './mail';
import { mailAlarms } from './mail-alarms';
import type { AlarmProps, Monitoring } from './monitoring';
import type { ServiceFunction } from './service-function';
import type { CoreFunctions } from './service-functions';

/** What is watched. */
export interface Watched {
  functions: CoreFunctions;
  store: ConversationStore;
  queues: EventQueues;
  alarmClock: AlarmClock;
  frontDoor: FrontDoor;
  mail?: Mail;
}

type QueueName = 'events' | 'actions' | 'slow' | 'delays';
export const inFiveMinutes = { period: Duration.minutes(5), statistic: Stats.SUM };

/** Every alarm of the stack. Each names who suffers and the paragraph of docs/operations.md that says what to do. */
export function addAlarms(monitoring: Monitoring, watched: Watched): void {
  const alarms = [
    parkedEvents(monitoring),
    unheardCalls(monitoring),
    failedReturns(monitoring),
    ...deadLetters(watched.queues),
    ...oldMessages(watched.queues),
    ...functionErrors(watched.functions),
    throttledFunctions(watched),
    silentSweep(watched.functions.sweep),
    apiErrors(watched.frontDoor),
    ...scheduleFailures(watched.alarmClock),
    throttledTable(watched.store),
    ...(watched.mail ? mailAlarms(Stack.of(monitoring), watched.mail) : []),
  ];
  for (const alarm of alarms) monitoring.addAlarm(alarm);
}

/** A metric of our own, as the functions of this stack report it. */
export function ownMetric(stack: Stack, metricName: string): Metric {
  const dimensionsMap = { service: stack.stackName };
  return new Metric({ namespace: metricsNamespace, metricName, dimensionsMap, ...inFiveMinutes });
}

/** Events that could not be evaluated or sent. */
export const parkedMetric = (stack: Stack): Metric => ownMetric(stack, parkedEventsMetric);

/** Callers who were given the fallback since their workflow could not be heard, or not in time. */
export const unheardMetric = (stack: Stack): Metric => ownMetric(stack, unheardCallsMetric);

/** Customers who were offered a new conversation since nobody could tell whether they can go on with theirs. */
export const failedReturnsMetric = (stack: Stack): Metric => ownMetric(stack, reconnectFailuresMetric);

function parkedEvents(monitoring: Monitoring): AlarmProps {
  return {
    name: 'parked-events',
    impact: 'events of customers were set aside and wait for a person to retry them',
    runbook: '#parked-events',
    metric: parkedMetric(Stack.of(monitoring)),
    threshold: 1,
  };
}

function unheardCalls(monitoring: Monitoring): AlarmProps {
  return {
    name: 'unheard-calls',
    impact: 'callers get the fallback of their channel instead of what a workflow says',
    runbook: '#unheard-calls',
    metric: unheardMetric(Stack.of(monitoring)),
    threshold: 3,
  };
}

function failedReturns(monitoring: Monitoring): AlarmProps {
  return {
    name: 'reconnect-failures',
    impact: 'customers who were cut off are offered a new conversation instead of their own',
    runbook: '#reconnect-failures',
    metric: failedReturnsMetric(Stack.of(monitoring)),
    threshold: 3,
  };
}

function deadLetters(queues: EventQueues): AlarmProps[] {
  const lost: Record<QueueName, string> = {
    events: 'events of customers are not evaluated',
    actions: 'messages to customers are not sent',
    slow: 'webhook calls, text messages or e-mails are not sent',
    delays: 'waits end up to five minutes late',
  };
  return entries(lost).map(([queue, impact]) => ({
    name: `${queue}-dead-letters`,
    impact: `${impact}, because functions could not even park them`,
    runbook: '#dead-letters',
    metric: queues[queue].deadLetters.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: Stats.MAXIMUM,
    }),
    threshold: 1,
  }));
}

/** Retries of actions go on for five minutes, and delays wait up to fifteen by design; only what is older is late. */
function oldMessages(queues: EventQueues): AlarmProps[] {
  const late: Record<QueueName, { seconds: number; impact: string }> = {
    events: { seconds: 60, impact: 'workflows react late, customers wait unanswered' },
    actions: { seconds: 600, impact: 'messages of workflows reach customers late' },
    slow: { seconds: 900, impact: 'webhook calls, text messages and e-mails go out late' },
    delays: { seconds: 1_200, impact: 'waits end late: reminders and closings do not happen in time' },
  };
  return entries(late).map(([queue, { seconds, impact }]) => ({
    name: `${queue}-old-messages`,
    impact,
    runbook: '#old-messages',
    metric: queues[queue].queue.metricApproximateAgeOfOldestMessage({
      period: Duration.minutes(1),
      statistic: Stats.MAXIMUM,
    }),
    threshold: seconds,
    periods: 3,
  }));
}

function functionErrors(functions: Watched['functions']): AlarmProps[] {
  const broken: Record<Exclude<keyof CoreFunctions, 'sweep'>, string> = {
    voice: 'callers hear an error of the telephone provider, or what its fallback address says',
    webhook: 'events of providers are refused and come back only if the provider sends them again',
    api: 'the API fails for agents, integrations and the console',
    evaluate: 'workflows react late or not at all',
    ring: 'waits end late: reminders and closings do not happen in time',
    perform: 'messages of workflows reach customers late or not at all',
  };
  return entries(broken).map(([name, impact]) => ({
    name: `${name}-errors`,
    impact,
    runbook: '#function-errors',
    metric: functions[name].handler.metricErrors(inFiveMinutes),
    threshold: 3,
  }));
}

function throttledFunctions({ functions, mail }: Watched): AlarmProps {
  const all: Record<string, ServiceFunction> = {
    ...functions,
    ...(mail && { feedback: mail.feedback }),
    ...(mail?.inbound && { mailIn: mail.inbound.mailIn }),
  };
  return {
    name: 'function-throttles',
    impact: 'requests are refused and queues grow: more is running than the account allows',
    runbook: '#function-throttles',
    metric: new MathExpression({
      expression: Object.keys(all).join(' + '),
      label: 'Throttled invocations',
      period: Duration.minutes(5),
      usingMetrics: Object.fromEntries(
        entries(all).map(([name, fn]) => [name, fn.handler.metricThrottles(inFiveMinutes)]),
      ),
    }),
    threshold: 10,
  };
}

function silentSweep(sweep: ServiceFunction): AlarmProps {
  return {
    name: 'sweep-silent',
    impact: 'waits whose alarm got lost are not found, dead letters are not shown',
    runbook: '#sweep-silent',
    metric: new MathExpression({
      expression: 'runs - errors',
      label: 'Sweeps that succeeded',
      period: Duration.minutes(5),
      usingMetrics: {
        runs: sweep.handler.metricInvocations(inFiveMinutes),
        errors: sweep.handler.metricErrors(inFiveMinutes),
      },
    }),
    threshold: 1,
    periods: 3,
    whenBelow: true,
  };
}

function apiErrors(frontDoor: FrontDoor): AlarmProps {
  return {
    name: 'front-door-5xx',
    impact: 'providers and callers of the API get no answer',
    runbook: '#front-door-5xx',
    metric: frontDoor.api.metricServerError(inFiveMinutes),
    threshold: 3,
  };
}

function scheduleFailures({ group }: AlarmClock): AlarmProps[] {
  const impact = 'waits end up to five minutes late: their alarm could not ring';
  const runbook = '#schedule-failures';
  return [
    { name: 'schedule-target-errors', impact, runbook, metric: group.metricTargetErrors(inFiveMinutes), threshold: 1 },
    { name: 'schedule-dropped', impact, runbook, metric: group.metricDropped(inFiveMinutes), threshold: 1 },
  ];
}

function throttledTable({ table }: ConversationStore): AlarmProps {
  return {
    name: 'table-throttles',
    impact: 'events are evaluated late and the API is slow or refuses',
    runbook: '#table-throttles',
    metric: new MathExpression({
      expression: 'reads + writes',
      label: 'Throttled reads and writes',
      period: Duration.minutes(5),
      usingMetrics: {
        reads: table.metric('ReadThrottleEvents', inFiveMinutes),
        writes: table.metric('WriteThrottleEvents', inFiveMinutes),
      },
    }),
    threshold: 10,
  };
}

function entries<Key extends string, Value>(record: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
