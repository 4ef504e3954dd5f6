/** The state of a conversation, told a second time: from the contract's words, without the engine. */
import type { PublicEvent } from '../../../src/engine/event';
import type { Settings } from '../../../src/engine/settings';
import type { TimelineEntry } from '../../../src/engine/timeline';
import { isCommand } from '../story';
import { CallModel } from './call-model';
import { Echoes } from './echoes';
import type { Told } from './history';
import { isThinking, type RunsOf } from './run-book';
import { UnreadModel } from './unread-model';

type Effect = NonNullable<TimelineEntry['effects']>[number];
type Fields = Record<string, unknown>;

const NOTHING = {
  ...{ openings: 0, openedByEvent: false, firstOpening: false, openedByAgent: false, firstByAgent: false },
  ...{ closings: 0, isOver: false, customerMessage: false, agentMessage: false, ended: false, effectsEnded: false },
  ...{ queued: undefined, unqueued: false, effectsUnqueued: false, met: undefined },
  ...{ heldBy: undefined, wasOpen: false, isOpen: false, isEcho: false },
  ...{ mail: { starts: [], ends: [], mails: [], unsent: [] }, unread: [] },
};

export class Model {
  status = 'started';
  inInbox = false;
  queued = false;
  openedCount = 0;
  tags: string[] = [];
  agentId: string | undefined;
  teamId: string | undefined;
  followers: string[] = [];
  priority: string | undefined;
  description: string | undefined;
  lastMessageId: string | undefined;
  readonly letters = new UnreadModel();
  connections: string[] = [];
  openedBy = new Set<'customer' | 'agent'>();
  private hasStarted = false;
  private readonly call = new CallModel();
  private readonly echoes = new Echoes();
  /** The bot that holds the chat has not heard all that was said to it. */
  private hasUnheard = false;
  private readonly kind: 'chat' | 'call';
  private told!: Told;

  constructor(kind: 'chat' | 'call') {
    this.kind = kind;
    if (kind === 'call') this.letters.reaches('phone');
  }

  /** The next entry, and the settings that were live then. */
  take(entry: TimelineEntry, runs: RunsOf, settings: Settings): Told {
    const event = entry.event as PublicEvent | undefined;
    const wasOver = this.status === 'closed';
    const heldBy =
      this.openedCount > 0 ? undefined : runs.before.find(({ run }) => run.trigger === 'chat.started')?.run.id;
    this.told = { ...NOTHING, entry, event, runs, heldBy };
    this.letters.begin(entry, settings);
    this.told.isEcho = event !== undefined && this.echoes.isEcho(event, entry.at);
    if (event && !this.told.isEcho) this.takeEvent(event.type, event.data as Fields);
    this.told.wasOpen = this.isOpen;
    this.letters.acts();
    this.takeEffects(entry);
    this.told.unread = this.unread;
    this.told.mail = this.letters.finish(event !== undefined && isCommand(event));
    this.told.isOpen = this.isOpen;
    this.told.isOver = this.status === 'closed' && (!wasOver || this.told.closings > 0);
    return this.told;
  }

  private takeEffects({ effects = [], event, at, runs: changes = [] }: TimelineEntry): void {
    const { heldBy = '', runs } = this.told;
    const last = effects.findLastIndex(({ runId }) => runId === heldBy);
    const goesOn = changes.some(({ runId, change }) => runId === heldBy && change === 'suspended');
    // What was said while an assistant thought, and nobody will hear any more, opens after all.
    const opens = event?.type === 'effect.answered' && this.hasUnheard && runs.isOver(heldBy) && !goesOn;
    if (opens && last < 0) this.open('customer');
    for (const [place, effect] of effects.entries()) {
      this.letters.effect(effect);
      this.takeEffect(effect);
      if (this.kind === 'chat') this.echoes.asked(effect.type, at);
      if (opens && place === last) this.open('customer');
    }
    if (event?.type === 'effect.answered' && runs.answered.some(({ run }) => run.id === heldBy))
      this.hasUnheard = false;
  }

  private takeEvent(type: string, data: Fields): void {
    const { told } = this;
    const wasQueued = this.queued;
    if (type === 'message.created') this.message(data);
    else if (type.startsWith('call.')) this.takeCall(type, data);
    else if (type === 'conversation.opened') told.openedByEvent = this.open(openerOf(data));
    else if (type === 'conversation.assigned') this.assign(data);
    else this.takeChange(type, data);
    if (['conversation.closed', 'conversation.snoozed', 'session.ended'].includes(type)) told.ended = true;
    if (this.queued && !wasQueued) told.queued = `${this.kind}.queued`;
    told.unqueued = wasQueued && !this.queued;
  }

  private takeChange(type: string, data: Fields): void {
    if (type === 'conversation.started') this.start(data);
    if (type === 'conversation.closed') this.close();
    if (type === 'conversation.snoozed') this.snooze();
    if (type === 'session.ended') this.wrapUp();
    if (type === 'conversation.queued' && this.status !== 'closed') this.queued = true;
    if (type === 'conversation.unassigned') this.agentId = this.teamId = undefined;
    if (type === 'conversation.updated') this.update(data);
    if (type === 'message.read') this.letters.readUpTo(data.upToMessageId);
    if (type === 'message.deleted') this.letters.deleted(data.messageId);
    if (type === 'customer.connected') this.letters.cameBack();
    const { connectionId } = data as { connectionId: string };
    if (type === 'customer.connected') this.connections = [...new Set([...this.connections, connectionId])];
    if (type === 'customer.disconnected') this.connections = this.connections.filter((id) => id !== connectionId);
  }

  /** A chat starts once, and the bots are asked unless an agent began it, or it went on without them. */
  private start({ by, messenger }: Fields): void {
    if (messenger !== undefined) this.letters.reaches(messenger);
    if (!this.hasStarted && this.status === 'started' && by !== 'agent') this.told.met = 'chat.started';
    this.hasStarted = true;
  }

  private message(data: Fields): void {
    const { author, private: isPrivate, silent, messageId } = data as { author: Fields } & Fields;
    const by = author.type;
    const isCounted = by === 'customer' || (by === 'agent' && !isPrivate);
    if (isCounted) this.counted(by, data);
    if (by !== 'customer') this.letters.unread(String(messageId), isCounted && !silent);
  }

  private counted(by: 'customer' | 'agent', data: Fields): void {
    this.told.customerMessage = by === 'customer';
    this.told.agentMessage = by === 'agent';
    this.told.ended = true;
    this.lastMessageId = String(data.messageId);
    if (by === 'agent' || !this.isHeldBack(data)) this.told.openedByEvent = this.open(by);
    this.letters.counted(by, data.via, this.isOpen);
  }

  /**
   * While a bot talks in a chat that was never open, what the customer says goes to it. What a chat that is over had asked for
   * opens it no more.
   */
  private isHeldBack({ answer }: Fields): boolean {
    const { heldBy, runs } = this.told;
    const { runId, rating, buttonId, fields } = (answer ?? {}) as Fields;
    if (rating !== undefined && (this.status === 'closed' || this.status === 'snoozed')) return true;
    if ((buttonId ?? fields) !== undefined && this.status === 'closed') return true;
    if (heldBy === undefined) return false;
    const isToOther = runId !== undefined && runs.before.some(({ run }) => run.id === runId);
    const isLeft = !isToOther && runs.before.some((one) => one.run.id === heldBy && isThinking(one));
    if (isLeft) this.hasUnheard = true;
    return runId === heldBy || runs.answered.length > 0 || isLeft;
  }

  private get isOpen(): boolean {
    return this.kind === 'chat' && this.status === 'open';
  }

  get unread(): string[] {
    return this.letters.said.filter(({ counts }) => counts).map(({ id }) => id);
  }

  private open(by: unknown): boolean {
    if (this.kind === 'call' || this.status === 'open') return false;
    const side = by === 'agent' ? 'agent' : 'customer';
    this.status = 'open';
    this.inInbox = true;
    this.openedCount += 1;
    const isFirst = !this.openedBy.has(side);
    if (side === 'customer') {
      this.told.openings += 1;
      this.told.firstOpening ||= isFirst;
    } else Object.assign(this.told, { openedByAgent: true, firstByAgent: isFirst });
    this.openedBy.add(side);
    return true;
  }

  private close(): void {
    if (this.status === 'closed') return;
    this.status = 'closed';
    this.queued = false;
    this.letters.closed();
    if (this.kind === 'chat') this.told.closings += 1;
  }

  private snooze(): void {
    this.status = 'snoozed';
    this.queued = false;
    this.letters.silenced();
  }

  private wrapUp(): void {
    if (this.status === 'closed') return;
    this.status = 'wrapUp';
    this.letters.silenced();
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

  private takeCall(type: string, { agentId }: Fields): void {
    const { met, enters, queues, assigns, answers, status } = this.call.take(type);
    this.told.met = met;
    if (enters) this.inInbox = true;
    if (queues) this.queued = true;
    if (status === 'closed') return this.close();
    if (assigns && agentId !== undefined) this.assign({ agentId });
    if (answers) this.queued = false;
    if (status === 'open') this.status = 'open';
  }

  private takeEffect({ type, fields = {} }: Effect): void {
    const wasQueued = this.queued;
    if (this.kind === 'chat') this.takeChatEffect(type, fields);
    const tags = [...((fields.tags as string[]) ?? []), ...(fields.tag === undefined ? [] : [String(fields.tag)])];
    if (type === 'conversation.tag') this.tag(tags, []);
    if (type === 'conversation.untag') this.tag([], tags);
    if (type === 'agent.assign' || type === 'team.assign') this.assign(fields);
    if (type === 'agent.unassign') this.agentId = undefined;
    if (type === 'team.unassign') this.teamId = undefined;
    if (type === 'priority.set') this.priority = String(fields.priority);
    if (type === 'description.set') this.description = String(fields.text);
    if (type.startsWith('followers.')) this.follow(type, fields.agentIds as string[]);
    this.told.effectsUnqueued ||= wasQueued && !this.queued;
  }

  private follow(type: string, ids: readonly string[]): void {
    const others = this.followers.filter((id) => !ids.includes(id));
    this.followers = type === 'followers.add' ? [...new Set([...this.followers, ...ids])] : others;
  }

  private takeChatEffect(type: string, fields: Fields): void {
    if (type === 'conversation.open') this.open(fields.by === 'agent' ? 'agent' : 'workflow');
    if (type === 'conversation.close') this.close();
    if (type === 'conversation.snooze') this.snooze();
    if (type === 'conversation.close' || type === 'conversation.snooze') this.told.effectsEnded = true;
  }
}

const openerOf = ({ by, agentId }: Fields) => by ?? (agentId === undefined ? 'customer' : 'agent');
