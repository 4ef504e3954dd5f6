/** `threadkeeper workflows list|push`. */
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
  statistics?: { days: number; started: number; completed: number; failed: number };
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

function statusOf({ status, revision, publishedRevision }: WorkflowItem): string {
  return status === 'active' && publishedRevision !== revision ? 'active, edited since' : status;
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
      const done = await push(api, draft, existing, options.draft !== true);
      terminal.out(`${draft.name}: ${done}`);
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

/** Makes the workflow of that name, or edits it where it differs; publishes unless told not to. Twice changes nothing. */
export async function push(
  api: Api,
  draft: Draft,
  existing: readonly WorkflowItem[],
  publish: boolean,
): Promise<string> {
  const same = existing.filter(({ name }) => name === draft.name);
  if (same.length > 1) throw new Failure(`${same.length} workflows have this name; rename or delete all but one.`);
  const [known] = same;
  const saved =
    known === undefined ? await api.post<WorkflowItem>('/v1/workflows', draft) : await edit(api, known, draft);
  const verb = known === undefined ? 'created' : saved === known ? 'unchanged' : 'edited';
  const isLive = saved.status === 'active' && saved.publishedRevision === saved.revision;
  if (!publish) return `${verb}, not published`;
  if (isLive) return verb;
  await api.post(`/v1/workflows/${encodeURIComponent(saved.id)}/publish`);
  return `${verb} and published`;
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
