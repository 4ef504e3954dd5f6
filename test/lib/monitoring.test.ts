import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { failedOpen } from '../../src/app/api/reconnect/fail-open';
import { one, resources, synthesize, withMail } from './template';

const template = synthesize(withMail);
const alarms = resources(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `Threadkeeper-dev-${name}`);

/** Anchors as a Markdown viewer makes them of headings. */
const anchors = readFileSync('docs/operations.md', 'utf8')
  .split('\n')
  .filter((line) => /^#{1,4} /.test(line))
  .map(
    (line) =>
      `#${line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-')}`,
  );

describe('alarms', () => {
  test.each(alarms.map(({ AlarmName, AlarmDescription }) => [AlarmName, AlarmDescription]))(
    '%s says whom it hurts, and links to a paragraph that exists',
    (_, description) => {
      const [, anchor] = /^Impact: .{20,}\.\nRunbook: docs\/operations\.md(#[\w-]+)$/.exec(description) ?? [];
      expect(anchors).toContain(anchor);
    },
  );

  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm]))(
    '%s tells a person when it rings and when it is over',
    (_, alarm) => {
      expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^MonitoringTopic/) }]);
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
    },
  );

  test('each queue is watched for dead letters and for messages left lying', () => {
    for (const queue of ['events', 'actions', 'slow', 'delays', 'mail']) {
      expect(named(`${queue}-dead-letters`)).toMatchObject({ Threshold: 1 });
      expect(named(`${queue}-old-messages`)).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage' });
    }
  });

  test('a parked event of this stack rings, one of another stage does not', () => {
    expect(named('parked-events')).toMatchObject({
      Namespace: 'Threadkeeper',
      MetricName: 'ParkedEvents',
      Dimensions: [{ Name: 'service', Value: 'Threadkeeper-dev' }],
    });
    const { Variables } = one(template, 'AWS::Lambda::Function', 'Evaluate').Properties.Environment;
    expect(Variables).toMatchObject({
      POWERTOOLS_SERVICE_NAME: 'Threadkeeper-dev',
      POWERTOOLS_METRICS_NAMESPACE: 'Threadkeeper',
    });
  });

  test('customers who cannot come back since something of ours does not answer ring, under the name that the API counts', async () => {
    const { counts } = failedOpen(undefined);
    const [metric] = Object.keys(counts ?? {});
    expect(named('reconnect-failures')).toMatchObject({ Namespace: 'Threadkeeper', MetricName: metric });
    const [, dashboard] = resources(template, 'AWS::CloudWatch::Dashboard')[0] ?? [];
    expect(JSON.stringify(dashboard?.Properties.DashboardBody)).toContain(metric);
  });

  test('e-mail is watched: what bounces, what is held back, what cannot be taken in', () => {
    expect(named('mail-bounces')).toMatchObject({ MetricName: 'Reputation.BounceRate', Threshold: 0.05 });
    expect(named('mail-complaints')).toMatchObject({ MetricName: 'Reputation.ComplaintRate', Threshold: 0.001 });
    expect(named('mail-paused')).toMatchObject({ Namespace: 'Threadkeeper', MetricName: 'MailPaused' });
    for (const name of ['mail-in-errors', 'mail-feedback-errors', 'mail-not-stored', 'mail-lost'])
      expect(named(name)).toBeDefined();
    expect(named('mail-feedback-dead-letters')).toMatchObject({ Threshold: 1 });
    expect(JSON.stringify(named('function-throttles'))).toMatch(/MailIn.*MailFeedback|MailFeedback.*MailIn/);
  });

  test('those of e-mail are there only with e-mail', () => {
    const names = (context: object) =>
      resources(synthesize({ ...context }), 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.Properties.AlarmName);
    const ofMail = (context: object) => names(context).filter((name) => name.includes('-mail-')).length;
    expect(ofMail({})).toBe(0);
    expect(ofMail({ emailIdentity: 'shop.example' })).toBe(6);
    expect(ofMail(withMail)).toBe(10);
  });

  test('a sweep that does not run rings too: silence counts as broken', () => {
    expect(named('sweep-silent')).toMatchObject({
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    });
  });

  test('may be published by CloudWatch, and only on an encrypted way', () => {
    const [, policy] = resources(template, 'AWS::SNS::TopicPolicy')[0] ?? [];
    const statements = policy?.Properties.PolicyDocument.Statement as { Effect: string; Principal: unknown }[];
    expect(statements.find(({ Effect }) => Effect === 'Allow')?.Principal).toEqual({
      Service: 'cloudwatch.amazonaws.com',
    });
    expect(statements.find(({ Effect }) => Effect === 'Deny')?.Principal).toBe('*');
  });

  test('go by e-mail when an address is given', () => {
    expect(resources(template, 'AWS::SNS::Subscription')).toEqual([]);
    const subscribed = one(synthesize({ alarmEmail: 'oncall@example.com' }), 'AWS::SNS::Subscription', 'Monitoring');
    expect(subscribed.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'oncall@example.com' });
  });

  test('link to wherever the runbook is kept', () => {
    const [, first] =
      resources(synthesize({ runbookUrl: 'https://wiki.example.com/runbook' }), 'AWS::CloudWatch::Alarm')[0] ?? [];
    expect(first?.Properties.AlarmDescription).toContain('Runbook: https://wiki.example.com/runbook#');
  });
});

test('the dashboard shows every alarm', () => {
  const [, dashboard] = resources(template, 'AWS::CloudWatch::Dashboard')[0] ?? [];
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const { AlarmName } of alarms) expect(body).toContain(`:alarm:${AlarmName}`);
});
