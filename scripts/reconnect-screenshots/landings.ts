/** The page behind a link, in all its states. */
import { LANGUAGES, type Language } from '../../src/engine/language';
import { type ReturnPage, renderReturnPage } from '../../src/mail/render/return-page';
import { SENDERS } from '../screenshots/senders';
import type { Scene } from '../screenshots/shoot';

const portalUrl = 'https://www.example.com/help';
const STATES: Record<string, ReturnPage['state']> = {
  return: { ok: true, sameAgent: true },
  'return-to-any': { ok: true, sameAgent: false },
  expired: { ok: false, reason: 'expired', portalUrl },
  'ended-by-agent': { ok: false, reason: 'endedByAgent', portalUrl },
  'closed-by-customer': { ok: false, reason: 'closedByCustomer', portalUrl },
  disabled: { ok: false, reason: 'disabled', portalUrl },
  gone: { ok: false, reason: 'unknown', portalUrl },
  'not-valid': { ok: false, reason: 'unknown' },
  unavailable: { ok: false, reason: 'unavailable', portalUrl },
  'unavailable-at-all': { ok: false, reason: 'unavailable' },
};
/** The others are the same in longer or shorter words. */
const IN_EVERY_LANGUAGE = ['return-to-any', 'not-valid', 'unavailable'];
const IN_EVERY_STATE: Language[] = ['ko', 'en', 'ja'];
const COLOURS: Partial<Record<Language, string>> = { en: '#ffd400', fr: '#fdfdfd', de: '#0a0a12' };

const isLookedAt = (language: Language, name: string) =>
  IN_EVERY_STATE.includes(language) || IN_EVERY_LANGUAGE.includes(name);

export const LANDINGS: readonly Scene[] = LANGUAGES.flatMap((language) =>
  Object.entries(STATES)
    .filter(([name]) => isLookedAt(language, name))
    .map(([name, state]) => {
      // Where no link was understood, it is not known whose it was.
      const sender = name === 'not-valid' ? undefined : SENDERS[language];
      const { html } = renderReturnPage({ language, state, sender, colour: COLOURS[language] });
      return { name: `landing-${name}-${language}`, html };
    }),
);
