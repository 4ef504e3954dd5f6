/** Puts it together. Nothing of it throws into the page: whatever goes wrong, it is a new conversation. */
import { check, type Found } from './check';
import type { Look } from './dialog';
import { takeToken } from './link';
import { remember } from './memory';
import { offerOf } from './offer';
import { Presence, type Present } from './presence';
import { prompt, tell } from './prompt';
import { type Site, siteOf } from './site';
import type { Continuable, Keeper, Outcome, Start } from './types';
import { within } from './within';
import { languageOf } from './words';

const NEW: Outcome = { result: 'new' };

export const start: Start = (options) => {
  try {
    return new PageKeeper(siteOf(options), takeToken());
  } catch (error) {
    console.error('Threadkeeper could not start:', error);
    return { ready: Promise.resolve(NEW), connect: () => {}, stop: () => {} };
  }
};

class PageKeeper implements Keeper {
  readonly #site: Site;
  readonly ready: Promise<Outcome>;
  #presence: Presence | undefined;
  #about: Present | undefined;
  #isStopped = false;
  #closePrompt = () => {};

  constructor(site: Site, token: string | undefined) {
    this.#site = site;
    this.ready = this.#begin(token).catch((error) => {
      site.report(error);
      return NEW;
    });
  }

  connect(conversationId: string): void {
    // The token of a link goes on proving who the customer is, in that conversation.
    if (conversationId !== this.#about?.conversationId) this.#enter({ conversationId });
  }

  stop(): void {
    this.#isStopped = true;
    this.#closePrompt();
    this.#presence?.stop();
    this.#presence = undefined;
    this.#about = undefined;
  }

  async #begin(token: string | undefined): Promise<Outcome> {
    await shown();
    const found = await within(this.#site.timeout, (signal) => check(this.#site, token, signal));
    if (!this.#isNeeded) return NEW;
    const outcome = await this.#outcomeOf(found);
    if (outcome.result === 'resumed' && this.#isNeeded)
      this.#enter({ conversationId: outcome.conversationId, ...tokenOf(found) });
    return outcome;
  }

  /** Who has begun a conversation before the answer was there is not asked any more. */
  get #isNeeded(): boolean {
    return !this.#isStopped && !this.#about;
  }

  async #outcomeOf(found: Found): Promise<Outcome> {
    if (!found) return NEW;
    if (found.by === 'offer') return this.#offered(found.conversations);
    const { outcome } = found;
    if (outcome.result === 'new' && !this.#site.onOffer) this.#closePrompt = tell(outcome, this.#look);
    return outcome;
  }

  #offered(conversations: Continuable[]): Promise<Outcome> {
    const site = this.#site;
    return new Promise((resolve, reject) => {
      const offer = offerOf(site, conversations, resolve);
      if (site.onOffer) return site.onOffer(offer);
      const { outcome, close } = prompt(offer, this.#look);
      this.#closePrompt = close;
      outcome.then(resolve, reject);
    });
  }

  #enter(about: Present): void {
    try {
      this.#presence?.stop();
      this.#about = about;
      remember(this.#site.channel, about);
      this.#presence = new Presence(this.#site, about);
    } catch (error) {
      this.#site.report(error);
    }
  }

  get #look(): Look {
    const { language, colorScheme } = this.#site;
    return { language: languageOf(language, document.documentElement.lang, navigator.language), colorScheme };
  }
}

const tokenOf = (found: Found): { token?: string } =>
  found && 'token' in found && found.token ? { token: found.token } : {};

/** A page that is rendered ahead may never be seen. */
async function shown(): Promise<void> {
  const page = document as Document & { prerendering?: boolean };
  if (page.prerendering)
    await new Promise((resolve) => document.addEventListener('prerenderingchange', resolve, { once: true }));
}
