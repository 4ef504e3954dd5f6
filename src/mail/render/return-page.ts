/** The page that a link back into a conversation shows: go on with it, or why not and where a new one begins. */
import type { Language } from '../../engine/language';
import type { AgainstReturn } from '../../engine/reconnect';
import { type Page, renderPage } from './page';
import { say } from './words';

export interface ReturnPage {
  language: Language;
  /** `unavailable`: it cannot be told at the moment. */
  state: { ok: true; sameAgent: boolean } | { ok: false; reason: AgainstReturn | 'unavailable'; portalUrl?: string };
  /** Whether the workspace carries unread answers on by e-mail, whose link leads here too. */
  isMailed?: boolean | undefined;
  /** Name of the company, where it is known. */
  sender?: string | undefined;
  /** `#rrggbb`, of the workspace. */
  colour?: string | undefined;
  /** The portal is on the reader's own machine, without TLS. */
  isLocal?: boolean | undefined;
}

/** Browsers hold redirects to the policy too, and the portal may lead on to a host of its own. */
const ANYWHERE = 'https:';
const LOCALLY = `${ANYWHERE} http:`;

/** The button posts to the page's own address. */
export function renderReturnPage({ state, isLocal, ...page }: ReturnPage): Page {
  const { language } = page;
  if (state.ok) {
    const words = say(language, state.sameAgent ? 'returnText' : 'returnToAnyText');
    const button = { label: say(language, 'returnButton') };
    return renderPage({ ...page, title: say(language, 'returnTitle'), words, button }, isLocal ? LOCALLY : ANYWHERE);
  }
  const { reason, portalUrl } = state;
  return renderPage({
    ...page,
    title: say(language, 'noReturnTitle'),
    words: say(language, `${reason}Text`),
    ...(portalUrl !== undefined && { link: { label: say(language, 'newConversation'), url: portalUrl } }),
  });
}
