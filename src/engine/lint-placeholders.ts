/** Placeholders that name nothing: facts that there are not, answers that nobody was asked for. */
import { TRIGGERS } from './catalogue';
import { factNamed } from './facts';
import { type LintFinding, warning } from './lint-finding';
import { placeholdersIn } from './placeholders';
import { pointer } from './pointer';
import { RECONNECT_LINK } from './reconnect-link';
import { everyStep, listsWithin, type Step } from './steps';
import type { WorkflowDraft } from './workflow';

/** Filled in elsewhere than from facts. */
const OTHERS = new Set([RECONNECT_LINK]);

export function lintPlaceholders(draft: WorkflowDraft): LintFinding[] {
  const known: Known = { answers: new Set(), results: new Set(), isWhole: draft.trigger.type !== 'module' };
  return [...everyStep(draft.steps, '/steps')].flatMap(({ step, path }) => {
    const found = textsOf(step).flatMap(({ text, way }) =>
      placeholdersIn(text).flatMap((name) => {
        const says = against(name, draft, known);
        return says ? [warning(path + pointer(way), 'unknownPlaceholder', `{{${name}}}: ${says}`)] : [];
      }),
    );
    learn(step as unknown as Step, known);
    return found;
  });
}

/** What steps before have asked for. */
interface Known {
  answers: Set<string>;
  results: Set<string>;
  /** Nothing comes from modules or callers, whose steps are not looked into. */
  isWhole: boolean;
}

function learn(step: Step, known: Known): void {
  if (step.do === 'form.send') for (const { name } of step.fields) known.answers.add(name);
  if (step.do === 'ask.once' || step.do === 'call.digits') known.answers.add(step.as);
  if (step.do === 'survey.send') known.answers.add('rating');
  if (step.do === 'call.voicemail') known.answers.add('voicemail');
  if (step.do === 'webhook.call' && step.as !== undefined) known.results.add(step.as);
  if (step.do === 'module.run') known.isWhole = false;
}

const among = (names: ReadonlySet<string>): string => (names.size > 0 ? [...names].join(', ') : 'none');

/** What is wrong with a name. */
function against(name: string, { trigger }: WorkflowDraft, { answers, results, isWhole }: Known): string | undefined {
  const [kind, of = ''] = name.split('.');
  if (kind === 'answer')
    return !isWhole || answers.has(of)
      ? undefined
      : `no step before asks for "${of}"; asked for by then: ${among(answers)}`;
  if (kind === 'result')
    return !isWhole || results.has(of) ? undefined : `no step before keeps "${of}"; kept by then: ${among(results)}`;
  if (OTHERS.has(name)) return undefined;
  const fact = factNamed(name);
  if (!fact) return 'there is no such fact: it is always empty';
  const about = TRIGGERS.get(trigger.type)?.about;
  const isElsewhere = fact.group === (about === 'chat' ? 'call' : about === 'call' ? 'chat' : undefined);
  return isElsewhere ? `it is always empty with the trigger "${trigger.type}"` : undefined;
}

interface TextAt {
  text: string;
  way: (string | number)[];
}

/** Texts of a step, without those of steps within it and without conditions. */
function textsOf(step: Record<string, unknown>): TextAt[] {
  const within = new Set(listsWithin(step).map(({ way }) => pointer(way)));
  const visit = (value: unknown, way: TextAt['way']): TextAt[] => {
    if (typeof value === 'string') return [{ text: value, way }];
    if (value === null || typeof value !== 'object' || within.has(pointer(way)) || way.at(-1) === 'when') return [];
    return Object.entries(value).flatMap(([key, inner]) =>
      visit(inner, [...way, Array.isArray(value) ? Number(key) : key]),
    );
  };
  return visit(step, []);
}
