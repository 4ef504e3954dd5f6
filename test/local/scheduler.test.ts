import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  type SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExpression, type Ring, ringsAt } from '../../local/scheduler/timing';
import { allow, dataFolder, givenServices, MINUTE, queueArn, refusal, type ServicesUnderTest, T0 } from './services';

const ROLE = 'arn:aws:iam::000000000000:role/scheduler';
const OTHER_ROLE = 'arn:aws:iam::000000000000:role/admin';
const SCHEDULES = 'arn:aws:scheduler:eu-west-1:000000000000:schedule/alarms/*';
const POLICIES = {
  Evaluate: [allow(['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'], SCHEDULES), allow('iam:PassRole', ROLE)],
  Forgetful: [allow('scheduler:CreateSchedule', SCHEDULES)],
  [ROLE]: [allow('sqs:SendMessage', queueArn('delays'))],
  [OTHER_ROLE]: [],
};

type Local = Awaited<ReturnType<typeof givenServices>>;
let local: Local;
let client: SchedulerClient;

const started = async (options: ServicesUnderTest = {}) => {
  local = await givenServices({ policies: POLICIES, ...options });
  client = local.schedulerClient('Evaluate');
  local.sqs.createQueue('delays');
  local.scheduler.createGroup('alarms');
};
beforeEach(() => started());
afterEach(() => local.stop());

const at = (instant: number) => `at(${new Date(instant).toISOString().slice(0, 19)})`;

/** A schedule as the engine makes them: one shot, gone after it. */
const alarm = (Name: string, instant: number, other: object = {}): CreateScheduleCommandInput => ({
  Name,
  GroupName: 'alarms',
  ScheduleExpression: at(instant),
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: { Arn: queueArn('delays'), RoleArn: ROLE, Input: JSON.stringify({ ring: Name }) },
  ...other,
});
const create = (Name: string, instant: number, other: object = {}, caller = client) =>
  caller.send(new CreateScheduleCommand(alarm(Name, instant, other)));
const rung = () => local.sqs.receive('delays', { max: 10 }).map(({ Body }) => JSON.parse(Body).ring);
const admin = () => local.schedulerClient();

describe('a schedule', () => {
  test('rings once at its queue, within its minute, and is gone', async () => {
    await create('one', T0 + 5 * MINUTE);
    const [{ ringsAt: due } = { ringsAt: 0 }] = local.scheduler.pending();
    expect(local.clock.nextDue()).toBe(due);
    expect(due).toBeGreaterThanOrEqual(T0 + 5 * MINUTE);
    expect(due).toBeLessThan(T0 + 6 * MINUTE);
    local.clock.moveTo(due - 1);
    expect(rung()).toEqual([]);
    local.clock.moveTo(due);
    expect(rung()).toEqual(['one']);
    local.clock.moveTo(T0 + 60 * MINUTE);
    expect(local.scheduler.pending()).toEqual([]);
    expect(await refusal(admin().send(new GetScheduleCommand({ Name: 'one', GroupName: 'alarms' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each<[Ring, number]>([
    ['earliest', 0],
    ['latest', MINUTE - 1],
  ])('can be made to ring at the %s moment', async (ring, after) => {
    await local.stop();
    await started({ ring });
    await create('one', T0 + MINUTE);
    expect(local.scheduler.pending()).toMatchObject([{ at: T0 + MINUTE, ringsAt: T0 + MINUTE + after }]);
  });

  test('never rings before its time, nor after its minute or its flexible window', () => {
    const schedule = fc.record({
      name: fc.stringMatching(/^[\w-]{1,64}$/),
      minutes: fc.integer({ min: 1, max: 500_000 }),
      window: fc.option(fc.integer({ min: 1, max: 1_440 })),
      ring: fc.constantFrom<Ring>('earliest', 'latest', 'hashed'),
      seed: fc.string(),
      made: fc.integer({ min: T0 - MINUTE, max: T0 }),
    });
    fc.assert(
      fc.property(schedule, ({ name, minutes, window, ...options }) => {
        const wanted = T0 + minutes * MINUTE;
        const FlexibleTimeWindow =
          window === null ? { Mode: 'OFF' } : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: window };
        const definition = alarm(name, wanted, { FlexibleTimeWindow }) as never;
        expect(parseExpression(definition, T0)).toBe(wanted);
        const rings = ringsAt(wanted, definition, options);
        expect(rings).toBeGreaterThanOrEqual(wanted);
        expect(rings).toBeLessThan(wanted + (window ?? 1) * MINUTE);
        expect(ringsAt(wanted, definition, options)).toBe(rings);
      }),
    );
  });

  test('keeps its name until a minute after it was deleted', async () => {
    await create('one', T0 + 5 * MINUTE);
    expect(await refusal(create('one', T0 + 5 * MINUTE))).toMatchObject({
      name: 'ConflictException',
      $metadata: { httpStatusCode: 409 },
    });
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: 'alarms' }));
    expect(await refusal(create('one', T0 + 5 * MINUTE))).toMatchObject({ name: 'ConflictException' });
    local.clock.moveTo(T0 + MINUTE);
    await create('one', T0 + 5 * MINUTE);
    local.clock.moveTo(T0 + 10 * MINUTE);
    expect(rung()).toEqual(['one']);
  });

  test('deleted in time does not ring', async () => {
    await create('one', T0 + 5 * MINUTE);
    await client.send(new DeleteScheduleCommand({ Name: 'one', GroupName: 'alarms' }));
    local.clock.moveTo(T0 + 10 * MINUTE);
    expect(rung()).toEqual([]);
  });

  test('without DELETE stays after it rang, and rings no more', async () => {
    await create('one', T0 + 5 * MINUTE, { ActionAfterCompletion: 'NONE' });
    local.clock.moveTo(T0 + 60 * MINUTE);
    expect(rung()).toEqual(['one']);
    local.clock.moveTo(T0 + 120 * MINUTE);
    expect(rung()).toEqual(['one']); // The same message again, as its visibility ran out.
    expect(local.sqs.counts('delays')).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    expect(await refusal(create('one', T0 + 180 * MINUTE))).toMatchObject({ name: 'ConflictException' });
  });

  test('is described, replaced, listed in pages', async () => {
    for (const name of ['a1', 'a2', 'b1']) await create(name, T0 + 5 * MINUTE);
    await admin().send(new UpdateScheduleCommand(alarm('a1', T0 + 9 * MINUTE, { State: 'DISABLED' })));
    const described = await admin().send(new GetScheduleCommand({ Name: 'a1', GroupName: 'alarms' }));
    expect(described).toMatchObject({
      Arn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/alarms/a1',
      State: 'DISABLED',
      ScheduleExpression: 'at(2026-01-05T09:09:00)',
      CreationDate: new Date(T0),
      Target: { RoleArn: ROLE },
    });
    const list = (other: object) => admin().send(new ListSchedulesCommand({ GroupName: 'alarms', ...other }));
    const first = await list({ NamePrefix: 'a', MaxResults: 1 });
    expect(first.Schedules!.map(({ Name }) => Name)).toEqual(['a1']);
    const second = await list({ NamePrefix: 'a', NextToken: first.NextToken });
    expect(second.Schedules!.map(({ Name }) => Name)).toEqual(['a2']);
    expect(second.NextToken).toBeUndefined();
    local.clock.moveTo(T0 + 60 * MINUTE);
    expect(rung().sort()).toEqual(['a2', 'b1']);
  });

  test('reads its time in its time zone', async () => {
    await create('seoul', 0, {
      ScheduleExpression: 'at(2026-01-05T18:05:00)',
      ScheduleExpressionTimezone: 'Asia/Seoul',
    });
    expect(local.scheduler.pending()).toMatchObject([{ at: T0 + 5 * MINUTE }]);
  });

  test.each<[string, object]>([
    ['the past', { ScheduleExpression: at(T0 - MINUTE) }],
    ['this very instant', { ScheduleExpression: at(T0) }],
    ['a rate', { ScheduleExpression: 'rate(5 minutes)' }],
    ['a cron expression', { ScheduleExpression: 'cron(0 9 * * ? *)' }],
    ['a day that is none', { ScheduleExpression: 'at(2026-02-30T00:00:00)' }],
    ['an unknown time zone', { ScheduleExpressionTimezone: 'Mars/Olympus' }],
    ['a window without its length', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }],
    [
      'a target that is no queue',
      { Target: { Arn: 'arn:aws:lambda:eu-west-1:0:function:f', RoleArn: ROLE, Input: '{}' } },
    ],
    ['a name with a space', { Name: 'a b' }],
    ['what it does not know', { StartDate: new Date(T0) }],
  ])('refuses %s', async (_, other) => {
    const error = await refusal(create('one', T0 + 5 * MINUTE, other));
    expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    expect(local.scheduler.pending()).toEqual([]);
  });

  test('of a group that is not there is refused', async () => {
    const error = await refusal(create('one', T0 + 5 * MINUTE, { GroupName: 'none' }, admin()));
    expect(error).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
  });
});

test('groups are created, found, listed and deleted with their schedules', async () => {
  await admin().send(new CreateScheduleGroupCommand({ Name: 'more' }));
  expect(await refusal(admin().send(new CreateScheduleGroupCommand({ Name: 'more' })))).toMatchObject({
    name: 'ConflictException',
  });
  expect(await admin().send(new GetScheduleGroupCommand({ Name: 'more' }))).toMatchObject({ State: 'ACTIVE' });
  const { ScheduleGroups } = await admin().send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups!.map(({ Name }) => Name)).toEqual(['alarms', 'default', 'more']);
  await create('one', T0 + 5 * MINUTE, { GroupName: 'more' }, admin());
  await admin().send(new DeleteScheduleGroupCommand({ Name: 'more' }));
  expect(local.scheduler.pending()).toEqual([]);
});

describe('permissions', () => {
  const future = T0 + 5 * MINUTE;

  test('creating needs the schedule and the leave to pass its role', async () => {
    const forgetful = local.schedulerClient('Forgetful');
    expect(await refusal(create('one', future, {}, forgetful))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`Forgetful is not authorized to perform: iam:PassRole on resource: ${ROLE}`),
      $metadata: { httpStatusCode: 403 },
    });
    const Target = { ...alarm('one', future).Target, RoleArn: OTHER_ROLE };
    await refusal(create('one', future, { Target }));
    await refusal(create('one', future, { GroupName: 'default' }));
    await refusal(client.send(new GetScheduleCommand({ Name: 'one', GroupName: 'alarms' })));
    const schedule = 'arn:aws:scheduler:eu-west-1:000000000000:schedule';
    expect(local.denials).toEqual([
      { caller: 'Forgetful', action: 'iam:PassRole', resource: ROLE },
      { caller: 'Evaluate', action: 'iam:PassRole', resource: OTHER_ROLE },
      { caller: 'Evaluate', action: 'scheduler:CreateSchedule', resource: `${schedule}/default/one` },
      { caller: 'Evaluate', action: 'scheduler:GetSchedule', resource: `${schedule}/alarms/one` },
    ]);
    expect(local.scheduler.pending()).toEqual([]);
  });

  test('a role that may not send rings nowhere, and is named', async () => {
    const Target = { ...alarm('one', future).Target, RoleArn: OTHER_ROLE };
    await create('one', future, { Target }, admin());
    local.clock.moveTo(future + MINUTE);
    expect(rung()).toEqual([]);
    expect(local.dropped).toEqual([expect.stringMatching(/^Schedule one did not reach .*:delays: User: /)]);
    expect(local.denials).toEqual([{ caller: OTHER_ROLE, action: 'sqs:SendMessage', resource: queueArn('delays') }]);
  });
});

test('what was armed before a restart rings after it, also when its time passed meanwhile', async () => {
  const { folder, remove } = dataFolder();
  await local.stop();
  await started({ folder, ring: 'earliest' });
  await create('soon', T0 + 5 * MINUTE);
  await create('later', T0 + 50 * MINUTE);
  await create('cancelled', T0 + 50 * MINUTE);
  await client.send(new DeleteScheduleCommand({ Name: 'cancelled', GroupName: 'alarms' }));
  local.scheduler.close();
  local.clock.moveTo(T0 + 6 * MINUTE);
  await local.stop();
  await started({ folder });
  expect(rung()).toEqual(['soon']);
  expect(local.scheduler.pending().map(({ name }) => name)).toEqual(['later']);
  local.clock.moveTo(T0 + 51 * MINUTE);
  expect(rung()).toContain('later');
  remove();
});
