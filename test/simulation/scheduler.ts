import { type Alarm, alarmName } from '../../src/adapters/alarm';
import { MemoryTimers } from '../../src/adapters/memory/memory-timers';
import type { Instant } from '../../src/engine/time';
import { StoreError } from '../../src/ports/store-error';
import type { Agenda } from './agenda';
import type { Coverage } from './coverage';
import type { Fault, Faults } from './faults';
import type { Mail } from './mail';
import type { Random } from './random';

export interface SchedulerParts {
  agenda: Agenda;
  coverage: Coverage;
  faults: Faults;
  mail: Mail;
  random: Random;
}

/** Rings anywhere within the minute, sometimes late, twice or never; a name stays taken a while after its schedule went. */
export class SimScheduler {
  private readonly timers: MemoryTimers;
  private readonly known = new Set<string>();
  private readonly takenUntil = new Map<string, Instant>();
  private readonly parts: SchedulerParts;

  constructor(parts: SchedulerParts) {
    this.parts = parts;
    this.timers = new MemoryTimers(parts.agenda.clock);
  }

  async arm(alarm: Alarm, fault: Fault | undefined): Promise<'armed' | 'past'> {
    if (fault === 'past') return 'past';
    if (fault === 'throttle') throw lost('throttled');
    const answer = await this.create(alarm);
    if (fault === 'lostAnswer') throw lost('no answer');
    return answer;
  }

  async cancel(alarm: Alarm, fault: Fault | undefined): Promise<void> {
    if (fault === 'throttle') throw lost('throttled');
    const name = alarmName(alarm);
    if (this.known.has(name)) this.free(name);
    await this.timers.cancel(alarm);
    if (fault === 'lostAnswer') throw lost('no answer');
  }

  /** A name that is taken means armed, even where its schedule is just going. */
  private async create(alarm: Alarm): Promise<'armed' | 'past'> {
    const name = alarmName(alarm);
    const { agenda, coverage } = this.parts;
    if (this.known.has(name) || (this.takenUntil.get(name) ?? 0) > agenda.now) {
      coverage.add('schedule conflicts');
      return 'armed';
    }
    const answer = await this.timers.arm(alarm);
    if (answer === 'armed') this.schedule(name);
    return answer;
  }

  private schedule(name: string): void {
    const { agenda, faults, random } = this.parts;
    const minute = this.timers.armed.find((armed) => armed.name === name)?.minute ?? agenda.now;
    this.known.add(name);
    const late = faults.choose('ringLate') ? random.between(1_000, 300_000) : 0;
    agenda.at(minute + random.between(0, 59_999) + late, () => this.ring(name));
  }

  private ring(name: string): void {
    const alarm = this.timers.take(name);
    if (!alarm) return;
    this.free(name);
    const { coverage, faults, mail } = this.parts;
    const fault = faults.choose('ringLost', 'ringTwice');
    if (fault) coverage.add(fault);
    if (fault !== 'ringLost') mail.deliverAlarm(alarm.input);
    if (fault === 'ringTwice') mail.deliverAlarm(alarm.input);
  }

  private free(name: string): void {
    const { agenda, random } = this.parts;
    this.known.delete(name);
    this.takenUntil.set(name, agenda.now + random.between(0, 60_000));
  }
}

const lost = (why: string) => new StoreError('sim.scheduler', `the Scheduler: ${why}`, { retry: true });
