import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { failedReturnsMetric, parkedMetric, unheardMetric, type Watched } from './alarms';
import type { Mail } from './mail';
import { mailPaused, reputation } from './mail-alarms';
import type { Monitoring } from './monitoring';

/** One page: what is wrong now, then the way of an event from the door to the provider. */
export function addDashboard(scope: Construct, monitoring: Monitoring, watched: Watched): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(3),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms: monitoring.alarms, width: 24, height: 4 })],
      doorRow(watched),
      queueRow(watched),
      functionRow(watched),
      storeRow(Stack.of(scope), watched),
      ...(watched.mail ? [mailRow(Stack.of(scope), watched.mail)] : []),
    ],
  });
}

function doorRow({ frontDoor: { api } }: Watched): IWidget[] {
  return [
    graph('Requests', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
    graph('Time to answer, ms', [api.metricLatency({ statistic: 'p50' }), api.metricLatency({ statistic: 'p99' })]),
  ];
}

function queueRow({ queues }: Watched): IWidget[] {
  return [
    graph(
      'Messages waiting',
      queues.all.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
    ),
    graph(
      'Oldest message, seconds',
      queues.all.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
    ),
  ];
}

function functionRow(watched: Watched): IWidget[] {
  const handlers = Object.values(watched.functions).map(({ handler }) => handler);
  return [
    graph(
      'Invocations',
      handlers.map((handler) => handler.metricInvocations({ statistic: Stats.SUM })),
    ),
    graph(
      'Errors',
      handlers.map((handler) => handler.metricErrors({ statistic: Stats.SUM })),
    ),
    graph(
      'Duration p99, ms',
      handlers.map((handler) => handler.metricDuration({ statistic: 'p99' })),
    ),
  ];
}

function storeRow(stack: Stack, { store, alarmClock }: Watched): IWidget[] {
  return [
    graph('Table capacity used', [
      store.table.metricConsumedReadCapacityUnits(),
      store.table.metricConsumedWriteCapacityUnits(),
    ]),
    graph('Alarms that rang, or could not', [
      alarmClock.group.metricAttempts(),
      alarmClock.group.metricTargetErrors(),
      alarmClock.group.metricDropped(),
    ]),
    graph('Parked events; callers and returning customers who could not be served', [
      parkedMetric(stack),
      unheardMetric(stack),
      failedReturnsMetric(stack),
    ]),
  ];
}

function mailRow(stack: Stack, mail: Mail): IWidget[] {
  const { sender, feedback, inbound } = mail;
  const told = [feedback, ...(inbound ? [inbound.mailIn] : [])].map(({ handler }) => handler);
  const waiting = [sender.deadLetters, ...(inbound ? [inbound.receiver.failed.queue] : [])];
  return [
    graph('Bounces and complaints, share of e-mails', [reputation('BounceRate'), reputation('ComplaintRate')]),
    graph('E-mails taken in, and what was told of sent ones', [
      ...told.map((handler) => handler.metricInvocations({ statistic: Stats.SUM })),
      ...told.map((handler) => handler.metricErrors({ statistic: Stats.SUM })),
    ]),
    graph('E-mails that could not be taken or sent', [
      ...waiting.map((queue) => queue.metricApproximateNumberOfMessagesVisible()),
      mailPaused(stack),
    ]),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8 });
}
