/** Exclusive workflows of which one always fires before the other. */
import { implies } from './implications';
import { type LintContext, type LintFinding, type OtherWorkflow, warning } from './lint-finding';
import type { Trigger, WorkflowDraft } from './workflow';

export function lintOrder(draft: WorkflowDraft, { others, place }: LintContext): LintFinding[] {
  if (draft.mode !== 'exclusive' || draft.trigger.type === 'module') return [];
  const isRival = ({ mode, status }: OtherWorkflow) => mode === 'exclusive' && status === 'active';
  const winner = others.slice(0, place).find((other) => isRival(other) && goesBefore(other, draft));
  const losers = others.slice(place).filter((other) => isRival(other) && goesBefore(draft, other));
  return [
    ...(winner ? [neverWins(winner.name)] : []),
    ...(losers[0] ? [shadows(losers[0].name, losers.length - 1)] : []),
  ];
}

function neverWins(winner: string): LintFinding {
  const says = `wherever this fires "${winner}" fires before it: put this one before it in order, or change a filter`;
  return warning('/mode', 'neverWins', says);
}

function shadows(loser: string, more: number): LintFinding {
  const who = `"${loser}"${more > 0 ? ` and ${more} more` : ''}`;
  return warning(
    '/mode',
    'shadows',
    `wherever ${who} would fire this fires before: put this one behind, or change a filter`,
  );
}

/** Whether `first`, which is asked first, fires wherever `second` would. */
function goesBefore(first: WorkflowDraft, second: WorkflowDraft): boolean {
  const isLaterCampaign = (second.trigger.campaigns?.length ?? 0) > 0 && !first.trigger.campaigns?.length;
  return (
    !isLaterCampaign &&
    coversTrigger(first.trigger, second.trigger) &&
    (first.hours === 'always' || first.hours === second.hours) &&
    implies(second.filter ?? { all: [] }, first.filter ?? { all: [] })
  );
}

function coversTrigger(first: Trigger, second: Trigger): boolean {
  const { campaigns = [] } = second;
  return (
    first.type === second.type &&
    (first.wait ?? '') === (second.wait ?? '') &&
    (first.timing === second.timing || (first.timing === 'every' && second.timing === 'first')) &&
    (first.scope === second.scope || (first.scope ?? 'all') === 'all') &&
    (first.kind === second.kind || (first.kind ?? 'all') === 'all') &&
    (first.includeAnswers === true || second.includeAnswers !== true) &&
    (!first.campaigns?.length || (campaigns.length > 0 && campaigns.every((id) => first.campaigns?.includes(id))))
  );
}
