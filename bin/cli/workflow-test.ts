/** `threadkeeper workflows test` and `explain`: would a workflow fire, did it, and why (not)? */
import { idsInPath } from '../../src/app/api/path-ids';
import { conversationNamed } from './conversation-ref';
import { Failure } from './failure';
import { readJson } from './files';
import type { Api } from './http';
import { reasonLine, shown } from './story';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import type { Evaluation } from './timeline-item';
import { type Draft, onlyDraft, type WorkflowItem } from './workflows';

export interface TestOptions extends TargetOptions {
  event?: string;
  conversation?: string;
  in?: string;
  eventId?: string;
  now?: string;
}

interface Explained extends Evaluation {
  name?: string;
}
interface Outcome {
  fires: boolean;
  judgedAt?: string;
  evaluations: Omit<Evaluation, 'workflowId'>[];
  others?: Explained[];
  waits: { kind: string; due?: string }[];
  runs: { change: string; detail?: string }[];
  effects: { type: string; fields: Record<string, unknown> }[];
  notes: string[];
}

export async function testCommand(file: string, options: TestOptions, terminal: Terminal): Promise<void> {
  const draft = onlyDraft(file);
  const { now } = options;
  const body = { workflow: draft, ...occasionOf(options), ...(now !== undefined && { now }) };
  const { api } = await connect(options);
  const outcome = await api.post<Outcome>(await pathOfTest(api, draft), body);
  terminal.out(tellOutcome(draft.name, outcome).join('\n'));
}

/** An event made up, or one of the past. */
function occasionOf({ event, conversation, in: past, eventId }: TestOptions): Record<string, unknown> {
  if (event !== undefined && past === undefined && eventId === undefined)
    return { event: readJson(event), ...(conversation !== undefined && { conversation: readJson(conversation) }) };
  if (event === undefined && conversation === undefined && past !== undefined && eventId !== undefined)
    return { conversation: conversationNamed(past), eventId };
  const how =
    'Give --event FILE, with --conversation FILE if you like, or --in CHANNEL/CONVERSATION with --event-id ID.';
  throw new Failure(`Test on which event? ${how}`, { exitCode: 2 });
}

/** In the place of the one workflow of that name, or else of none. */
async function pathOfTest(api: Api, { name }: Draft): Promise<string> {
  const [same, another] = (await api.list<WorkflowItem>('/v1/workflows')).filter((item) => item.name === name);
  return same && !another ? `/v1/workflows/${encodeURIComponent(same.id)}/test` : '/v1/workflows/test';
}

function tellOutcome(name: string, outcome: Outcome): string[] {
  const { fires, judgedAt, evaluations, others = [], waits, runs, effects, notes } = outcome;
  return [
    `${fires ? '✔' : '✘'} ${name} ${fires ? 'fires' : 'does not fire'}${judgedAt === undefined ? '' : `, judged at ${judgedAt}`}`,
    ...evaluations.flatMap(tellEvaluation),
    ...waits.map(({ kind, due }) => `  waits: ${kind}${due === undefined ? '' : `, due ${due}`}`),
    ...effects.map(({ type, fields }) => `  → ${type}  ${shown(fields.text ?? fields)}`),
    ...runs.map(({ change, detail }) => `  run ${change}${detail === undefined ? '' : `: ${detail}`}`),
    ...notes.map((note) => `  ${note}`),
    ...(others.length > 0 ? ['Others that are live:', ...others.map(headOf)] : []),
  ];
}

/** Whether it fired, and if not, what kept it from firing. */
function headOf({ workflowId, name = workflowId, fired, reason }: Explained): string {
  return fired ? `✔ ${name} fired` : `✘ ${name} did not fire${reason ? `: ${reasonLine(reason)}` : ''}`;
}

function tellEvaluation({ trigger, fired, reason, conditions }: Omit<Evaluation, 'workflowId'>): string[] {
  const head = `  ${trigger}: ${fired ? 'fired' : `not fired${reason ? `, ${reasonLine(reason)}` : ''}`}`;
  return [head, ...conditionsOf(conditions)];
}

function conditionsOf(conditions: Evaluation['conditions'] = []): string[] {
  return conditions.map(
    ({ path, result, ...rest }) => `    ${result ? '✔' : '✘'} ${path}  ${reasonLine({ kind: 'condition', ...rest })}`,
  );
}

interface Explanation {
  at: string;
  event?: { id: string; type: string };
  evaluations: Explained[];
  notes: string[];
}

export async function explainCommand(
  conversation: string,
  event: string,
  options: TargetOptions,
  terminal: Terminal,
): Promise<void> {
  const { channelId, conversationId } = conversationNamed(conversation);
  const { segments, query } = idsInPath([channelId, conversationId, event]);
  const [channel, chat, entry] = segments;
  const path = `/v1/conversations/${channel}/${chat}/timeline/${entry}/explanation${query}`;
  const { api } = await connect(options);
  const told = await api.get<Explanation>(path);
  const { at, event: of, evaluations, notes } = told;
  const lines = [
    `${at}  ${of === undefined ? 'time passed' : `${of.type} ${of.id}`}`,
    ...evaluations.flatMap((one) => [headOf(one), ...conditionsOf(one.conditions)]),
    ...notes.map((note) => `  ${note}`),
  ];
  terminal.out(lines.join('\n'));
}
