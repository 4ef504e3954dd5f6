/** Alarms on EventBridge Scheduler: one-shot schedules that delete themselves, created and never updated. */
import { CreateScheduleCommand, DeleteScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Ring } from '../../engine/event';
import { hashId } from '../../engine/ids';
import type { Clock } from '../../ports/clock';
import type { Timers } from '../../ports/timers';
import { called } from './sdk-error';

export interface SchedulerTarget {
  scheduleGroup: string;
  schedulerRoleArn: string;
  delaysQueueArn: string;
}

const MINUTE = 60_000;
/** Nearer than this the schedule may be in the past when it arrives. */
const MARGIN = 5_000;

type Alarm = Ring & { due: number };

/** By the due second: an earlier alarm of the same minute must not be taken for armed because a later one is. */
export function alarmName({ workspaceId, channelId, subject, due }: Alarm): string {
  return `${hashId(workspaceId, channelId, subject)}-${Math.ceil(due / 1000).toString(36)}`;
}

/** The minute before the one it is due in: the Scheduler rings anywhere within a minute, and never may it ring late. */
function alarmMinute(due: number): number {
  return Math.floor(due / MINUTE) * MINUTE - MINUTE;
}

const named = (error: unknown, name: string) => (error as { name?: string }).name === name;

export function schedulerTimers(client: SchedulerClient, target: SchedulerTarget, clock: Clock): Timers {
  return {
    arm: async (alarm) => {
      const at = alarmMinute(alarm.due);
      if (at < clock.now() + MARGIN) return 'past';
      const { workspaceId, channelId, subject, due } = alarm;
      const input = {
        Name: alarmName(alarm),
        GroupName: target.scheduleGroup,
        ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        ActionAfterCompletion: 'DELETE' as const,
        Target: {
          Arn: target.delaysQueueArn,
          RoleArn: target.schedulerRoleArn,
          Input: JSON.stringify({ schema: 1, workspaceId, channelId, subject, due, receivedAt: clock.now() }),
        },
      };
      return called('scheduler:CreateSchedule', async () => {
        try {
          await client.send(new CreateScheduleCommand(input));
          return 'armed' as const;
        } catch (error) {
          if (named(error, 'ConflictException')) return 'armed' as const;
          if (named(error, 'ValidationException') && /past/i.test((error as Error).message)) return 'past' as const;
          throw error;
        }
      });
    },
    cancel: async (alarm) => {
      const input = { Name: alarmName(alarm), GroupName: target.scheduleGroup };
      await called('scheduler:DeleteSchedule', async () => {
        try {
          await client.send(new DeleteScheduleCommand(input));
        } catch (error) {
          if (!named(error, 'ResourceNotFoundException')) throw error;
        }
      });
    },
  };
}
