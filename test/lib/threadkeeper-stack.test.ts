import { describe, expect, test } from '@jest/globals';
import { one, resources, synthesize, withApp } from './template';

const template = synthesize();

describe('the stack', () => {
  test.each(['dev', 'prod'])('of stage %s is named by it and knows no account', (stage) => {
    withApp({ stage }, (app) => {
      const [stack] = app.synth().stacks;
      expect(stack?.stackName).toBe(`Threadkeeper-${stage}`);
      expect(stack?.environment).toMatchObject({ account: 'unknown-account', region: 'unknown-region' });
      expect(stack?.terminationProtection ?? false).toBe(stage === 'prod');
    });
  });

  test('says where it is, and how to make the first key', () => {
    expect(Object.keys(template.Outputs).sort()).toEqual([
      'AlarmTopicArn',
      'EventsQueueUrl',
      'FirstApiKey',
      'PublicUrl',
      'TableName',
    ]);
    expect(JSON.stringify(template.Outputs.FirstApiKey)).toContain('keys create --table');
  });

  test('leaves nothing behind that would hinder the next deployment', () => {
    const kept = Object.entries(template.Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain');
    expect(kept).toEqual([]);
  });

  test('needs no helper functions of the CDK', () => {
    expect(Object.values(template.Resources).filter(({ Type }) => /Custom/.test(Type))).toEqual([]);
  });
});

describe('the front door', () => {
  test('has these routes', () => {
    const routes = resources(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
    expect(routes).toEqual([
      'POST /webhooks/{channelId}',
      'POST /webhooks/{channelId}/{proxy+}',
      'POST /voice/{channelId}',
      'ANY /v1/{proxy+}',
      'GET /healthz',
      'GET /openapi.json',
      'GET /schemas/{proxy+}',
      'ANY /mail/{proxy+}',
      'GET /files/{proxy+}',
      'ANY /r/{proxy+}',
    ]);
  });

  test('lets no flood through', () => {
    const { DefaultRouteSettings } = one(template, 'AWS::ApiGatewayV2::Stage', 'FrontDoor').Properties;
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 2_000 });
  });

  test('logs requests without the address of anybody', () => {
    const { Format } = one(template, 'AWS::ApiGatewayV2::Stage', 'FrontDoor').Properties.AccessLogSettings;
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', route: '$context.routeKey' });
    expect(Format).not.toMatch(/sourceIp|userAgent|context\.path|authorizer|identity/);
  });
});

describe('the sweep', () => {
  test('runs every five minutes', () => {
    const { ScheduleExpression, Targets } = one(template, 'AWS::Events::Rule', 'SweepRule').Properties;
    expect(ScheduleExpression).toBe('rate(5 minutes)');
    expect(Targets[0].Arn['Fn::GetAtt'][0]).toMatch(/^SweepFunction/);
  });
});
