/** Tells a story to the engine alone: events at times, rings exactly when something is due. */
import type { Conversation } from '../../src/engine/conversation';
import { type Decision, decide } from '../../src/engine/decide';
import type { CustomerFields, PublicEvent } from '../../src/engine/event';
import { compileWorkflows } from '../../src/engine/matcher';
import { DEFAULT_SETTINGS, type Settings } from '../../src/engine/settings';
import { parseDuration } from '../../src/engine/time';
import { validateWorkflow } from '../../src/engine/validate';
import type { Workflow } from '../../src/engine/workflow';

export const START = Date.parse('2026-01-05T09:00:00Z');

/** A published workflow from what an author would send. */
export function workflow(id: string, value: Record<string, unknown>, activeSince = 0): Workflow {
  const validated = validateWorkflow({ name: id, steps: [], ...value });
  if (!validated.ok) throw new Error(JSON.stringify(validated.problems));
  return { ...validated.draft, id, revision: 1, activeSince, publishedAt: activeSince };
}

export interface Told {
  /** Milliseconds since the story's start. */
  at: number;
  type: string;
  workflowId?: string | undefined;
  fields: Record<string, unknown>;
}

export class Story {
  now = START;
  conversation: Conversation | undefined;
  effects: Told[] = [];
  decisions: Decision[] = [];
  private serial = 0;
  private due: number | undefined;
  workflows: Workflow[];
  customer: CustomerFields | undefined;
  private readonly settings: Settings;

  /** What decide is told besides, such as the kind of channel. */
  more: Partial<Parameters<typeof decide>[0]> = {};

  /** Those that are live; all, unless a story says otherwise. */
  matched = (): Workflow[] => this.workflows;

  constructor(workflows: Workflow[], settings: Partial<Settings> = {}) {
    this.workflows = workflows;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
  }

  event(type: PublicEvent['type'], data: Record<string, unknown> = {}, id = `e${++this.serial}`): Decision {
    return this.take({
      schema: 1,
      id,
      workspaceId: 'w',
      channelId: 'web',
      subject: 'c',
      type,
      receivedAt: this.now,
      data,
    } as never);
  }

  customerSays(text = 'hello'): Decision {
    return this.event('message.created', {
      messageId: `m${this.serial}`,
      author: { type: 'customer', id: 'cu' },
      text,
    });
  }

  agentSays(text = 'hi', more: Record<string, unknown> = {}): Decision {
    return this.event('message.created', {
      messageId: `m${this.serial}`,
      author: { type: 'agent', id: 'ag' },
      text,
      ...more,
    });
  }

  /** Lets time pass, halting wherever something is due. */
  pass(duration: string): void {
    const until = this.now + (parseDuration(duration) as number);
    while (this.due !== undefined && this.due <= until) {
      this.now = Math.max(this.now, this.due);
      const due = this.due;
      this.due = undefined;
      this.take({ schema: 1, workspaceId: 'w', channelId: 'web', subject: 'c', due, receivedAt: this.now } as never);
    }
    this.now = until;
  }

  take(event: Parameters<typeof decide>[0]['event']): Decision {
    const decision = decide({
      event,
      matcher: compileWorkflows(this.matched()),
      settings: this.settings,
      now: this.now,
      revision: (id, revision) => this.workflows.find((some) => some.id === id && some.revision === revision),
      ...(this.conversation ? { conversation: this.conversation } : {}),
      ...(this.customer ? { customer: this.customer } : {}),
      ...this.more,
    });
    this.decisions.push(decision);
    this.conversation = decision.conversation;
    // What comes again changes nothing, the alarms that are armed included.
    if (decision.outcome !== 'duplicate') this.due = decision.nextDue;
    const { channel = [], slow = [], voice = [] } = decision.outcome === 'applied' ? (decision.outbox ?? {}) : {};
    for (const { type, workflowId, fields } of [...channel, ...slow, ...voice])
      this.effects.push({ at: this.now - START, type, workflowId, fields });
    return decision;
  }

  /** Times in seconds at which a workflow's effects were made. */
  times(workflowId: string): number[] {
    return this.effects.filter((effect) => effect.workflowId === workflowId).map((effect) => effect.at / 1000);
  }
}
