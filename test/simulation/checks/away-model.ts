/** Who is there, who is waited for and whose capacity is kept for them, told a second time: from the words of the contract, without the engine. */
import type { ConversationEvent, CustomerPresentData } from '../../../src/engine/event';
import type { Reconnect } from '../../../src/engine/reconnect-settings';
import { type Instant, parseDuration } from '../../../src/engine/time';
import type { TimelineEntry } from '../../../src/engine/timeline';

/** How an absence ended. */
export type Ending = 'back' | 'expired' | 'endedByAgent' | 'endedByCustomer' | 'putAside' | 'disabled';

export interface Absence {
  since: Instant;
  /** Who comes at this moment, or later, comes too late. */
  until: Instant;
  /** Begun because the customer asked to go on, and is not connected yet. */
  isAsked: boolean;
  /** Somebody else was assigned since, or nobody. */
  isMoved?: boolean;
  reserved?: string;
}

export interface AwayNews {
  /** What the channel is told, in order. */
  words: string[];
  ends: { how: Ending; of: Absence }[];
  begun: Absence[];
  /** Waits, as `reconnect until 5` and `reconnect fired`. */
  waits: { started: string[]; ended: string[] };
  /** What somebody who asked is answered. */
  returned?: Record<string, unknown>;
  /** Of them the limit was before the event. */
  wasTooLate: boolean;
  /** Connections of which nothing was heard in time. */
  lost: number;
  /** Somebody else is kept, or nobody. */
  reassigned: number;
}

/** The conversation as it is told beside this. */
export interface Chat {
  kind: 'chat' | 'call';
  status: string;
  agentId: string | undefined;
  /** The session is over, the conversation not yet. */
  wrapUp(): void;
}

/** What came of somebody's doing, at the channel or on its pages; the rest comes of what we did. */
const APART = new Set(['effect.failed', 'effect.answered', 'customer.returned']);

export class AwayModel {
  away: Absence | undefined;
  /** When each connection ends unless it is told of again. */
  readonly connections = new Map<string, Instant>();
  /** Which agent the conversation takes up, and until when at most. */
  hold: { agentId: string; until?: Instant } | undefined;
  private readonly chat: Chat;
  /** The nth. */
  private session = 0;
  private sessionEnd: string | undefined;
  private windowClosed = false;
  private isWatched = false;
  private agentBefore: string | undefined;
  private at: Instant = 0;
  private isBeside = false;
  private settings: Reconnect | undefined;
  private news!: AwayNews;

  constructor(chat: Chat) {
    this.chat = chat;
  }

  /** `isBeside`: it did not come by the queue, so nothing is judged that is due. */
  begin(at: Instant, settings: Reconnect | undefined, isBeside: boolean): void {
    Object.assign(this, { at, settings, isBeside });
    const waits = { started: [], ended: [] };
    this.news = { words: [], ends: [], begun: [], waits, wasTooLate: false, lost: 0, reassigned: 0 };
  }

  /** Before anything that somebody does counts the limit. True when it was over. */
  arrives(event: ConversationEvent): boolean {
    if (APART.has(event.type)) return false;
    if (event.type === 'customer.present' && !this.isNew(event.data)) return false;
    this.news.wasTooLate = this.expires();
    return this.news.wasTooLate;
  }

  /** Told of by a widget for the first time. */
  isNew({ connectionId, leaving }: CustomerPresentData): boolean {
    return !leaving && !this.connections.has(connectionId);
  }

  present(data: CustomerPresentData): void {
    const { connectionId, until, leaving } = data;
    if (this.isNew(data)) return this.connected(connectionId, until);
    const before = this.connections.get(connectionId);
    if (before === undefined) return;
    const isEndless = before === Infinity;
    const longer = isEndless ? until : Math.max(before, until);
    this.connections.set(connectionId, leaving ? Math.min(before, until) : longer);
    this.watch();
  }

  connected(id: string, until?: Instant): void {
    this.connections.set(id, until ?? this.connections.get(id) ?? Infinity);
    this.watch();
    this.isBack();
  }

  disconnected(id: string): void {
    this.connections.delete(id);
    this.watch();
    this.left();
  }

  /** Connected again, or written. */
  isBack(): boolean {
    const { away, news, chat, isSameAgent } = this;
    if (!away || away.until <= this.at) return false;
    this.end('back', 'reconnected');
    if (away.isAsked) return true;
    if (isSameAgent) news.words.push(`agent.assign ${chat.agentId}`);
    news.words.push(`conversation.resumed ${chat.agentId} ${isSameAgent}`);
    return true;
  }

  /** By a link, to a session, or at the prompt. */
  asked(session: number | undefined): void {
    const reason = this.against(session);
    const { agentId } = this.chat;
    this.news.returned = reason ? { reason } : { ...(agentId ? { agentId } : {}), sameAgent: this.isSameAgent };
    const { away } = this;
    if (reason || away?.isAsked || !this.isBack()) return;
    this.left(true, away?.isMoved);
  }

  against(session?: number): string | undefined {
    const { settings, chat, sessionEnd, away } = this;
    if (!settings?.enabled) return 'disabled';
    if (session !== undefined && session < this.session) return 'expired';
    if (sessionEnd !== undefined) return sessionEnd;
    if (away && away.until <= this.at) return 'expired';
    return chat.kind === 'chat' && ['open', 'snoozed'].includes(chat.status) ? undefined : 'unknown';
  }

  /** Somebody else may be assigned by now, or nobody: who is new has a window of their own. */
  assigned(): void {
    const { away, chat, news } = this;
    if (chat.agentId !== this.agentBefore) {
      this.windowClosed = false;
      if (away) away.isMoved = true;
    }
    this.agentBefore = chat.agentId;
    if (!away || away.isAsked || away.reserved === chat.agentId) return;
    if (away.reserved !== undefined) news.reassigned += 1;
    this.release('reassigned');
    this.reserve();
  }

  closeWindow(): void {
    this.windowClosed = true;
  }

  /** Whoever writes has it open again. */
  wrote(agentId: unknown): void {
    if (agentId === this.chat.agentId) this.windowClosed = false;
  }

  private get isSameAgent(): boolean {
    return this.chat.agentId !== undefined && !this.windowClosed && !this.away?.isMoved;
  }

  /** About to be opened: a session begins, unless one was only put aside. */
  opens(): void {
    if (this.chat.status !== 'snoozed' || this.sessionEnd !== undefined) this.session += 1;
    this.sessionEnd = undefined;
    this.windowClosed = false;
  }

  over(by: 'agent' | 'customer'): void {
    this.end(by === 'agent' ? 'endedByAgent' : 'endedByCustomer');
    if (this.settings?.enabled) this.sessionEnd ??= by === 'agent' ? 'endedByAgent' : 'closedByCustomer';
  }

  putAside(): void {
    this.end('putAside');
  }

  /** A late ring finds several waits at their end: the first of them is judged first. */
  rings(waits: TimelineEntry['waits'] = []): void {
    const isJudged = ({ kind, outcome }: (typeof waits)[number]) => kind !== 'presence' && outcome !== 'cancelled';
    const dues = waits.filter(isJudged).flatMap(({ due }) => due ?? []);
    if (dues.length > 0 && this.firstEnd < Math.min(...dues)) this.expireLeases();
  }

  /** What is told of without a run shows when what is due was judged. True when the session is over by it. */
  sees(type: string): boolean {
    if (type === 'capacity.reserved') this.expireLeases();
    return type === 'conversation.wrapUp' && this.expires();
  }

  finish(): AwayNews {
    this.expireLeases();
    this.expires();
    const { away, chat } = this;
    const isKept = away?.reserved !== undefined && { agentId: away.reserved, until: away.until };
    const isActive = chat.status === 'open' && chat.agentId !== undefined && { agentId: chat.agentId };
    this.hold = (this.settings?.enabled && (isKept || isActive)) || undefined;
    return this.news;
  }

  private expires(): boolean {
    if (this.isBeside || !this.away || this.away.until > this.at) return false;
    if (!this.settings?.enabled) {
      this.end('disabled', 'disabled', 'expired');
      return false;
    }
    this.end('expired', 'expired', 'fired');
    this.sessionEnd ??= 'expired';
    this.news.words.push('conversation.wrapUp reconnectExpired');
    this.chat.wrapUp();
    return true;
  }

  /** The last connection is gone. */
  private left(isAsked = false, isMoved = false): void {
    const { chat, settings, at, news } = this;
    const isInSession = chat.kind === 'chat' && chat.status === 'open';
    if (!settings?.enabled || !isInSession || this.connections.size > 0) return;
    if (this.away && (isAsked || !this.away.isAsked)) return;
    if (this.away) news.waits.ended.push('reconnect cancelled');
    const limit = parseDuration(settings.timeLimit) as number;
    this.away = { since: at, until: at + (isAsked ? Math.max(limit, 600_000) : limit), isAsked, isMoved };
    news.waits.started.push(`reconnect until ${this.away.until}`);
    this.reserve();
    news.begun.push({ ...this.away });
  }

  private end(how: Ending, reason: string = how, outcome = 'cancelled'): void {
    const { away, news } = this;
    if (!away) return;
    news.ends.push({ how, of: { ...away } });
    news.waits.ended.push(`reconnect ${outcome}`);
    this.release(reason);
    this.away = undefined;
  }

  private reserve(): void {
    const { away, chat, news } = this;
    if (!away || away.isAsked || chat.agentId === undefined) return;
    away.reserved = chat.agentId;
    news.words.push(`capacity.reserved ${chat.agentId} ${new Date(away.until).toISOString()}`);
  }

  private release(reason: string): void {
    const { away, news } = this;
    if (away?.reserved === undefined) return;
    news.words.push(`capacity.released ${away.reserved} ${reason}`);
    delete away.reserved;
  }

  private get firstEnd(): Instant {
    return Math.min(Infinity, ...this.connections.values());
  }

  private expireLeases(): void {
    if (this.isBeside || this.firstEnd > this.at) return;
    this.news.waits.ended.push('presence fired');
    this.isWatched = false;
    for (const [id, until] of this.connections)
      if (until <= this.at) {
        this.connections.delete(id);
        this.news.lost += 1;
      }
    this.watch();
    this.left();
  }

  /** There is a wait as long as some connection ends by itself. */
  private watch(): void {
    const { firstEnd, isWatched, news } = this;
    const isWanted = firstEnd < Infinity;
    if (isWanted && !isWatched) news.waits.started.push(`presence until ${firstEnd}`);
    if (!isWanted && isWatched) news.waits.ended.push('presence cancelled');
    this.isWatched = isWanted;
  }
}
