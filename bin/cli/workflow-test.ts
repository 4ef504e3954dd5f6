/** `threadkeeper workflows test`: would a workflow fire, and why (not)? */
import { readJson } from './files';
import type { Api } from './http';
import { reasonLine, shown } from './story';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import { clip } from './text-width';
import type { Evaluation } from './timeline-item';
import { type Draft, holds, onlyDraft, type WorkflowItem } from './workflows';

export interface TestOptions extends TargetOptions {
  event: string;
  conversation?: string;
  now?: string;
}

interface Outcome {
  fires: boolean;
  judgedAt?: string;
  evaluations: Omit<Evaluation, 'workflowId'>[];
  waits: { kind: string; due?: string }[];
  runs: { change: string; detail?: string }[];
  effects: { type: string; fields: Record<string, unknown> }[];
  notes: string[];
}

export async function testCommand(file: string, options: TestOptions, terminal: Terminal): Promise<void> {
  const draft = onlyDraft(file);
  const { conversation, now } = options;
  const body = {
    event: readJson(options.event),
    ...(conversation !== undefined && { conversation: readJson(conversation) }),
    ...(now !== undefined && { now }),
  };
  const { api } = await connect(options);
  const outcome = await withWorkflow(api, draft, (id) =>
    api.post<Outcome>(`/v1/workflows/${encodeURIComponent(id)}/test`, body),
  );
  terminal.out(tellOutcome(draft.name, outcome).join('\n'));
}

/** A dry run is of a workflow that stands there: of the same one when it does, else of a draft made for it alone. */
async function withWorkflow<T>(api: Api, draft: Draft, act: (id: string) => Promise<T>): Promise<T> {
  const existing = await api.list<WorkflowItem>('/v1/workflows');
  const same = existing.find((item) => item.name === draft.name && holds(item, draft));
  if (same !== undefined) return act(same.id);
  const made = await api.post<WorkflowItem>('/v1/workflows', { ...draft, name: clip(`${draft.name} (dry run)`, 200) });
  try {
    return await act(made.id);
  } finally {
    await api.delete(`/v1/workflows/${encodeURIComponent(made.id)}`);
  }
}

function tellOutcome(name: string, { fires, judgedAt, evaluations, waits, runs, effects, notes }: Outcome): string[] {
  return [
    `${fires ? '✔' : '✘'} ${name} ${fires ? 'fires' : 'does not fire'}${judgedAt === undefined ? '' : `, judged at ${judgedAt}`}`,
    ...evaluations.flatMap(tellEvaluation),
    ...waits.map(({ kind, due }) => `  waits: ${kind}${due === undefined ? '' : `, due ${due}`}`),
    ...effects.map(({ type, fields }) => `  → ${type}  ${shown(fields.text ?? fields)}`),
    ...runs.map(({ change, detail }) => `  run ${change}${detail === undefined ? '' : `: ${detail}`}`),
    ...notes.map((note) => `  ${note}`),
  ];
}

function tellEvaluation({ trigger, fired, reason, conditions = [] }: Omit<Evaluation, 'workflowId'>): string[] {
  const head = `  ${trigger}: ${fired ? 'fired' : `not fired${reason ? `, ${reasonLine(reason)}` : ''}`}`;
  const leaves = conditions.map(
    ({ path, result, ...rest }) => `    ${result ? '✔' : '✘'} ${path}  ${reasonLine({ kind: 'condition', ...rest })}`,
  );
  return [head, ...leaves];
}
