import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { type SchedulerTarget, schedulerTimers } from '../../src/adapters/aws/scheduler-timers';
import { systemClock } from '../../src/adapters/aws/system-clock';
import type { Timers } from '../../src/ports/timers';

export const openTimers = (target: SchedulerTarget): Timers =>
  schedulerTimers(new SchedulerClient(clientOptions), target, systemClock);
