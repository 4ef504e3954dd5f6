import { formatInstant, type Instant } from '../../src/engine/time';
import type { Clock } from '../../src/ports/clock';

/** What happened, line by line, for the one run that somebody will read. */
export class Trace {
  readonly lines: string[] = [];
  private readonly clock: Clock;
  private readonly isOn: boolean;

  constructor(clock: Clock, isOn: boolean) {
    this.clock = clock;
    this.isOn = isOn;
  }

  add(text: () => string): void {
    if (this.isOn) this.lines.push(`${timeOf(this.clock.now())}  ${text()}`);
  }

  /** A request as the far side took it. */
  call(by: string, label: string, answer: Promise<unknown>, fault?: string): void {
    if (!this.isOn) return;
    const at = this.lines.push('') - 1;
    const begin = `${timeOf(this.clock.now())}  ${by}  ${label}${fault ? ` [${fault}]` : ''}`;
    answer.then(
      (value) => (this.lines[at] = `${begin} → ${short(value)}`),
      (error) => (this.lines[at] = `${begin} ✗ ${(error as Error).message}`),
    );
  }
}

const timeOf = (at: Instant) => formatInstant(at).slice(11, 23);

function short(value: unknown): string {
  if (value === undefined) return 'done';
  const text = JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? `${part.byteLength} bytes` : part));
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
