import type { Access } from '../front';
import { AccessDenied } from '../iam';
import type { Scheduler } from '../scheduler';
import type { AwsRequest, AwsResponse, AwsService } from '../wire';
import { SchedulerError } from './errors';
import { groupRoutes, type Handler, scheduleRoutes } from './routes';

export interface SchedulerWireOptions {
  scheduler: Scheduler;
  access: Access;
  account: string;
  region: string;
}

/**
 * EventBridge Scheduler's REST JSON protocol, each call checked against its caller's policies.
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export function schedulerWire({ scheduler, access, account, region }: SchedulerWireOptions): AwsService {
  const prefix = `arn:aws:scheduler:${region}:${account}`;
  const backstage = {
    scheduler,
    access,
    scheduleArn: (group: string, name: string) => `${prefix}:schedule/${group}/${name}`,
    groupArn: (name: string) => `${prefix}:schedule-group/${name}`,
  };
  const routes = { ...scheduleRoutes(backstage), ...groupRoutes(backstage) };
  return async (request) => {
    try {
      return answer(200, route(routes, request));
    } catch (error) {
      return toError(error);
    }
  };
}

function route(routes: Record<string, Handler>, request: AwsRequest): object {
  const [, collection, name] = /^\/([^/]+)(?:\/([^/]+))?$/.exec(request.path) ?? [];
  const handler = routes[`${request.method} /${collection}${name === undefined ? '' : '/'}`];
  if (handler) return handler(request, decodeURIComponent(name ?? ''));
  throw new SchedulerError(
    'UnknownOperationException',
    404,
    `The local stack knows no Scheduler operation ${request.method} ${request.path}.`,
  );
}

function toError(error: unknown): AwsResponse {
  if (error instanceof AccessDenied) return failure(403, error.name, error.message);
  if (error instanceof SchedulerError) return failure(error.status, error.name, error.message);
  if (error instanceof URIError) return failure(400, 'ValidationException', error.message);
  throw error;
}

const failure = (status: number, name: string, Message: string) =>
  answer(status, { Message }, { 'x-amzn-errortype': name });

const answer = (status: number, body: object, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
