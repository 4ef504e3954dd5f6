/** Exclusive workflows of which one always fires before the other. */
import { implies } from './implications';
import { type LintContext, type LintFinding, warning } from './lint-finding';
import type { Trigger, WorkflowDraft } from './workflow';

export function lintOrder(draft: WorkflowDraft, { others, place }: LintContext): LintFinding[] {
  if (draft.mode !== 'exclusive' || draft.trigger.type === 'module') return [];
  const rivals = others.filter(({ mode, status }) => mode === 'exclusive' && status === 'active');
  const winner = rivals.find((other) => others.indexOf(other) < place && goesBefore(other, draft));
  const losers = rivals.filter((other) => others.indexOf(other) >= place && goesBefore(draft, other));
  return [
    ...(winner
      ? [
          warning(
            '/mode',
            'neverWins',
            `wherever this fires "${winner.name}" fires before it: put this one before it in order, or change a filter`,
          ),
        ]
      : []),
    ...losers.map(({ name }) =>
      warning('/mode', 'shadows', `wherever "${name}" would fire this fires before it: "${name}" never does`),
    ),
  ];
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
