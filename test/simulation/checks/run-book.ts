/** Runs as the timeline tells them: when each began, stood still, went on and ended. */
import type { TimelineEntry, WaitEnd } from '../../../src/engine/timeline';

export type Effect = NonNullable<TimelineEntry['effects']>[number];
export type Change = NonNullable<TimelineEntry['runs']>[number];

/** A run that stands still, from one entry to another. */
export interface Standing {
  run: RunTold;
  /** `wait`, `answer`, `effect`, `assistant`. */
  kind: string;
  /** Number of the entry in which it began. */
  from: number;
  /** Name of the wait. */
  episode: string;
  due: number | undefined;
  /** JSON pointer of the step of its own workflow: within a module, of the one that led there. */
  step: string;
  /** The last that it did: its question, where it asked one. */
  effect: Effect | undefined;
  /** Number of the entry in which it ended, and how. */
  to?: number;
  end?: WaitEnd;
  /** What became of the run then. */
  next?: Change;
}

export interface RunTold {
  id: string;
  workflowId: string;
  trigger: string;
  revision: number;
  state: 'new' | 'going' | 'still' | 'over';
  from: number;
  lastEffect?: Effect | undefined;
}

/** What happened to runs in one entry. */
export interface RunsOf {
  /** Those that stood still before it, oldest first. */
  before: readonly Standing[];
  /** Those that were answered in it. */
  answered: readonly Standing[];
  /** Whether a run was over behind it. */
  isOver: (runId: string) => boolean;
}

const BEFORE: Readonly<Record<Change['change'], RunTold['state'][]>> = {
  started: ['new'],
  suspended: ['going'],
  resumed: ['still'],
  completed: ['going'],
  ended: ['going', 'still'],
  failed: ['going', 'still'],
};

export class RunBook {
  readonly runs = new Map<string, RunTold>();
  readonly standings: Standing[] = [];
  /** What cannot be. */
  readonly wrongs: string[] = [];

  /** Those that stand still now, oldest first. */
  get standing(): Standing[] {
    return this.standings.filter(({ to }) => to === undefined);
  }

  /** Reads the next entry, whose number is given. */
  take(entry: TimelineEntry, at: number): RunsOf {
    const before = this.standing;
    const opened = (entry.waitsStarted ?? []).filter(({ kind }) => kind === 'runStep').values();
    for (const change of entry.runs ?? []) {
      const run = this.runOf(change, entry, at);
      if (!run) continue;
      if (!BEFORE[change.change].includes(run.state))
        this.wrongs.push(`run ${run.id} ${change.change} while it was ${run.state}`);
      this.move(run, change);
      if (change.change === 'suspended') this.stand(run, change, at, opened.next().value, entry);
    }
    for (const wait of entry.waits ?? []) this.end(wait, at);
    for (const run of this.runs.values()) {
      if (run.state === 'going') this.wrongs.push(`run ${run.id} neither ended nor stands still behind ${entry.id}`);
      run.lastEffect = lastEffectOf(run, entry);
    }
    const over = new Set([...this.runs.values()].filter(({ state }) => state === 'over').map(({ id }) => id));
    const answered = before.filter((some) => some.to === at && wasAnswered(some));
    return { before, answered, isOver: (runId) => over.has(runId) };
  }

  /** The run that a change is of; nothing for what is told of a module that it is in. */
  private runOf(
    { runId, workflowId, change, startedBy }: Change,
    entry: TimelineEntry,
    at: number,
  ): RunTold | undefined {
    const known = this.runs.get(runId);
    if (known) return known.workflowId === workflowId ? known : undefined;
    const fired = entry.evaluations?.find((one) => one.fired && one.runId === runId && one.workflowId === workflowId);
    if (!fired || change !== 'started' || startedBy === 'link') {
      this.wrongs.push(`run ${runId} ${change}, and nothing had fired it`);
      return undefined;
    }
    const { trigger, revision } = fired;
    const run: RunTold = { id: runId, workflowId, trigger, revision, state: 'new', from: at };
    this.runs.set(runId, run);
    return run;
  }

  private move(run: RunTold, change: Change): void {
    const last = this.standings.findLast((some) => some.run === run && some.next === undefined);
    if (last) last.next = change;
    if (change.change === 'suspended') run.state = 'still';
    else run.state = change.change === 'started' || change.change === 'resumed' ? 'going' : 'over';
  }

  private stand(
    run: RunTold,
    { detail = '', step = '' }: Change,
    at: number,
    wait: Started | undefined,
    entry: TimelineEntry,
  ): void {
    if (!wait) this.wrongs.push(`run ${run.id} stands still in ${entry.id}, and no wait of it began`);
    const { episode = '', due } = wait ?? {};
    this.standings.push({ run, kind: detail, from: at, episode, due, step, effect: lastEffectOf(run, entry) });
  }

  private end(wait: WaitEnd, at: number): void {
    const ended = this.standings.find(({ episode }) => wait.kind === 'runStep' && episode === wait.episode);
    if (ended) Object.assign(ended, { to: at, end: wait });
  }
}

type Started = NonNullable<TimelineEntry['waitsStarted']>[number];

const lastEffectOf = ({ id, lastEffect }: RunTold, { effects = [] }: TimelineEntry) =>
  effects.findLast(({ runId }) => runId === id) ?? lastEffect;

/** It has asked an assistant, and the assistant thinks. */
export const isThinking = ({ kind, effect }: Standing) => kind === 'effect' && effect?.type === 'assistant.handOver';

const wasAnswered = ({ end, next }: Standing) => end?.outcome === 'cancelled' && next?.change === 'resumed';
