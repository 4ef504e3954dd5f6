/** Plays a recording to a whole local stack, through the front door, on a clock that stands unless moved. */
import { conversationNamed, pathOf } from '../../bin/cli/conversation-ref';
import { Api } from '../../bin/cli/http';
import { replay } from '../../bin/cli/replay-run';
import type { LocalInfo } from '../../bin/cli/target';
import type { TimelineItem } from '../../bin/cli/timeline-item';
import { type Draft, push, type WorkflowItem } from '../../bin/cli/workflows';
import type { OutboxEntry } from '../../local/outbox';
import type { LocalStack } from '../../local/stack';
import { formatDuration, type Instant } from '../../src/engine/time';
import type { StackHost } from '../support/stack-host';
import type { Played } from './played';

/** Of the test environment: stacks run outside of the file's sandbox. */
declare const stackHost: () => Promise<StackHost>;

export interface Playground {
  stack: LocalStack;
  api: Api;
  info: LocalInfo;
  stop(): Promise<void>;
}

/** A new stack that keeps nothing. */
export async function playground(): Promise<Playground> {
  const { stack, stop } = await (await stackHost()).start();
  const { url } = stack;
  const info = await new Api({ url }).get<LocalInfo>('/_local/info');
  return { stack, api: new Api({ url, apiKey: info.apiKey }), info, stop };
}

/** Pauses what is active, except for Threadkeeper's own, so that what comes next is played alone. */
export async function pauseAll({ api }: Playground): Promise<void> {
  for (const { id, status } of await api.list<WorkflowItem>('/v1/workflows'))
    if (status === 'active' && !id.startsWith('system.')) await api.post(`/v1/workflows/${id}/pause`);
}

/** @param until duration after the recording's beginning, at which to look @param settings that are not the default */
export async function playOnStack(
  drafts: readonly unknown[],
  text: string,
  until: string,
  { api, info, stack }: Playground,
  settings?: Record<string, unknown>,
): Promise<Played> {
  if (settings) await api.patch('/v1/settings', settings);
  for (const draft of drafts) await push(api, draft as Draft, [], true);
  const { url } = api.target;
  const of = { text, name: 'events.jsonl', url, channels: info.channels, speed: 'max' as const, state: '' };
  const { begins } = await replay({ ...of, virtualNow: stack.clock.now() });
  const { now } = await api.get<{ now: string }>('/_local/info');
  const left = begins + millisOf(until) - Date.parse(now);
  await api.post('/_local/clock', { advance: formatDuration(Math.max(0, left)) });
  return played(api, text, begins);
}

function millisOf(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** What arrived outside, and what stands in our state only, by the timelines. */
async function played(api: Api, text: string, begins: Instant): Promise<Played> {
  const names = new Map((await api.list<WorkflowItem>('/v1/workflows')).map(({ id, name }) => [id, name]));
  const items: TimelineItem[] = [];
  for (const name of conversationsIn(text))
    items.push(...(await api.list<TimelineItem>(pathOf(conversationNamed(name), '/timeline'))));
  const fired: Record<string, number> = {};
  for (const { fired: did, workflowId } of items.flatMap(({ evaluations = [] }) => evaluations)) {
    const name = names.get(workflowId) ?? '';
    if (did) fired[name] = (fired[name] ?? 0) + 1;
  }
  const outbox = await api.get<OutboxEntry[]>('/_local/outbox');
  const sentAt = new Map(outbox.map(({ effectId, at }) => [effectId, at]));
  const effects = items.flatMap(({ at, effects: made = [] }) =>
    made.map(({ id, type, workflowId, fields = {} }) => {
      const seconds = Math.floor((Date.parse(sentAt.get(id) ?? at) - begins) / 1000);
      return { at: formatDuration(seconds * 1000), workflow: names.get(workflowId ?? '') ?? '', type, fields };
    }),
  );
  return { fired, effects };
}

function conversationsIn(text: string): string[] {
  const lines = text.trim().split('\n');
  const names = lines.map((line) => {
    const { channel, body, form } = JSON.parse(line);
    return `${channel}/${body?.subject ?? form.ParentCallSid ?? form.CallSid}`;
  });
  return [...new Set(names)];
}
