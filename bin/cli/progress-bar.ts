import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

export interface ProgressBar {
  show(done: number, total: number): void;
  stop(): void;
}

/** A moving bar for people; for logs a plain line at each tenth. */
export function progressBar(label: string, terminal: Terminal): ProgressBar {
  return terminal.isInteractive ? movingBar(label) : plainLines(label, terminal);
}

function movingBar(label: string): ProgressBar {
  const format = `${label} {bar} {value}/{total} events, {percentage} %, {eta_formatted} left`;
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  let started = false;
  return {
    show(done, total) {
      if (started) bar.update(done);
      else bar.start(total, done);
      started = true;
    },
    stop: () => bar.stop(),
  };
}

function plainLines(label: string, terminal: Terminal): ProgressBar {
  let shown = -1;
  return {
    show(done, total) {
      const tenth = Math.floor((done * 10) / total);
      if (tenth === shown) return;
      shown = tenth;
      terminal.err(`${label} ${done}/${total} events`);
    },
    stop: () => {},
  };
}
