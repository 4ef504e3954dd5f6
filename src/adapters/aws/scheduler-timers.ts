/** Alarms on EventBridge Scheduler: one-shot schedules that delete themselves, created and never updated. */
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import type { Instant } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { Timers } from '../../ports/timers';
import { type Alarm, alarmInput, alarmMinute, alarmName } from '../alarm';
import { called } from './sdk-error';

export interface SchedulerTarget {
  scheduleGroup: string;
  schedulerRoleArn: string;
  delaysQueueArn: string;
}

export function schedulerTimers(client: SchedulerClient, target: SchedulerTarget, clock: Clock): Timers {
  return {
    async arm(alarm) {
      const minute = alarmMinute(alarm, clock.now());
      if (minute === undefined) return 'past';
      const command = new CreateScheduleCommand(scheduleOf(alarm, minute, target));
      return called('scheduler:CreateSchedule', () => client.send(command).then(armed, standing));
    },
    async cancel(alarm) {
      const command = new DeleteScheduleCommand({ Name: alarmName(alarm), GroupName: target.scheduleGroup });
      await called('scheduler:DeleteSchedule', () => client.send(command).catch(unlessGone));
    },
  };
}

const armed = () => 'armed' as const;

/** What a refusal says: there is one of that name, so it is armed; or its minute began on the way. */
function standing(error: unknown): 'armed' | 'past' {
  if (error instanceof ConflictException) return 'armed';
  if (error instanceof ValidationException && /\bpast\b/i.test(error.message)) return 'past';
  throw error;
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}

function scheduleOf(alarm: Alarm, minute: Instant, target: SchedulerTarget): CreateScheduleCommandInput {
  return {
    Name: alarmName(alarm),
    GroupName: target.scheduleGroup,
    ScheduleExpression: `at(${new Date(minute).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: target.delaysQueueArn, RoleArn: target.schedulerRoleArn, Input: alarmInput(alarm) },
  };
}
