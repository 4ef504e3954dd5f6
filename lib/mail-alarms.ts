import { Duration, type Stack } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { mailPausedMetric } from '../src/metrics';
import { inFiveMinutes, ownMetric } from './alarms';
import type { Mail } from './mail';
import type { MailReceiver } from './mail-receiver';
import type { AlarmProps } from './monitoring';
import type { ServiceFunction } from './service-function';

/** E-mails that were held back since sending is paused, by us or by SES. */
export const mailPaused = (stack: Stack): Metric => ownMetric(stack, mailPausedMetric);

/** Of the account in this Region, from 0 to 1, as SES judges it. */
export const reputation = (rate: 'BounceRate' | 'ComplaintRate'): Metric =>
  new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${rate}`,
    period: Duration.hours(1),
    statistic: Stats.AVERAGE,
  });

/** The alarms of a stack that sends e-mail, and of one that receives it, too. */
export function mailAlarms(stack: Stack, { sender, feedback, inbound }: Mail): AlarmProps[] {
  const told = [feedback, ...(inbound ? [inbound.mailIn] : [])];
  return [
    {
      name: 'mail-paused',
      impact: 'customers who left get no e-mail: sending is paused',
      runbook: '#mail-paused',
      metric: mailPaused(stack),
      threshold: 1,
    },
    ...badReputation(),
    functionErrors(feedback, 'addresses that bounce are written to again, e-mails that went out are shown as unknown'),
    {
      name: 'mail-feedback-dead-letters',
      impact: 'what became of some e-mails is not known: bounces and complaints among them',
      runbook: '#mail-feedback-dead-letters',
      metric: sender.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    },
    lost(told),
    ...(inbound ? inboundAlarms(inbound.receiver, inbound.mailIn) : []),
  ];
}

/** SES puts accounts under review from these on, and pauses them at twice and five times as much. */
function badReputation(): AlarmProps[] {
  const runbook = '#mail-reputation';
  return [
    {
      name: 'mail-bounces',
      impact: 'so many e-mails bounce that Amazon may stop this account from sending any',
      runbook,
      metric: reputation('BounceRate'),
      threshold: 0.05,
    },
    {
      name: 'mail-complaints',
      impact: 'so many people report e-mails as spam that Amazon may stop this account from sending any',
      runbook,
      metric: reputation('ComplaintRate'),
      threshold: 0.001,
    },
  ];
}

function inboundAlarms({ failed, ruleName }: MailReceiver, mailIn: ServiceFunction): AlarmProps[] {
  const impact = 'customers’ replies by e-mail do not reach the agents';
  const runbook = '#mail-not-taken-in';
  return [
    functionErrors(mailIn, 'customers’ replies by e-mail reach the agents late'),
    {
      name: 'mail-dead-letters',
      impact: `${impact}, because mail-in could not even park them`,
      runbook: '#dead-letters',
      metric: failed.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
    },
    {
      name: 'mail-old-messages',
      impact: 'customers’ replies by e-mail reach the agents late',
      runbook: '#old-messages',
      metric: failed.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(1),
        statistic: Stats.MAXIMUM,
      }),
      threshold: 900,
      periods: 3,
    },
    {
      name: 'mail-not-stored',
      impact,
      runbook,
      metric: new MathExpression({
        expression: 'failures + expired',
        label: 'E-mails that SES could not store or tell of',
        period: Duration.minutes(5),
        usingMetrics: Object.fromEntries(
          Object.entries({ failures: 'PublishFailure', expired: 'PublishExpired' }).map(([id, metricName]) => [
            id,
            new Metric({
              namespace: 'AWS/SES',
              metricName,
              dimensionsMap: { RuleName: ruleName },
              ...inFiveMinutes,
            }),
          ]),
        ),
      }),
      threshold: 1,
    },
  ];
}

function functionErrors({ name, handler }: ServiceFunction, impact: string): AlarmProps {
  return {
    name: `${name}-errors`,
    impact,
    runbook: '#function-errors',
    metric: handler.metricErrors(inFiveMinutes),
    threshold: 3,
  };
}

/** Lambda could neither run a function nor put what it was to take aside. */
function lost(functions: readonly ServiceFunction[]): AlarmProps {
  const ids = functions.map((_, at) => `f${at}`);
  return {
    name: 'mail-lost',
    impact: 'e-mails that came in, or bounces that were told of, are lost unless somebody looks for them',
    runbook: '#mail-lost',
    metric: new MathExpression({
      expression: ids.join(' + '),
      label: 'Events that could not be put aside',
      period: Duration.minutes(5),
      usingMetrics: Object.fromEntries(
        functions.map(({ handler }, at) => [`f${at}`, handler.metric('DestinationDeliveryFailures', inFiveMinutes)]),
      ),
    }),
    threshold: 1,
  };
}
