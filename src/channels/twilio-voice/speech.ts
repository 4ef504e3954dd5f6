/** <Say>: which voice, and how much of a text at a time. */
import { element, escaped } from './twiml';

/**
 * Languages of which Twilio wants to know the country.
 * @see https://www.twilio.com/docs/voice/twiml/say#languages
 */
const COUNTRY: Readonly<Record<string, string>> = {
  ca: 'ca-ES',
  da: 'da-DK',
  de: 'de-DE',
  en: 'en-US',
  es: 'es-ES',
  fi: 'fi-FI',
  fr: 'fr-FR',
  it: 'it-IT',
  ja: 'ja-JP',
  ko: 'ko-KR',
  nb: 'nb-NO',
  nl: 'nl-NL',
  no: 'nb-NO',
  pl: 'pl-PL',
  pt: 'pt-BR',
  ru: 'ru-RU',
  sv: 'sv-SE',
  zh: 'zh-CN',
  'zh-hans': 'zh-CN',
  'zh-hant': 'zh-TW',
};

/** Twilio's name of a language given in BCP 47; one that says its country is taken as it is. */
export function spokenLanguage(language: string): string {
  return COUNTRY[language.toLowerCase()] ?? language;
}

/** Twilio reads 4 KB of a text and drops the rest. */
const MOST_BYTES = 3_900;

/** <Say> of a text, in as many pieces as it takes; nothing for an empty text. */
export function say(text: unknown, language: string): string {
  if (typeof text !== 'string' || text.trim() === '') return '';
  return pieces(text)
    .map((piece) => element('Say', { language: spokenLanguage(language) }, escaped(piece)))
    .join('');
}

/** Cut at words where there are any, never within a character. */
function pieces(text: string): string[] {
  const found = [''];
  for (const word of text.split(/(?<=\s)/)) {
    for (const part of Buffer.byteLength(word) > MOST_BYTES ? word : [word]) {
      const longer = `${found.at(-1)}${part}`;
      if (Buffer.byteLength(longer) > MOST_BYTES) found.push(part);
      else found[found.length - 1] = longer;
    }
  }
  return found;
}
