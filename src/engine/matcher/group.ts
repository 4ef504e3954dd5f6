/** Workflows that are evaluated together, in priority order, and which of them hold. */
import { type CompiledCondition, compileTest, sharedCompiler } from '../condition';
import type { Reading } from '../reading';
import { parseDuration } from '../time';
import type { Reason } from '../timeline';
import { type Occasion, type Setting, settingsOf } from '../trigger-settings';
import type { Workflow } from '../workflow';
import { type Branch, type Entry, indexOf } from './index-tree';
import { Positions } from './positions';

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
  #index: { root: Branch; positions: Positions } | undefined;

  constructor(members: readonly CompiledWorkflow[], indexFrom: number) {
    this.members = members;
    this.#indexFrom = indexFrom;
  }

  /** Positions of the members whose filter holds, ascending. */
  matching(reading: Reading): readonly number[] {
    if (this.members.length < this.#indexFrom) return this.#askEach(reading);
    this.#index ??= { root: this.#build(), positions: new Positions(this.members.length) };
    const found: number[] = [];
    this.#index.root.collect(reading, found);
    return this.#index.positions.ascending(found);
  }

  #askEach(reading: Reading): readonly number[] {
    const positions: number[] = [];
    for (let at = 0; at < this.members.length; at++)
      if ((this.members[at] as CompiledWorkflow).holds(reading)) positions.push(at);
    return positions;
  }

  #build(): Branch {
    const entries: Entry[] = this.members.map(({ workflow: { filter } }, at) =>
      filter ? { at, rest: filter } : { at },
    );
    return indexOf(entries, sharedCompiler());
  }
}
