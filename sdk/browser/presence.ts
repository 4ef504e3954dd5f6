/** Tells that the customer is there, for as long as the page is, and that they have gone. */
import { backOff, untilNextBeat } from './backoff';
import type { Site } from './site';
import { within } from './within';

export interface Present {
  conversationId: string;
  /** Of the link that brought the customer; otherwise the JWT is what proves who it is. */
  token?: string;
}

/**
 * New for each time the customer comes to this page, the way back from the back/forward cache included: *disconnected* of the page
 * before may arrive after *connected* of this one, and must not end it. One that is stored would be shared by a duplicated tab.
 */
const newConnectionId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(15)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Phones end what is in the background without a word; elsewhere a hidden tab only has another one before it. */
const isGoneWhenHidden = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

/** Asking again would be answered the same; the next time the page is shown it is tried again. */
class Refusal extends Error {}
/** Not so where the conversation may be about to begin, and the next JWT a good one. */
const isFinal = (status: number) => status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status);

export class Presence {
  readonly #site: Site;
  readonly #about: Present;
  #connectionId: string | undefined;
  #credential: string | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentAt = 0;
  #sending: AbortController | undefined;
  readonly #listeners: [EventTarget, string, () => void][];

  constructor(site: Site, about: Present) {
    this.#site = site;
    this.#about = about;
    const come = () => this.#come();
    const go = () => this.#go();
    this.#listeners = [
      [window, 'pagehide', go],
      [window, 'pageshow', come],
      [window, 'online', () => this.#connectionId && this.#next(Math.random() * 1_000)],
      [window, 'offline', () => clearTimeout(this.#timer)],
      [document, 'visibilitychange', () => this.#sight()],
      [document, 'freeze', go],
      [document, 'resume', come],
    ];
    for (const [target, event, listener] of this.#listeners) target.addEventListener(event, listener);
    this.#come();
  }

  stop(): void {
    for (const [target, event, listener] of this.#listeners) target.removeEventListener(event, listener);
    this.#go();
  }

  #come(): void {
    if (this.#connectionId) return;
    this.#connectionId = newConnectionId();
    this.#failures = 0;
    this.#beat();
  }

  #go(): void {
    if (!this.#connectionId) return;
    clearTimeout(this.#timer);
    this.#sending?.abort();
    const body = this.#bodyOf('disconnected');
    this.#connectionId = undefined;
    if (!this.#credential) return;
    try {
      if (navigator.sendBeacon?.(this.#url, body)) return;
      this.#post(body, { keepalive: true }).catch(this.#site.report);
    } catch (error) {
      this.#site.report(error);
    }
  }

  #sight(): void {
    if (document.visibilityState === 'hidden') {
      if (isGoneWhenHidden()) this.#go();
      return;
    }
    this.#come();
    // After sleep the timers come late.
    if (Date.now() - this.#sentAt > this.#site.heartbeat) this.#beat();
  }

  async #beat(): Promise<void> {
    const mine = this.#connectionId;
    this.#sentAt = Date.now();
    let wait: number;
    try {
      await this.#sayConnected(mine);
      this.#failures = 0;
      wait = untilNextBeat(this.#site.heartbeat);
    } catch (error) {
      if (mine === this.#connectionId) this.#site.report(error);
      wait = backOff(++this.#failures);
      if (error instanceof Refusal) this.#connectionId = undefined;
    }
    if (mine && mine === this.#connectionId) this.#next(wait);
  }

  async #sayConnected(mine: string | undefined): Promise<void> {
    const proof = this.#about.token ?? (await this.#site.token());
    if (!proof || mine !== this.#connectionId) return;
    this.#credential = proof;
    const sending = new AbortController();
    this.#sending = sending;
    const { ok, status } = await within(this.#site.timeout, (late) => {
      late.addEventListener('abort', () => sending.abort());
      return this.#post(this.#bodyOf('connected'), { signal: sending.signal });
    });
    if (ok) return;
    throw new (isFinal(status) ? Refusal : Error)(`presence: ${status}`);
  }

  #next(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beat(), ms);
  }

  get #url(): string {
    return `${this.#site.api}/v1/reconnect/presence`;
  }

  /** As text, which needs no preflight: none would be answered while a page goes. */
  #post(body: string, more: RequestInit): Promise<Response> {
    return fetch(this.#url, { method: 'POST', body, credentials: 'omit', referrerPolicy: 'no-referrer', ...more });
  }

  #bodyOf(state: 'connected' | 'disconnected'): string {
    return JSON.stringify({
      channel: this.#site.channel,
      conversationId: this.#about.conversationId,
      connectionId: this.#connectionId,
      credential: this.#credential,
      state,
    });
  }
}
