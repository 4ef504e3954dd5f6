/** Every request to a store, queue or receiver passes here: it takes time, may fail in every way there is, and others come between. */
import { StoreError } from '../../src/ports/store-error';
import type { Agenda } from './agenda';
import type { Coverage } from './coverage';
import { CALL_FAULTS, type Fault, type Faults } from './faults';
import type { Random } from './random';
import { type Invocation, scope } from './scope';
import type { Trace } from './trace';

export interface WireParts {
  agenda: Agenda;
  coverage: Coverage;
  faults: Faults;
  random: Random;
  trace: Trace;
  kill(invocation: Invocation): void;
  /** A message that always crashes its handler at this call. */
  isPoisonedAt(label: string): boolean;
}

/** Never answers: whoever waits for it is gone, and forgotten with it; one promise for all would remember all. */
export const gone = (): Promise<never> => new Promise(() => undefined);

export class Wire {
  private readonly parts: WireParts;

  constructor(parts: WireParts) {
    this.parts = parts;
  }

  /** Sends a request; `apply` is what the far side does, at once and whole. */
  request<T>(apply: () => Promise<T>, label = this.label()): Promise<T> {
    if (!this.begin(label)) return gone();
    const fault = this.parts.faults.choose(...CALL_FAULTS);
    return fault ? this.faulty(fault, label, apply) : this.deliver(label, apply, this.latency(), this.latency());
  }

  /** The same for what has faults of its own. */
  requestWith<T>(label: string, options: Fault[], apply: (fault: Fault | undefined) => Promise<T>): Promise<T> {
    if (!this.begin(label)) return gone();
    const fault = this.parts.faults.choose('stall', ...options);
    const first = fault === 'stall' ? this.longWait() : this.latency();
    const isOwn = fault !== undefined && fault !== 'stall';
    return this.deliver(label, () => apply(isOwn ? fault : undefined), first, this.latency(), fault);
  }

  /** Milliseconds that half a request takes. */
  latency(): number {
    const { random } = this.parts;
    return random.chance(0.02) ? random.between(50, 600) : random.between(1, 12);
  }

  private longWait(): number {
    return this.parts.random.between(1_000, 100_000);
  }

  /** The port call under way. */
  private label(): string {
    return scope().call?.label ?? 'table';
  }

  /** False when the process dies before the request is sent. */
  begin(label: string): boolean {
    const { invocation, flow } = scope();
    if (flow.isReading) this.parts.agenda.release();
    flow.isReading = false;
    if (invocation.isDead) return false;
    const { coverage, faults, trace } = this.parts;
    const pair = `${invocation.process.fn}: ${flow.last} → ${label}`;
    const dies = faults.dies(pair) || this.parts.isPoisonedAt(label);
    coverage.pair(pair, dies);
    flow.last = label;
    if (!dies) return true;
    trace.add(() => `${invocation.id} crashes before ${label}`);
    this.parts.kill(invocation);
    return false;
  }

  private faulty<T>(fault: Fault, label: string, apply: () => Promise<T>): Promise<T> {
    const { agenda, coverage } = this.parts;
    coverage.add(fault);
    if (fault === 'stall') return this.deliver(label, apply, this.longWait(), this.latency(), fault);
    if (fault === 'twice') {
      const again = async () => apply().then(() => apply());
      return this.deliver(label, again, this.latency(), this.latency(), fault);
    }
    if (fault === 'lostAnswer') agenda.after(this.latency(), () => void apply().catch(() => undefined));
    if (fault === 'late') agenda.after(this.longWait(), () => this.applyLate(label, apply));
    const fails = async (): Promise<T> => {
      throw new StoreError(`sim.${fault}`, `${label}: ${fault}`, { retry: true });
    };
    return this.deliver(label, fails, this.latency(), fault === 'throttle' ? 1 : 1_000, fault);
  }

  private applyLate(label: string, apply: () => Promise<unknown>): void {
    this.parts.trace.add(() => `${label} of before arrives late`);
    apply().catch(() => undefined);
  }

  private deliver<T>(label: string, apply: () => Promise<T>, there: number, back: number, fault?: Fault): Promise<T> {
    const { agenda, trace } = this.parts;
    const { invocation, flow } = scope();
    return new Promise((resolve) => {
      agenda.after(there, () => {
        const answer = apply();
        answer.catch(() => undefined);
        trace.call(invocation.id, label, answer, fault);
        agenda.after(back, () => {
          if (invocation.isDead) return;
          // Decoding a mail takes turns of the event loop.
          if (label === 'mailStore.get') agenda.hold();
          flow.isReading = label === 'mailStore.get';
          resolve(answer);
        });
      });
    });
  }
}
