/** What a workspace wrote itself, with the customer's name in place. */
import type { MailLook } from '../../engine/continuity-settings';
import type { Language } from '../../engine/language';
import { cleanLine, cleanText, isolated } from './clean';
import { say } from './words';

const PLACEHOLDER = /\{\{([^{}]{1,250})\}\}/g;
/** What belongs to a name and is nothing without it: 님, 씨, 様, さん… */
const HONORIFIC = ' ?(?:님|씨|様|さま|さん|先生|女士)?';
const NAMELESS = new RegExp(`\\{\\{\\s*customer\\.name\\s*\\}\\}${HONORIFIC}`, 'g');
/** Stands where a placeholder was left empty, until the punctuation around it is tidy. */
const GAP = '\0';
const GAPS = /([,，、]?)[ \u00a0]*\0[\0 \u00a0]*([,.:;!?、。，：！？]*)/g;

/** Fills `{{customer.name}}`; other placeholders, and the name where it is unknown, leave no trace. */
export function fillName(text: string, name: string | undefined): string {
  const named = name === undefined ? text.replace(NAMELESS, GAP) : text;
  const filled = named.replace(PLACEHOLDER, (_, placeholder: string) =>
    placeholder.trim() === 'customer.name' ? (name ?? GAP) : GAP,
  );
  return filled.includes(GAP) ? tidy(filled) : filled;
}

/** "Hello, {{customer.name}}!" is "Hello!" and "{{customer.name}}님, 안녕하세요" is "안녕하세요". */
const tidy = (text: string): string => text.split('\n').map(tidyLine).join('\n');

function tidyLine(line: string): string {
  return line
    .replace(GAPS, (gap, before: string, behind: string, at: number) => {
      const isLast = at + gap.length === line.length;
      if (at === 0 || (isLast && behind === '')) return '';
      return behind || `${before} `;
    })
    .trim();
}

/** What a mail says beside the messages. */
export interface OwnWords {
  subject: string;
  greeting: string;
  /** Lines. */
  footer: string;
}

/** The workspace's words where it has its own, else the product's. @param sender and @param name clean lines */
export function ownWords(language: Language, look: MailLook, sender: string, name: string | undefined): OwnWords {
  const from = { sender: isolated(sender) };
  const known = name === undefined ? undefined : isolated(name);
  const line = (text: string | undefined, length: number) => fillName(cleanLine(text ?? '', length), known);
  const greeting =
    known === undefined ? say(language, 'greetingWithoutName') : say(language, 'greeting', { name: known });
  return {
    subject: line(look.subject, 200) || say(language, 'subject', from),
    greeting: line(look.greeting, 500) || greeting,
    footer: fillName(cleanText(look.footer ?? '', 2_000), known) || say(language, 'footer', from),
  };
}
