/**
 * What is odd about a workflow although it can be saved: steps that no run reaches, conditions that never hold, workflows that
 * stand in each other's way. Findings have the place that they are about as a JSON pointer.
 */
import { implies, neverHolds } from './implications';
import { type LintContext, type LintFinding, warning } from './lint-finding';
import { lintLoops } from './lint-loops';
import { lintModules } from './lint-modules';
import { lintOrder } from './lint-order';
import { lintPlaceholders } from './lint-placeholders';
import { lintSteps } from './lint-steps';
import type { Settings } from './settings';
import { everyStep } from './steps';
import type { WorkflowDraft } from './workflow';

export type { LintContext, LintFinding, OtherWorkflow } from './lint-finding';

/** Findings in a workflow that was validated, with what is around it. */
export function lintWorkflow(draft: WorkflowDraft, context: LintContext): LintFinding[] {
  return [
    ...lintFilter(draft),
    ...lintSteps(draft),
    ...lintPlaceholders(draft),
    ...lintModules(draft, context),
    ...lintOrder(draft, context),
    ...lintLoops(draft, context),
    ...lintContinuity(draft, context.settings),
  ];
}

function lintFilter({ filter }: WorkflowDraft): LintFinding[] {
  if (!filter || !neverHolds(filter)) return [];
  return [warning('/filter', 'neverHolds', 'no event can make this filter hold: the workflow never fires')];
}

const ON_CUSTOMER = new Set(['message.customer', 'chat.started', 'chat.opened', 'chat.customerWaiting']);
const WRITES_TO_CUSTOMER = new Set(['message.send', 'message.buttons', 'email.send']);
const OUTSIDE = { fact: 'hours.inside', op: 'is', value: false };

/** Who writes to us out of office hears of it twice: from this workflow, and by the e-mail that carries unread answers. */
function lintContinuity(draft: WorkflowDraft, settings: Settings): LintFinding[] {
  if (!settings.continuity.enabled || !ON_CUSTOMER.has(draft.trigger.type)) return [];
  const writes = [...everyStep(draft.steps, '/steps')].find(({ step }) => WRITES_TO_CUSTOMER.has(String(step.do)));
  const isByFilter = draft.filter !== undefined && implies(draft.filter, OUTSIDE);
  if (!writes || (draft.hours !== 'outside' && !isByFilter)) return [];
  const says = `outside the operating hours "${draft.name}" writes to customers (${writes.path}), whom continuity e-mails reach too: they may hear the same twice`;
  return [warning(draft.hours === 'outside' ? '/hours' : '/filter', 'duplicatesContinuity', says)];
}
