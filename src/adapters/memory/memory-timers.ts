import type { Instant } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { Timers } from '../../ports/timers';
import { type Alarm, alarmInput, alarmMinute, alarmName } from '../alarm';
import { Meter } from './meter';

export interface ArmedAlarm {
  name: string;
  /** Rings anywhere in the minute that begins here. */
  minute: Instant;
  /** What the ring function is to get. */
  input: string;
}

/** Alarms that stand until they are taken: whoever calls `take` is the Scheduler. */
export class MemoryTimers implements Timers {
  private readonly alarms = new Map<string, ArmedAlarm>();
  private readonly clock: Clock;
  private readonly meter: Meter;

  constructor(clock: Clock, meter = new Meter()) {
    this.clock = clock;
    this.meter = meter;
  }

  /** Those that stand, soonest first. */
  get armed(): ArmedAlarm[] {
    return [...this.alarms.values()].sort((a, b) => a.minute - b.minute);
  }

  async arm(alarm: Alarm): Promise<'armed' | 'past'> {
    const minute = alarmMinute(alarm, this.clock.now());
    if (minute === undefined) return 'past';
    this.meter.add('scheduler.creates');
    const name = alarmName(alarm);
    if (!this.alarms.has(name)) this.alarms.set(name, { name, minute, input: alarmInput(alarm) });
    return 'armed';
  }

  async cancel(alarm: Alarm): Promise<void> {
    this.meter.add('scheduler.deletes');
    this.alarms.delete(alarmName(alarm));
  }

  /** Rings: the alarm is gone, and whoever took it delivers its input. */
  take(name: string): ArmedAlarm | undefined {
    const alarm = this.alarms.get(name);
    this.alarms.delete(name);
    return alarm;
  }
}
