/** The state of a conversation, told a second time: from the contract's words, without the engine. */
import type { PublicEvent } from '../../../src/engine/event';
import type { TimelineEntry } from '../../../src/engine/timeline';
import type { Told } from './history';

type Effect = NonNullable<TimelineEntry['effects']>[number];
type Fields = Record<string, unknown>;

const CALL_ORDER = ['call.ringing', 'call.queued', 'call.inbound', 'call.answered', 'call.ended'];

export class Model {
  status = 'started';
  inInbox = false;
  queued = false;
  openedCount = 0;
  tags: string[] = [];
  agentId: string | undefined;
  teamId: string | undefined;
  priority: string | undefined;
  lastMessageId: string | undefined;
  /** Messages that the customer has not read, with whether they count as unread. */
  private said: { id: string; counts: boolean }[] = [];
  connections: string[] = [];
  openedBy = new Set<'customer' | 'agent'>();
  private callAt = -1;
  /** Messages that the API asked for. */
  private readonly asked = new Set<unknown>();
  private readonly kind: 'chat' | 'call';
  private told!: Told;

  constructor(kind: 'chat' | 'call') {
    this.kind = kind;
  }

  take(entry: TimelineEntry): Told {
    const event = entry.event as PublicEvent | undefined;
    this.told = {
      ...{ entry, event, openings: 0, openedByEvent: false, firstOpening: false, closings: 0 },
      ...{
        customerMessage: false,
        agentMessage: false,
        ended: false,
        effectsEnded: false,
        isOpen: false,
        isEcho: false,
      },
    };
    this.told.isEcho = event !== undefined && this.isEcho(event);
    if (event && !this.told.isEcho) this.takeEvent(event.type, event.data as Fields);
    for (const effect of entry.effects ?? []) this.takeEffect(effect);
    this.told.isOpen = this.status === 'open';
    return this.told;
  }

  private isEcho(event: PublicEvent): boolean {
    if (event.type !== 'message.created') return false;
    const { messageId, author } = event.data;
    if (event.origin === 'command') this.asked.add(messageId);
    return event.origin !== 'command' && author.type !== 'customer' && this.asked.has(messageId);
  }

  private takeEvent(type: string, data: Fields): void {
    const { told } = this;
    if (type === 'message.created') this.message(data);
    else if (type.startsWith('call.')) this.call(type, data);
    else if (type === 'conversation.opened') told.openedByEvent = this.open(openerOf(data));
    else if (type === 'conversation.assigned') this.assign(data);
    else this.takeChange(type, data);
    if (['conversation.closed', 'conversation.snoozed', 'session.ended'].includes(type)) told.ended = true;
  }

  private takeChange(type: string, data: Fields): void {
    if (type === 'conversation.closed') this.close();
    if (type === 'conversation.snoozed') this.snooze();
    if (type === 'session.ended' && this.status !== 'closed') this.status = 'wrapUp';
    if (type === 'conversation.queued' && this.status !== 'closed') this.queued = true;
    if (type === 'conversation.unassigned') this.agentId = this.teamId = undefined;
    if (type === 'conversation.updated') this.update(data);
    if (type === 'message.read')
      this.said = this.said.slice(this.said.findIndex(({ id }) => id === data.upToMessageId) + 1);
    const { connectionId } = data as { connectionId: string };
    if (type === 'customer.connected') this.connections = [...new Set([...this.connections, connectionId])];
    if (type === 'customer.disconnected') this.connections = this.connections.filter((id) => id !== connectionId);
  }

  private message(data: Fields): void {
    const { author, private: isPrivate, silent, messageId } = data as { author: Fields } & Fields;
    const by = author.type;
    this.said.push({ id: String(messageId), counts: by === 'agent' && !isPrivate && !silent });
    if (by !== 'customer' && (by !== 'agent' || isPrivate)) return;
    this.told.customerMessage = by === 'customer';
    this.told.agentMessage = by === 'agent';
    this.told.ended = true;
    this.lastMessageId = String(messageId);
    if (by === 'customer') this.said = [];
    this.told.openedByEvent = this.open(by);
  }

  get unread(): string[] {
    return this.said.filter(({ counts }) => counts).map(({ id }) => id);
  }

  private open(by: unknown): boolean {
    if (this.kind === 'call' || this.status === 'open') return false;
    const side = by === 'agent' ? 'agent' : 'customer';
    this.status = 'open';
    this.inInbox = true;
    this.openedCount += 1;
    if (side === 'customer') {
      this.told.openings += 1;
      this.told.firstOpening ||= !this.openedBy.has(side);
    }
    this.openedBy.add(side);
    return true;
  }

  private close(): void {
    if (this.status === 'closed') return;
    this.status = 'closed';
    this.queued = false;
    this.said = [];
    if (this.kind === 'chat') this.told.closings += 1;
  }

  private snooze(): void {
    this.status = 'snoozed';
    this.queued = false;
  }

  private assign({ agentId, teamId }: Fields): void {
    if (teamId !== undefined) this.teamId = String(teamId);
    if (agentId === undefined) return;
    this.agentId = String(agentId);
    this.queued = false;
  }

  private update({ priority, addTags = [], removeTags = [] }: Fields): void {
    if (priority !== undefined) this.priority = String(priority);
    this.tag(addTags as string[], removeTags as string[]);
  }

  private tag(add: readonly string[], remove: readonly string[]): void {
    this.tags = [...new Set([...this.tags.filter((tag) => !remove.includes(tag)), ...add])];
  }

  /** Providers tell of a call in any order; it goes forward only. */
  private call(type: string, { agentId }: Fields): void {
    const at = CALL_ORDER.indexOf(type);
    if (type === 'call.inbound' || type === 'call.answered') this.inInbox = true;
    if (type === 'call.queued' && this.callAt < CALL_ORDER.indexOf('call.answered')) this.queued = true;
    if (at <= this.callAt) return;
    this.callAt = at;
    if (type === 'call.ended') return this.close();
    if (agentId !== undefined) this.assign({ agentId });
    if (type === 'call.answered') this.queued = false;
    if (type === 'call.inbound' || type === 'call.answered') this.status = 'open';
  }

  private takeEffect({ type, fields = {} }: Effect): void {
    if (this.kind === 'chat') this.takeChatEffect(type, fields);
    const tags = [...((fields.tags as string[]) ?? []), ...(fields.tag === undefined ? [] : [String(fields.tag)])];
    if (type === 'conversation.tag') this.tag(tags, []);
    if (type === 'conversation.untag') this.tag([], tags);
    if (type === 'agent.assign' || type === 'team.assign') this.assign(fields);
    if (type === 'priority.set') this.priority = String(fields.priority);
  }

  private takeChatEffect(type: string, fields: Fields): void {
    if (type === 'conversation.open') this.open(fields.by === 'agent' ? 'agent' : 'workflow');
    if (type === 'conversation.close') this.close();
    if (type === 'conversation.snooze') this.snooze();
    if (type === 'conversation.close' || type === 'conversation.snooze') this.told.effectsEnded = true;
  }
}

const openerOf = ({ by, agentId }: Fields) => by ?? (agentId === undefined ? 'customer' : 'agent');
