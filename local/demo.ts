/**
 * The recorded day on a local stack: its workflows, its events through the front door, and what came of them. Talks HTTP, as
 * anybody would, and may be interrupted at any point and begun again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathOf } from '../bin/cli/conversation-ref';
import { Api } from '../bin/cli/http';
import { parseRecording } from '../bin/cli/recording';
import { fingerprint } from '../bin/cli/replay-progress';
import { type ReplayResult, replay } from '../bin/cli/replay-run';
import { table } from '../bin/cli/table';
import type { LocalInfo } from '../bin/cli/target';
import type { TimelineItem } from '../bin/cli/timeline-item';
import { type Draft, push, type WorkflowItem } from '../bin/cli/workflows';
import type { OutboxEntry } from './outbox';
import { MEMORY } from './store';

/** A stack's address without trailing slash, and a key with the scope `admin`. */
export interface DemoTarget {
  url: string;
  apiKey: string;
}

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const RECORDING = join(EXAMPLES, 'day.jsonl');
const WORKFLOWS = join(EXAMPLES, 'day', 'workflows');

/** Makes and publishes the day's workflows that are not there yet; what somebody edited or paused since stays as it is. */
export async function prepareDay({ url, apiKey }: DemoTarget): Promise<void> {
  const api = new Api({ url, apiKey });
  const existing = await api.list<WorkflowItem>('/v1/workflows');
  const published = new Set(existing.filter(({ status }) => status !== 'draft').map(({ name }) => name));
  for (const file of readdirSync(WORKFLOWS).sort()) {
    const draft = JSON.parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Draft;
    if (!published.has(draft.name)) await push(api, draft, existing, true);
  }
}

export interface ReplayDay extends DemoTarget {
  /** What `GET /_local/info` answers. */
  info: LocalInfo;
  /** The stack's own data folder, where it is kept how far the day came; `:memory:` for nowhere. */
  dataDir: string;
  onProgress?(done: number, total: number): void;
}

/** Sends the day, or what is left of it, along the stack's clock. Returns when everything it caused was processed. */
export function replayDay({ url, info, dataDir, onProgress }: ReplayDay): Promise<ReplayResult> {
  return replay({
    ...{ text: readFileSync(RECORDING, 'utf8'), name: 'examples/day.jsonl', url, channels: info.channels },
    ...{ virtualNow: Date.parse(info.now), speed: 'max', state: fingerprint(info.workspaceId, info.apiKey) },
    ...(dataDir !== MEMORY && { progressFile: join(dataDir, 'replay-day.jsonl.json') }),
    ...(onProgress && { onProgress }),
  });
}

/** What one workflow did in the day's conversations. */
export interface SummaryRow {
  workflow: string;
  fired: number;
  /** Decided, by type. */
  effects: Record<string, number>;
  /** Arrived at the outside, each effect counted once. */
  sent: number;
}
export interface Summary {
  rows: SummaryRow[];
  /** Effects that the outside accepted more than once: there must be none. */
  twice: string[];
  /** The rows as an aligned table. */
  text: string;
}

/** Counts by the conversations' timelines, which no crash makes count twice, in the workflows' priority order. */
export async function summarise(target: DemoTarget & { outbox: readonly OutboxEntry[] }): Promise<Summary> {
  const api = new Api(target);
  const items = await timelines(api);
  const workflows = await api.list<WorkflowItem>('/v1/workflows');
  const ofDay = new Set(conversations().map((name) => JSON.stringify(name)));
  const sent = target.outbox.flatMap(({ effectId, workflowId, channelId, conversationId }) =>
    effectId !== undefined && ofDay.has(JSON.stringify({ channelId, conversationId }))
      ? [{ effectId, workflowId }]
      : [],
  );
  const rows = workflows.map(({ id, name }) => ({
    workflow: name,
    fired: items.flatMap(({ evaluations = [] }) => evaluations).filter((one) => one.fired && one.workflowId === id)
      .length,
    effects: countBy(
      items.flatMap(({ effects = [] }) => effects).flatMap((one) => (one.workflowId === id ? [one.type] : [])),
    ),
    sent: new Set(sent.flatMap(({ workflowId, effectId }) => (workflowId === id ? [effectId] : []))).size,
  }));
  const twice = Object.entries(countBy(sent.map(({ effectId }) => effectId))).flatMap(([id, count]) =>
    count > 1 ? [id] : [],
  );
  return { rows, twice, text: textOf(rows) };
}

async function timelines(api: Api): Promise<TimelineItem[]> {
  const all: TimelineItem[] = [];
  for (const name of conversations()) all.push(...(await api.list<TimelineItem>(`${pathOf(name)}/timeline`)));
  return all;
}

/** The day's conversations: the chats that events are about, the customers' own legs of calls. */
function conversations(): { channelId: string; conversationId: string }[] {
  const lines = parseRecording(readFileSync(RECORDING, 'utf8'), 'examples/day.jsonl');
  const names = lines.flatMap(({ channel, body, form }) => {
    const id = body?.type === 'customer.updated' ? undefined : (body?.subject ?? form?.ParentCallSid ?? form?.CallSid);
    return id === undefined ? [] : [JSON.stringify({ channelId: channel, conversationId: id })];
  });
  return [...new Set(names)].map((name) => JSON.parse(name) as { channelId: string; conversationId: string });
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function textOf(rows: readonly SummaryRow[]): string {
  const columns = [
    { title: 'Workflow' },
    { title: 'fired', right: true as const },
    { title: 'sent', right: true as const },
    { title: 'effects' },
  ];
  const cells = rows.map(({ workflow, fired, sent, effects }) => [
    workflow,
    String(fired),
    String(sent),
    Object.entries(effects)
      .map(([type, count]) => `${type} ${count}`)
      .join(', '),
  ]);
  return table(columns, cells);
}
