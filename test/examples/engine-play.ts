/**
 * Plays a recording to the engine alone: the channels translate, `decide` decides, waits ring exactly when they are due, and
 * every webhook is answered `{}`. No queues, no stores: what the whole system must lead to when nothing goes wrong.
 */
import { type PlayedChannel, requestFor } from '../../bin/cli/provider';
import type { RecordedLine } from '../../bin/cli/recording';
import { answeredEvent } from '../../src/app/effect-events';
import { channelKind } from '../../src/channels/registry';
import type { Conversation } from '../../src/engine/conversation';
import { decide } from '../../src/engine/decide';
import type { ConversationEvent, CustomerFields, Ring } from '../../src/engine/event';
import { compileWorkflows } from '../../src/engine/matcher';
import { type Settings, settingsSchema } from '../../src/engine/settings';
import { systemWorkflows } from '../../src/engine/system-workflows';
import { formatDuration, type Instant, type Millis } from '../../src/engine/time';
import { validateWorkflow } from '../../src/engine/validate';
import type { Workflow } from '../../src/engine/workflow';
import { PHONE_SECRET, WEB_SECRET } from '../cli/receiver';
import type { Played } from './played';

const BEGIN = Date.parse('2026-01-05T00:00:00Z');
const CHANNELS: PlayedChannel[] = [
  { id: 'web', kind: 'webhook', secret: WEB_SECRET, webhookUrl: 'http://localhost/webhooks/web' },
  { id: 'phone', kind: 'twilio-voice', secret: PHONE_SECRET, webhookUrl: 'http://localhost/voice/phone' },
];

/** @param drafts as their authors send them @param after how long to go on after the last line @param settings that are not the default */
export function playOnEngine(
  drafts: readonly unknown[],
  lines: readonly RecordedLine[],
  after: Millis,
  settings: Record<string, unknown> = {},
): Played {
  const play = new EnginePlay(drafts.map(published), settingsSchema.parse(settings));
  for (const line of lines) {
    play.passTime(BEGIN + line.at);
    play.send(line);
  }
  play.passTime(BEGIN + (lines.at(-1)?.at ?? 0) + after);
  return play.played;
}

function published(draft: unknown, index: number): Workflow {
  const validated = validateWorkflow(draft);
  if (!validated.ok) throw new Error(JSON.stringify(validated.problems));
  return { ...validated.draft, id: `wf_${index}`, revision: 1, activeSince: 0, publishedAt: 0 };
}

class EnginePlay {
  readonly played: Played = { fired: {}, effects: [] };
  readonly #workflows: Workflow[];
  readonly #settings: Settings;
  readonly #conversations = new Map<string, Conversation>();
  readonly #customers = new Map<string, CustomerFields>();
  readonly #dues = new Map<string, { ref: Pick<Ring, 'workspaceId' | 'channelId' | 'subject'>; at: Instant }>();
  readonly #seen = new Set<string>();
  #now = BEGIN;

  constructor(workflows: Workflow[], settings: Settings) {
    this.#workflows = [...systemWorkflows(settings), ...workflows];
    this.#settings = settings;
  }

  passTime(until: Instant): void {
    for (;;) {
      const [next] = [...this.#dues].sort(([, one], [, other]) => one.at - other.at);
      if (next === undefined || next[1].at > until) break;
      const [key, { ref, at }] = next;
      this.#dues.delete(key);
      this.#now = Math.max(this.#now, at);
      this.#take(key, { schema: 1, ...ref, due: at, receivedAt: this.#now });
    }
    this.#now = until;
  }

  send(line: RecordedLine): void {
    const channel = CHANNELS.find(({ id }) => id === line.channel) as PlayedChannel;
    const { headers = {}, body = '' } = requestFor(line, channel, { planned: BEGIN + line.at, now: this.#now });
    const kind = channelKind(channel.kind);
    const record = {
      workspaceId: 'demo',
      id: channel.id,
      kind: channel.kind,
      secrets: [channel.secret],
      createdAt: 0,
      version: 1,
    };
    const config = channel.kind === 'webhook' ? {} : { accountSid: `AC${'0'.repeat(32)}`, number: '+8225550100' };
    const request = { method: 'POST', url: channel.webhookUrl, headers, body: Buffer.from(body) };
    const translated = kind?.translate(request, { ...record, config }, this.#now);
    if (!translated?.ok) throw new Error(`line ${line.number}: ${JSON.stringify(translated)}`);
    for (const { wholeText: _, ...event } of translated.events) {
      const at = { schema: 1, workspaceId: 'demo', channelId: channel.id, receivedAt: this.#now };
      this.#receive({ ...event, ...at } as ConversationEvent);
    }
  }

  #receive(event: ConversationEvent): void {
    const id = `${event.channelId} ${event.id}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.#take(`${event.channelId}/${event.subject}`, event);
  }

  #take(key: string, event: ConversationEvent | Ring): void {
    const known = this.#conversations.get(key);
    const told = 'type' in event && 'customer' in event.data ? event.data.customer?.id : undefined;
    const customer = this.#customers.get(told ?? known?.customerId ?? '');
    const decision = decide({
      ...{ event, matcher: compileWorkflows(this.#workflows), settings: this.#settings, now: this.#now },
      ...(known && { conversation: known }),
      ...(customer && { customer }),
      revision: (id, revision) => this.#workflows.find((one) => one.id === id && one.revision === revision),
    });
    if (decision.conversation) this.#conversations.set(key, decision.conversation);
    this.#dues.delete(key);
    const { workspaceId, channelId, subject } = event;
    if (decision.nextDue !== undefined)
      this.#dues.set(key, { ref: { workspaceId, channelId, subject }, at: decision.nextDue });
    if (decision.outcome !== 'applied') return;
    for (const { fired, workflowId } of decision.entry?.evaluations ?? []) if (fired) this.#fired(workflowId);
    this.#perform(decision.outbox, { workspaceId, channelId, conversationId: subject });
  }

  #fired(workflowId: string): void {
    const name = this.#nameOf(workflowId);
    this.played.fired[name] = (this.played.fired[name] ?? 0) + 1;
  }

  #nameOf(workflowId: string | undefined): string {
    return this.#workflows.find(({ id }) => id === workflowId)?.name ?? '';
  }

  #perform(
    outbox: ReturnType<typeof decide>['outbox'],
    ref: { workspaceId: string; channelId: string; conversationId: string },
  ): void {
    for (const { customerId, set, addTags = [] } of outbox?.customers ?? []) {
      const known = this.#customers.get(customerId);
      const tags = [...new Set([...(set?.tags ?? known?.tags ?? []), ...addTags])];
      this.#customers.set(customerId, { ...known, ...set, id: customerId, ...(tags.length > 0 && { tags }) });
    }
    for (const effect of [...(outbox?.channel ?? []), ...(outbox?.slow ?? [])]) {
      const { type, workflowId, fields } = effect;
      this.played.effects.push({
        at: formatDuration(this.#now - BEGIN),
        workflow: this.#nameOf(workflowId),
        type,
        fields,
      });
      const answer = answeredEvent(effect, ref, { status: 200, body: {} }, this.#now);
      if (answer) this.#receive(answer);
    }
  }
}
