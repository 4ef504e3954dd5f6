import type { Access } from '../front';
import type { Group, Schedule, Scheduler } from '../scheduler';
import type { AwsRequest } from '../wire';
import { conflict } from './errors';
import { parse, parseJson } from './parse';
import { type Definition, definition, groupName } from './requests';

/** Answers the body; `name` is the decoded last segment of the path. */
export type Handler = (request: AwsRequest, name: string) => object;

export interface Backstage {
  scheduler: Scheduler;
  access: Access;
  scheduleArn(group: string, name: string): string;
  groupArn(name: string): string;
}

/** By method and collection, with a slash where a name follows. */
export function scheduleRoutes(backstage: Backstage): Record<string, Handler> {
  const { scheduler, access, scheduleArn } = backstage;
  const named = (action: string, run: (group: string, name: string) => object | undefined): Handler => {
    return ({ query, caller }, name) => {
      const group = query.get('groupName') ?? 'default';
      access.check(caller, action, scheduleArn(group, name));
      return run(group, name) ?? {};
    };
  };
  return {
    'POST /schedules/': put(backstage, 'scheduler:CreateSchedule', (wanted) => scheduler.create(wanted)),
    'PUT /schedules/': put(backstage, 'scheduler:UpdateSchedule', (wanted) => scheduler.update(wanted)),
    'GET /schedules/': named('scheduler:GetSchedule', (group, name) => describe(backstage, scheduler.get(group, name))),
    'DELETE /schedules/': named('scheduler:DeleteSchedule', (group, name) => void scheduler.delete(group, name)),
    'GET /schedules': ({ caller, query }) => {
      const group = query.get('ScheduleGroup');
      access.check(caller, 'scheduler:ListSchedules', scheduleArn(group ?? '*', '*'));
      if (group !== null) scheduler.group(group);
      const found = scheduler.list().filter(matching(query));
      return page(
        'Schedules',
        found.map((schedule) => summarize(backstage, schedule)),
        query,
      );
    },
  };
}

export function groupRoutes(backstage: Backstage): Record<string, Handler> {
  const { scheduler, access, groupArn } = backstage;
  const named = (action: string, run: (name: string) => object | undefined): Handler => {
    return ({ caller }, name) => {
      access.check(caller, action, groupArn(parse(groupName, name)));
      return run(name) ?? {};
    };
  };
  return {
    'POST /schedule-groups/': named('scheduler:CreateScheduleGroup', (name) => {
      if (scheduler.groups().some((group) => group.name === name))
        throw conflict(`Schedule group ${name} already exists.`);
      scheduler.createGroup(name);
      return { ScheduleGroupArn: groupArn(name) };
    }),
    'GET /schedule-groups/': named('scheduler:GetScheduleGroup', (name) =>
      describeGroup(backstage, scheduler.group(name)),
    ),
    'DELETE /schedule-groups/': named('scheduler:DeleteScheduleGroup', (name) => void scheduler.deleteGroup(name)),
    'GET /schedule-groups': ({ caller, query }) => {
      access.check(caller, 'scheduler:ListScheduleGroups', groupArn('*'));
      return page(
        'ScheduleGroups',
        scheduler.groups().map((group) => describeGroup(backstage, group)),
        query,
      );
    },
  };
}

/** Creating and updating hand a role on: that needs `iam:PassRole` besides. */
function put({ access, scheduleArn }: Backstage, action: string, store: (wanted: Definition) => void): Handler {
  return ({ caller, body }, name) => {
    const wanted = parse(definition, { ...Object(parseJson(body)), Name: name });
    const ScheduleArn = scheduleArn(wanted.GroupName, name);
    access.check(caller, action, ScheduleArn);
    access.check(caller, 'iam:PassRole', wanted.Target.RoleArn);
    store(wanted);
    return { ScheduleArn };
  };
}

function describe({ scheduleArn }: Backstage, { definition, created, modified }: Schedule) {
  const { ClientToken: _, ...shown } = definition;
  return { ...shown, Arn: scheduleArn(shown.GroupName, shown.Name), ...dates(created, modified) };
}

function summarize(backstage: Backstage, schedule: Schedule) {
  const { Arn, Name, GroupName, State, CreationDate, LastModificationDate, Target } = describe(backstage, schedule);
  return { Arn, Name, GroupName, State, CreationDate, LastModificationDate, Target: { Arn: Target.Arn } };
}

const describeGroup = ({ groupArn }: Backstage, { name, created }: Group) => ({
  Arn: groupArn(name),
  Name: name,
  State: 'ACTIVE',
  ...dates(created, created),
});

/** Epoch seconds, as REST JSON has them. */
const dates = (created: number, modified: number) => ({
  CreationDate: created / 1_000,
  LastModificationDate: modified / 1_000,
});

const matching =
  (query: URLSearchParams) =>
  ({ definition: { GroupName, Name, State } }: Schedule) =>
    GroupName === (query.get('ScheduleGroup') ?? GroupName) &&
    Name.startsWith(query.get('NamePrefix') ?? '') &&
    State === (query.get('State') ?? State);

/** In order of ARN; the token is the ARN at which the next page begins. */
function page<Item extends { Arn: string }>(member: string, items: Item[], query: URLSearchParams): object {
  const from = query.get('NextToken') ?? '';
  const rest = items.filter(({ Arn }) => Arn >= from).sort((a, b) => (a.Arn < b.Arn ? -1 : 1));
  const size = Number(query.get('MaxResults') ?? 100);
  const next = rest[size]?.Arn;
  return { [member]: rest.slice(0, size), ...(next !== undefined && { NextToken: next }) };
}
