/**
 * What is odd about a workflow although it can be saved: steps that no run reaches, conditions that never hold, workflows that
 * stand in each other's way. Findings have the place that they are about as a JSON pointer.
 */
import type { Condition } from './condition-schema';
import { implies, neverHolds } from './implications';
import { type LintContext, type LintFinding, warning } from './lint-finding';
import { lintLoops } from './lint-loops';
import { lintModules } from './lint-modules';
import { lintOrder } from './lint-order';
import { lintPlaceholders } from './lint-placeholders';
import { lintSteps } from './lint-steps';
import type { Settings } from './settings';
import { everyStep, type StepOf } from './steps';
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

const ON_CUSTOMER = new Set(['message.customer', 'chat.started', 'chat.opened', 'chat.queued', 'chat.customerWaiting']);
const WRITES_TO_CUSTOMER = new Set([
  'message.send',
  'message.buttons',
  'form.send',
  'ask.once',
  'email.send',
  'sms.send',
]);
const INSIDE: Condition = { fact: 'hours.inside', op: 'is', value: true };
const OUTSIDE: Condition = { not: INSIDE };

/** Who writes to us out of office hears of it twice: from this workflow, and by the e-mail that carries unread answers. */
function lintContinuity(draft: WorkflowDraft, settings: Settings): LintFinding[] {
  if (!settings.continuity.enabled || !ON_CUSTOMER.has(draft.trigger.type)) return [];
  const away = writtenOutside(draft);
  if (!away) return [];
  const says = `outside the operating hours "${draft.name}" writes to customers (${away.writes}), whom continuity e-mails reach too: they may hear the same twice`;
  return [warning(away.by, 'duplicatesContinuity', says)];
}

/** What keeps the workflow, or a branch of it, to the time outside the operating hours, and the first step there that writes to the customer. */
function writtenOutside({ hours, filter, steps }: WorkflowDraft): { by: string; writes: string } | undefined {
  const firstIn = (some: unknown, path: string) =>
    [...everyStep(some, path)].find(({ step }) => WRITES_TO_CUSTOMER.has(String(step.do)))?.path;
  const by = hours === 'outside' ? '/hours' : filter && implies(filter, OUTSIDE) ? '/filter' : undefined;
  const places: AwaySteps[] = by
    ? [{ by, at: '/steps', steps }]
    : [...everyStep(steps, '/steps')].flatMap(outsideBranches);
  for (const place of places) {
    const writes = firstIn(place.steps, place.at);
    if (writes !== undefined) return { by: place.by, writes };
  }
  return undefined;
}

/** Steps that run outside the operating hours only, and what keeps them to it. */
interface AwaySteps {
  by: string;
  at: string;
  steps: unknown;
}

/** The ways out of a branch that are taken outside the operating hours only. */
function outsideBranches({ step, path }: { step: Readonly<Record<string, unknown>>; path: string }): AwaySteps[] {
  if (step.do !== 'branch') return [];
  const { branches, otherwise } = step as unknown as StepOf<'branch'>;
  const outside = branches.flatMap(({ when, steps }, at) => {
    const by = `${path}/branches/${at}`;
    return implies(when, OUTSIDE) ? [{ by: `${by}/when`, at: `${by}/steps`, steps }] : [];
  });
  const isRest = branches.some(({ when }) => implies(INSIDE, when));
  return isRest ? [...outside, { by: path, at: `${path}/otherwise`, steps: otherwise }] : outside;
}
