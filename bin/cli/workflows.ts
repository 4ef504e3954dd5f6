/** `threadkeeper workflows list|push|statistics`. */
import { Failure } from './failure';
import { readJson } from './files';
import type { Api } from './http';
import { table } from './table';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';

export interface WorkflowItem {
  id: string;
  name: string;
  status: 'draft' | 'active' | 'paused';
  revision: number;
  publishedRevision?: number;
  trigger: { type: string };
  hasPendingEdit?: boolean;
  statistics?: Counts & { days: number };
  findings?: { path: string; severity: string; message: string }[];
}

interface Counts {
  started: number;
  startedByAgent: number;
  completed: number;
  droppedOff: number;
  failed: number;
}

export async function listCommand(options: TargetOptions, terminal: Terminal): Promise<void> {
  const { api } = await connect(options);
  const items = await api.list<WorkflowItem>('/v1/workflows');
  if (items.length === 0) {
    terminal.out('No workflows yet. Put one there: threadkeeper workflows push examples/01-vip-reminder/workflow.json');
    return;
  }
  const columns = [
    { title: 'Workflow' },
    { title: 'Trigger' },
    { title: 'Status' },
    { title: 'Started', right: true as const },
  ];
  const rows = items.map((item) => [
    item.name,
    item.trigger.type,
    statusOf(item),
    String(item.statistics?.started ?? 0),
    item.id,
  ]);
  terminal.out(table([...columns, { title: 'Id' }], rows));
}

function statusOf({ status, hasPendingEdit }: WorkflowItem): string {
  return hasPendingEdit ? `${status}, edited since` : status;
}

export interface StatisticsOptions extends TargetOptions {
  from?: string;
  to?: string;
}

interface Statistics extends Counts {
  from: string;
  to: string;
  steps: { path: string; do?: string; waited: number; droppedOff: number; failed: number }[];
}

/** @param workflow its id or its name */
export async function statisticsCommand(
  workflow: string,
  { from, to, ...target }: StatisticsOptions,
  terminal: Terminal,
): Promise<void> {
  const { api } = await connect(target);
  const { id, name } = await workflowNamed(workflow, api);
  const days = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }).toString();
  const path = `/v1/workflows/${encodeURIComponent(id)}/statistics`;
  const told = await api.get<Statistics>(days === '' ? path : `${path}?${days}`);
  const byAgents = told.startedByAgent > 0 ? ` (${told.startedByAgent} by agents)` : '';
  terminal.out(`${name}, ${told.from} to ${told.to}`);
  terminal.out(
    `started ${told.started}${byAgents}, completed ${told.completed}, dropped off ${told.droppedOff}, failed ${told.failed}`,
  );
  if (told.steps.length === 0) return;
  const columns = [
    { title: 'Step' },
    ...['Waited', 'Dropped off', 'Failed'].map((title) => ({ title, right: true as const })),
  ];
  const rows = told.steps.map((step) => [
    `${step.path} ${step.do ?? ''}`.trim(),
    ...[step.waited, step.droppedOff, step.failed].map(String),
  ]);
  terminal.out(table(columns, rows));
}

async function workflowNamed(named: string, api: Api): Promise<WorkflowItem> {
  const items = await api.list<WorkflowItem>('/v1/workflows');
  const [found, another] = items.filter(({ id, name }) => id === named || name === named);
  if (found && !another) return found;
  const problem = found ? 'Several workflows have this name; give the id of one' : 'There is no such workflow';
  throw new Failure(`${problem}: threadkeeper workflows list tells them.`);
}

/** A workflow as its author wrote it. */
export type Draft = { name: string } & Record<string, unknown>;

export interface PushOptions extends TargetOptions {
  /** Leaves unpublished. */
  draft?: boolean;
}

export async function pushCommand(files: string[], options: PushOptions, terminal: Terminal): Promise<void> {
  const drafts = files.flatMap((file) => draftsIn(file).map((draft) => ({ file, draft })));
  const { api } = await connect(options);
  const existing = await api.list<WorkflowItem>('/v1/workflows');
  for (const { file, draft } of drafts) {
    try {
      const { done, findings } = await push(api, draft, existing, options.draft !== true);
      terminal.out(`${draft.name}: ${done}`);
      for (const { path, message } of findings) terminal.out(`  ! ${path} ${message}`);
    } catch (error) {
      if (error instanceof Failure) throw new Failure(`${file}, "${draft.name}": ${error.message}`, { cause: error });
      throw error;
    }
  }
}

/** One workflow or a list of them. */
function draftsIn(file: string): Draft[] {
  const value = readJson(file);
  const drafts = (Array.isArray(value) ? value : [value]) as Draft[];
  const nameless = drafts.findIndex((draft) => typeof draft?.name !== 'string' || draft.name === '');
  if (nameless >= 0) throw new Failure(`${file}: a workflow needs a name.`, { exitCode: 2 });
  return drafts;
}

/** The workflow of a file that holds one. */
export function onlyDraft(file: string): Draft {
  const [draft, another] = draftsIn(file);
  if (draft === undefined || another !== undefined) {
    throw new Failure(`${file} must hold one workflow.`, { exitCode: 2 });
  }
  return draft;
}

export interface Pushed {
  /** What was done, in words. */
  done: string;
  /** What is odd about it. */
  findings: NonNullable<WorkflowItem['findings']>;
}

/** Makes the workflow of that name, or edits it where it differs; publishes unless told not to. Twice changes nothing. */
export async function push(
  api: Api,
  draft: Draft,
  existing: readonly WorkflowItem[],
  publish: boolean,
): Promise<Pushed> {
  const same = existing.filter(({ name }) => name === draft.name);
  if (same.length > 1) throw new Failure(`${same.length} workflows have this name; rename or delete all but one.`);
  const [known] = same;
  const saved =
    known === undefined ? await api.post<WorkflowItem>('/v1/workflows', draft) : await edit(api, known, draft);
  const verb = known === undefined ? 'created' : saved === known ? 'unchanged' : 'edited';
  const isLive = saved.status === 'active' && saved.publishedRevision === saved.revision;
  const { findings = [] } = saved;
  if (!publish) return { done: `${verb}, not published`, findings };
  if (isLive) return { done: verb, findings };
  const published = await api.post<WorkflowItem>(`/v1/workflows/${encodeURIComponent(saved.id)}/publish`);
  return { done: `${verb} and published`, findings: published.findings ?? findings };
}

async function edit(api: Api, known: WorkflowItem, draft: Draft): Promise<WorkflowItem> {
  if (holds(known, draft)) return known;
  return api.put<WorkflowItem>(`/v1/workflows/${encodeURIComponent(known.id)}`, draft);
}

/** Whether all that is wanted stands there; defaults that the API filled in are no difference. */
export function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) && actual.length === wanted.length && wanted.every((item, at) => holds(actual[at], item))
    );
  }
  if (wanted === null || typeof wanted !== 'object') return actual === wanted;
  if (actual === null || typeof actual !== 'object' || Array.isArray(actual)) return false;
  return Object.entries(wanted).every(([key, value]) => holds((actual as Record<string, unknown>)[key], value));
}
