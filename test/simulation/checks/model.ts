/** The state of a conversation, told a second time: from the contract's words, without the engine. */
import type { ConversationEvent, CustomerPresentData, PublicEvent } from '../../../src/engine/event';
import type { Reconnect } from '../../../src/engine/reconnect-settings';
import type { Settings } from '../../../src/engine/settings';
import type { TimelineEntry } from '../../../src/engine/timeline';
import type { Commit } from '../log';
import { isCommand } from '../story';
import { AwayModel, type AwayNews } from './away-model';
import { CallModel } from './call-model';
import { Echoes } from './echoes';
import type { Told } from './history';
import { LabelModel } from './label-model';
import { isThinking, type RunsOf } from './run-book';
import { UnreadModel } from './unread-model';

/** What was live when an entry was decided. */
interface Live {
  settings: Settings;
  reconnect: Reconnect | undefined;
}
type Effect = NonNullable<TimelineEntry['effects']>[number];
type Fields = Record<string, unknown>;

const NOTHING = {
  ...{ openings: 0, openedByEvent: false, firstOpening: false, openedByAgent: false, firstByAgent: false },
  ...{ closings: 0, isOver: false, customerMessage: false, agentMessage: false, ended: false, effectsEnded: false },
  ...{ queued: undefined, unqueued: false, effectsUnqueued: false, met: undefined },
  ...{ heldBy: undefined, wasOpen: false, isOpen: false, isEcho: false },
  ...{ mail: { starts: [], ends: [], mails: [], unsent: [] }, unread: [] },
  ...{ away: undefined as unknown as AwayNews, until: undefined, openedCount: 0 },
};

export class Model {
  status = 'started';
  inInbox = false;
  queued = false;
  openedCount = 0;
  agentId: string | undefined;
  teamId: string | undefined;
  readonly labels = new LabelModel();
  lastMessageId: string | undefined;
  readonly letters = new UnreadModel();
  readonly away = new AwayModel(this);
  openedBy = new Set<'customer' | 'agent'>();
  private hasStarted = false;
  private readonly call = new CallModel();
  private readonly echoes = new Echoes();
  /** The bot that holds the chat has not heard all that was said to it. */
  private hasUnheard = false;
  readonly kind: 'chat' | 'call';
  private told!: Told;

  constructor(kind: 'chat' | 'call') {
    this.kind = kind;
    if (kind === 'call') this.letters.reaches('phone');
  }

  get connections(): string[] {
    return [...this.away.connections.keys()];
  }

  /** Something that left no entry: a ring for nothing, or a sign of life. */
  pass({ message, reconnect }: Commit): void {
    if (message?.kind === 'ring') this.away.begin(message.ring.receivedAt, reconnect, false);
    if (message?.kind !== 'event') return void (message && this.away.finish());
    const { event } = message;
    this.away.begin(event.receivedAt, reconnect, false);
    if (event.type === 'customer.present') this.away.present(event.data);
    this.away.finish();
  }

  /** The next entry, and what was live then. */
  take(entry: TimelineEntry, runs: RunsOf, { settings, reconnect }: Live): Told {
    const event = entry.event as PublicEvent | undefined;
    const wasOver = this.status === 'closed';
    const heldBy =
      this.openedCount > 0 ? undefined : runs.before.find(({ run }) => run.trigger === 'chat.started')?.run.id;
    this.told = { ...NOTHING, entry, event, runs, heldBy };
    this.letters.begin(entry, settings);
    this.away.begin(entry.at, reconnect, event !== undefined && isBeside(event));
    if (event) this.told.ended = this.away.arrives(event);
    else this.away.rings(entry.waits);
    this.told.isEcho = event !== undefined && this.echoes.isEcho(event, entry.at);
    if (event && !this.told.isEcho) this.takeEvent(event.type, event.data as Fields);
    this.told.wasOpen = this.isOpen;
    this.letters.acts();
    this.takeEffects(entry);
    this.told.away = this.away.finish();
    this.told.until = this.away.away?.until;
    this.told.openedCount = this.openedCount;
    this.told.unread = this.unread;
    this.told.mail = this.letters.finish(event !== undefined && isBeside(event));
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
      if (effect.runId === undefined && this.away.sees(effect.type)) this.told.effectsEnded = true;
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
    if (type === 'conversation.closed') this.close(data.by === 'customer' ? 'customer' : 'agent');
    if (type === 'conversation.snoozed') this.snooze();
    if (type === 'session.ended') this.endSession(data.by as 'agent' | 'customer');
    if (type === 'session.windowClosed') this.away.closeWindow();
    if (type === 'conversation.queued' && this.status !== 'closed') this.queued = true;
    if (type === 'conversation.unassigned') this.agentId = this.teamId = undefined;
    if (type === 'conversation.updated') this.labels.update(data);
    if (type === 'message.read') this.letters.readUpTo(data.upToMessageId);
    if (type === 'message.deleted') this.letters.deleted(data.messageId);
    if (type.startsWith('customer.')) this.takePresence(type, data);
    this.away.assigned();
  }

  private takePresence(type: string, data: Fields): void {
    const { away, letters } = this;
    const told = data as unknown as CustomerPresentData;
    if (type === 'customer.connected' || (type === 'customer.present' && away.isNew(told))) letters.cameBack();
    if (type === 'customer.connected') away.connected(told.connectionId);
    if (type === 'customer.disconnected') away.disconnected(told.connectionId);
    if (type === 'customer.present') away.present(told);
    if (type === 'customer.returned') away.asked(data.session as number | undefined);
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
    if (by === 'customer') this.away.isBack();
    if (by === 'agent') this.away.wrote(author.id);
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
    this.away.opens();
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

  private close(by: 'agent' | 'customer' = 'agent'): void {
    if (this.status === 'closed') return;
    this.status = 'closed';
    this.away.over(by);
    this.queued = false;
    this.letters.closed();
    if (this.kind === 'chat') this.told.closings += 1;
  }

  private snooze(): void {
    this.status = 'snoozed';
    this.away.putAside();
    this.queued = false;
    this.letters.silenced();
  }

  private endSession(by: 'agent' | 'customer'): void {
    this.away.over(by);
    this.wrapUp();
  }

  wrapUp(): void {
    if (this.status === 'closed') return;
    this.status = 'wrapUp';
    this.letters.silenced();
  }

  private assign({ agentId, teamId }: Fields): void {
    if (teamId !== undefined) this.teamId = String(teamId);
    if (agentId === undefined) return;
    this.agentId = String(agentId);
    this.queued = false;
    this.away.assigned();
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
    this.labels.effect(type, fields);
    if (type === 'agent.assign' || type === 'team.assign') this.assign(fields);
    if (type === 'agent.unassign') this.agentId = undefined;
    if (type === 'team.unassign') this.teamId = undefined;
    this.away.assigned();
    this.told.effectsUnqueued ||= wasQueued && !this.queued;
  }

  private takeChatEffect(type: string, fields: Fields): void {
    if (type === 'conversation.open') this.open(fields.by === 'agent' ? 'agent' : 'workflow');
    if (type === 'conversation.close') this.close();
    if (type === 'conversation.snooze') this.snooze();
    if (type === 'conversation.close' || type === 'conversation.snooze') this.told.effectsEnded = true;
  }
}

/** Handled by who asked, ahead of what stands in the queue. */
const isBeside = (event: ConversationEvent) => isCommand(event) || event.type === 'customer.returned';

const openerOf = ({ by, agentId }: Fields) => by ?? (agentId === undefined ? 'customer' : 'agent');
