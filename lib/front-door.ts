import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, type HttpMethod, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function';

/** Requests a second that every route takes; what goes beyond is answered 429, and providers send again. */
const throttle = { rateLimit: 1_000, burstLimit: 2_000 };

/** Ids and figures only: addresses (IP, URL with its ids, referrer) are nobody's business in a log. */
const accessLog = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  responseMs: '$context.responseLatency',
  integrationMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};

/** The HTTP API: the only way in from outside. */
export class FrontDoor extends Construct {
  readonly api: HttpApi;
  /** https URL without trailing slash. */
  readonly publicUrl: string;
  private readonly integrations = new Map<ServiceFunction, HttpLambdaIntegration>();

  constructor(scope: Construct, id: string, props: { publicUrl?: string }) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    const logGroup = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api.addStage('DefaultStage', {
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.publicUrl = props.publicUrl ?? this.api.apiEndpoint;
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Providers sign each webhook with a secret of its channel and the API takes keys of a workspace: both are checked by the functions, as API Gateway can do neither.',
    });
  }

  /** Sends requests like `GET /healthz` to the function. */
  route(route: `${HttpMethod} /${string}`, fn: ServiceFunction): void {
    const [method, path] = route.split(' ') as [HttpMethod, string];
    this.api.addRoutes({ path, methods: [method], integration: this.integration(fn) });
  }

  /** Tells a function the address under which the outside knows us: providers sign it, links start with it. */
  grantPublicUrl(fn: ServiceFunction): void {
    fn.tell('publicUrl', this.publicUrl);
  }

  /** One integration and one permission for each function, however many routes lead to it. */
  private integration(fn: ServiceFunction): HttpLambdaIntegration {
    const made =
      this.integrations.get(fn) ?? new HttpLambdaIntegration(fn.name, fn.handler, { scopePermissionToRoute: false });
    this.integrations.set(fn, made);
    return made;
  }
}
