/** Workflows of one trigger, timing and wait, and which of them are open for an occasion: told without asking each. */
import type { Anchor } from '../conversation';
import type { Millis } from '../time';
import type { Workflow } from '../workflow';
import { type CompiledWorkflow, WorkflowGroup } from './group';

/** Workflows of a group that are open for an occasion, as it was when they were asked for. */
export interface OpenWorkflows {
  has(workflow: Workflow): boolean;
  readonly size: number;
}

/**
 * A workflow takes part in a wait that began while it was active, fires once on it, and is judged anew after an edit. All that are
 * open stand at the head of a list, behind or among some that fired.
 */
class Open implements OpenWorkflows {
  readonly #group: WaitGroup;
  readonly #anchor: Pick<Anchor, 'since' | 'judgedAt' | 'fired'>;
  readonly #isNew: boolean;

  constructor(group: WaitGroup, { since, passedUpTo, judgedAt = Infinity, fired = [] }: Anchor) {
    this.#group = group;
    this.#anchor = { since, judgedAt, fired: [...fired] };
    this.#isNew = group.wait > passedUpTo;
  }

  #isWithin({ activeSince, publishedAt }: Workflow): boolean {
    const { since, judgedAt = Infinity } = this.#anchor;
    return this.#isNew ? activeSince <= since : publishedAt > judgedAt;
  }

  has(workflow: Workflow): boolean {
    const { since, fired } = this.#anchor;
    return this.#isWithin(workflow) && workflow.activeSince <= since && !fired?.includes(workflow.id);
  }

  get isEmpty(): boolean {
    const list = this.#list();
    for (let at = 0; at < list.length && this.#isWithin(list[at] as Workflow); at++)
      if (this.has(list[at] as Workflow)) return false;
    return true;
  }

  get size(): number {
    const list = this.#list();
    const head = this.#head(list);
    // All of the head began before the wait did, but of those that were edited.
    if (!this.#isNew) return list.slice(0, head).filter((workflow) => this.has(workflow)).length;
    const fired = this.#anchor.fired?.map((id) => this.#group.named(id)) ?? [];
    return head - fired.filter((workflow) => workflow && this.#isWithin(workflow)).length;
  }

  #list(): readonly Workflow[] {
    return this.#isNew ? this.#group.oldestFirst : this.#group.newestFirst;
  }

  #head(list: readonly Workflow[]): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#isWithin(list[middle] as Workflow)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class WaitGroup extends WorkflowGroup {
  readonly wait: Millis;
  #oldestFirst: readonly Workflow[] | undefined;
  #newestFirst: readonly Workflow[] | undefined;
  #byId: ReadonlyMap<string, Workflow> | undefined;

  constructor(wait: Millis, members: readonly CompiledWorkflow[], indexFrom: number) {
    super(members, indexFrom);
    this.wait = wait;
  }

  /** Those that are open for the occasion; `undefined` when none is. */
  openFor(anchor: Anchor): OpenWorkflows | undefined {
    const open = new Open(this, anchor);
    return open.isEmpty ? undefined : open;
  }

  /** By the time since when they are active. */
  get oldestFirst(): readonly Workflow[] {
    return (this.#oldestFirst ??= this.#workflows().sort((a, b) => a.activeSince - b.activeSince));
  }

  /** By the time of their last edit. */
  get newestFirst(): readonly Workflow[] {
    return (this.#newestFirst ??= this.#workflows().sort((a, b) => b.publishedAt - a.publishedAt));
  }

  named(id: string): Workflow | undefined {
    this.#byId ??= new Map(this.#workflows().map((workflow) => [workflow.id, workflow]));
    return this.#byId.get(id);
  }

  #workflows(): Workflow[] {
    return this.members.map(({ workflow }) => workflow);
  }
}
