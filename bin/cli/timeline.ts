/** `threadkeeper timeline`: the story of one conversation. */
import { conversationNamed, pathOf } from './conversation-ref';
import { Failure } from './failure';
import { Refused } from './http';
import { tellStory } from './story';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';
import type { TimelineItem } from './timeline-item';
import type { WorkflowItem } from './workflows';

interface State {
  kind: string;
  status: string;
  agentId?: string;
  teamId?: string;
  tags: string[];
  waits: { kind: string; due?: string }[];
}

export interface TimelineOptions extends TargetOptions {
  json?: boolean;
}

export async function timelineCommand(
  first: string,
  second: string | undefined,
  options: TimelineOptions,
  terminal: Terminal,
): Promise<void> {
  const name = conversationNamed(first, second);
  const { api } = await connect(options);
  try {
    const items = await api.list<TimelineItem>(pathOf(name, '/timeline'));
    if (options.json) {
      terminal.out(JSON.stringify(items, null, 2));
      return;
    }
    const [state, workflows] = [await api.get<State>(pathOf(name)), await api.list<WorkflowItem>('/v1/workflows')];
    const names = new Map(workflows.map(({ id, name: called }) => [id, called]));
    terminal.out(
      [titleOf(`${name.channelId}/${name.conversationId}`, state, items), ...tellStory(items, names)].join('\n'),
    );
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    throw new Failure(`There is no conversation ${name.conversationId} of channel ${name.channelId}; check both ids.`, {
      cause: error,
    });
  }
}

function titleOf(
  name: string,
  { kind, status, agentId, teamId, tags, waits }: State,
  items: readonly TimelineItem[],
): string {
  const parts = [
    `${kind} ${name}`,
    status,
    agentId && `agent ${agentId}`,
    teamId && `team ${teamId}`,
    tags.length > 0 && `tags ${tags.join(', ')}`,
    ...waits.filter(({ due }) => due).map(({ kind: wait, due }) => `waits (${wait}) until ${due}`),
  ];
  return `${parts.filter(Boolean).join(' · ')}\n${items[0]?.at.slice(0, 10) ?? ''} (UTC)`;
}
