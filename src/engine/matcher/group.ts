/** Workflows that are evaluated together, in priority order, and which of them hold. */
import { type CompiledCondition, compileTest } from '../condition';
import type { Reading } from '../reading';
import { parseDuration } from '../time';
import type { Reason } from '../timeline';
import { type Occasion, type Setting, settingsOf } from '../trigger-settings';
import type { Workflow } from '../workflow';
import { Branch, chancesIn, type Entry } from './index-tree';

/** A workflow whose filter is compiled when it is first asked. */
export class CompiledWorkflow {
  readonly workflow: Workflow;
  /** The trigger's wait in milliseconds; 0 for triggers without one. */
  readonly wait: number;
  #test: CompiledCondition | undefined;
  #settings: readonly Setting[] | undefined;

  constructor(workflow: Workflow) {
    this.workflow = workflow;
    const { wait } = workflow.trigger;
    this.wait = wait === undefined ? 0 : (parseDuration(wait) ?? 0);
  }

  /** Whether the filter does; always without one. @throws on a filter that validation would have refused */
  holds(reading: Reading): boolean {
    const { filter } = this.workflow;
    return !filter || (this.#test ??= compileTest(filter))(reading);
  }

  /** Why its settings keep it from firing; `undefined` when they do not. */
  against(occasion: Occasion, reading: Reading): Reason | undefined {
    this.#settings ??= settingsOf(this.workflow);
    for (const { kind, against } of this.#settings) {
      const detail = against(this.workflow, occasion, reading);
      if (detail !== undefined) return { kind, detail };
    }
    return undefined;
  }
}

export class WorkflowGroup {
  /** In priority order. */
  readonly members: readonly CompiledWorkflow[];
  readonly #indexFrom: number;
  #root: Branch | undefined;

  constructor(members: readonly CompiledWorkflow[], indexFrom: number) {
    this.members = members;
    this.#indexFrom = indexFrom;
  }

  /** Positions of the members whose filter holds, ascending. */
  matching(reading: Reading): readonly number[] {
    const positions: number[] = [];
    if (this.members.length < this.#indexFrom) {
      for (let at = 0; at < this.members.length; at++)
        if ((this.members[at] as CompiledWorkflow).holds(reading)) positions.push(at);
      return positions;
    }
    this.#root ??= this.#index();
    this.#root.collect(reading, positions);
    return ascending(positions);
  }

  #index(): Branch {
    const entries: Entry[] = this.members.map(({ workflow: { filter } }, at) =>
      filter ? { at, rest: filter } : { at },
    );
    return new Branch(entries, chancesIn(entries));
  }
}

function ascending(positions: number[]): readonly number[] {
  const sorted = Int32Array.from(positions).sort();
  return Array.from(sorted.filter((at, index) => index === 0 || at !== sorted[index - 1]));
}
