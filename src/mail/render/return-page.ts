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

/** Browsers hold what is behind a form to the policy too, and the portal may lead on to a host of its own. */
const ANYWHERE = 'https:';
const LOCALLY = `${ANYWHERE} http:`;

/** The buttons lead to the page's own address. */
export function renderReturnPage({ state, isLocal, isMailed, ...page }: ReturnPage): Page {
  const { language } = page;
  const leadsTo = isLocal ? LOCALLY : ANYWHERE;
  if (state.ok) {
    const words = say(language, state.sameAgent ? 'returnText' : 'returnToAnyText');
    const button = { label: say(language, 'returnButton') };
    return renderPage({ ...page, title: say(language, 'returnTitle'), words, button }, leadsTo);
  }
  const { reason, portalUrl } = state;
  const link = portalUrl !== undefined && { link: { label: say(language, 'newConversation'), url: portalUrl } };
  const more = isMailed ? say(language, 'orReplyText') : undefined;
  return renderPage({ ...page, more, ...refusal(language, reason, portalUrl !== undefined), ...link }, leadsTo);
}

function refusal(language: Language, reason: AgainstReturn | 'unavailable', isChannelKnown: boolean) {
  if (reason === 'unavailable') {
    const button = { label: say(language, 'againButton'), isQuestion: true };
    return { title: say(language, 'unavailableTitle'), words: say(language, 'unavailableText'), button };
  }
  if (reason === 'unknown' && !isChannelKnown)
    return { title: say(language, 'linkInvalidTitle'), words: say(language, 'incompleteText') };
  return { title: say(language, 'noReturnTitle'), words: say(language, `${reason}Text`) };
}
