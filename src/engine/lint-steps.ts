/** Steps that no run reaches, and branches that none takes. */
import { STEPS } from './catalogue';
import type { Condition } from './condition-schema';
import { alwaysHolds, implies, neverHolds } from './implications';
import { isAboutCalls, type LintFinding, warning } from './lint-finding';
import { pointer } from './pointer';
import { beginsAfterTheEnd } from './run-ends';
import { listsWithin, type Step, type StepOf } from './steps';
import { parseDuration } from './time';
import type { WorkflowDraft } from './workflow';

/** How a run comes out of a step or a list of steps; `undefined` when it never does. */
type Way = { isClosed: boolean } | undefined;

export function lintSteps(draft: WorkflowDraft): LintFinding[] {
  const findings: LintFinding[] = [];
  new StepLint(draft, findings).list(draft.steps, '/steps', { isClosed: false });
  return findings;
}

class StepLint {
  /** Closing ends its runs at the next step that waits. */
  private readonly endsOnClose: boolean;
  private readonly findings: LintFinding[];

  constructor(draft: WorkflowDraft, findings: LintFinding[]) {
    // A module runs within its caller, whose trigger is not known.
    this.endsOnClose =
      !isAboutCalls(draft) && draft.trigger.type !== 'module' && !beginsAfterTheEnd(draft.trigger.type);
    this.findings = findings;
  }

  list(steps: readonly Step[], path: string, from: Way): Way {
    let way = from;
    for (const [at, step] of steps.entries()) {
      const here = `${path}/${at}`;
      if (way === undefined) {
        this.findings.push(warning(here, 'unreachable', 'no run comes to this step: the one before it ends every run'));
        return undefined;
      }
      way = this.step(step, here, way.isClosed);
    }
    return way;
  }

  private step(step: Step, path: string, isClosed: boolean): Way {
    if (step.do === 'end' || step.do === 'call.hangUp') return undefined;
    if (isClosed && waits(step)) {
      const says = 'the chat is closed by then, and its runs do nothing more that needs waiting: the run ends here';
      this.findings.push(warning(path, 'closedBefore', says));
      return undefined;
    }
    const ways = [...this.inner(step, path, isClosed), ...past(step, isClosed)].filter((way) => way !== undefined);
    return ways.length === 0 ? undefined : { isClosed: ways.every((way) => way.isClosed) && this.closes(step, ways) };
  }

  /** Where each list within a step leads. */
  private inner(step: Step, path: string, isClosed: boolean): Way[] {
    const dead = step.do === 'branch' ? this.branches(step, path) : new Set<string>();
    return listsWithin(step).flatMap(({ way, steps }): Way[] => {
      const at = pointer(way);
      const within = this.list(steps as Step[], path + at, { isClosed });
      return dead.has(at) ? [] : [within];
    });
  }

  private closes(step: Step, ways: readonly { isClosed: boolean }[]): boolean {
    if (step.do === 'conversation.close') return this.endsOnClose;
    if (step.do === 'conversation.open' || step.do === 'module.run') return false;
    return ways.length > 0;
  }

  /** Lists of branches that none takes, by their way. */
  private branches({ branches, otherwise }: StepOf<'branch'>, path: string): ReadonlySet<string> {
    const dead = new Set<string>();
    for (const [at, { when }] of branches.entries()) {
      const says = againstBranch(
        when,
        branches.slice(0, at).map((branch) => branch.when),
      );
      if (!says) continue;
      dead.add(`/branches/${at}/steps`);
      this.findings.push(warning(`${path}/branches/${at}/when`, says.code, says.message));
    }
    const always = branches.findIndex(({ when }) => alwaysHolds(when));
    if (always < 0) return dead;
    dead.add('/otherwise');
    if (otherwise && otherwise.length > 0) {
      const says = `branch ${always + 1} always holds: no run comes here`;
      this.findings.push(warning(`${path}/otherwise`, 'unreachable', says));
    }
    return dead;
  }
}

function againstBranch(when: Condition, before: readonly Condition[]): { code: string; message: string } | undefined {
  if (neverHolds(when)) return { code: 'neverHolds', message: 'no event can make this condition hold' };
  const covering = before.findIndex((earlier) => implies(when, earlier));
  if (covering < 0) return undefined;
  return { code: 'coveredBefore', message: `wherever this holds branch ${covering + 1} does, which is taken first` };
}

function waits(step: Step): boolean {
  if (step.do === 'wait') return (parseDuration(step.duration) ?? 0) > 0;
  return STEPS.get(step.do)?.awaits !== undefined;
}

/** The ways that lead on behind a step without going into a list of it. */
function past(step: Step, isClosed: boolean): Way[] {
  const on = [{ isClosed }];
  switch (step.do) {
    case 'branch': {
      const isTaken = step.otherwise !== undefined || step.branches.some(({ when }) => alwaysHolds(when));
      return isTaken ? [] : on;
    }
    case 'message.buttons':
      return [];
    case 'call.menu':
      return step.otherwise === undefined ? on : [];
    case 'conversation.close':
      return [{ isClosed: true }];
    default:
      return on;
  }
}
