/** The ready-made prompt: continue, or start new. */
import { Dialog, element, type Look } from './dialog';
import type { Continuable, Language, Offer, Outcome, StartNew } from './types';
import { timeText, WORDS } from './words';

/** More would be no choice any more. */
const MOST = 5;

/** Whoever closes it without a choice has a new conversation now, and the offer again another time. */
export function prompt(offer: Offer, look: Look): { outcome: Promise<Outcome>; close: () => void } {
  let dialog: Dialog | undefined;
  const outcome = new Promise<Outcome>((resolve) => {
    dialog = new Dialog(look, () => resolve({ result: 'new' }));
    ask(dialog, offer, look.language, resolve);
  });
  return { outcome, close: () => dialog?.close() };
}

function ask(dialog: Dialog, offer: Offer, language: Language, resolve: (outcome: Outcome) => void): void {
  const words = WORDS[language];
  const conversations = offer.conversations.slice(0, MOST);
  let chosen = conversations[0]?.conversationId;
  const end = (outcome: Outcome) => {
    resolve(outcome);
    if (outcome.result === 'resumed' || !notice(dialog, outcome, language)) dialog.close();
  };
  const text =
    conversations.length > 1 ? choice(conversations, language, (id) => (chosen = id)) : story(conversations, language);
  const press = (work: () => Promise<Outcome>) => () => {
    dialog.busy();
    // What fails here leaves the customer with a new conversation, not with a dialog.
    work()
      .then(end)
      .catch(() => dialog.close());
  };
  dialog.show(words.title, text, [
    { label: words.continue, press: press(() => offer.continue(chosen)) },
    { label: words.startNew, press: press(() => offer.startNew()) },
  ]);
}

const paragraph = (text: string) => element('p', {}, text);

function story([conversation]: Continuable[], language: Language): Node[] {
  if (!conversation) return [];
  const words = WORDS[language];
  const { startedAt, until } = conversation;
  return [
    paragraph(words.began(timeText(startedAt, language))),
    paragraph(agentText(conversation, language)),
    ...(until ? [paragraph(words.until(timeText(until, language)))] : []),
  ];
}

const agentText = ({ sameAgent }: Continuable, language: Language) =>
  WORDS[language][sameAgent ? 'sameAgent' : 'otherAgent'];

function choice(conversations: Continuable[], language: Language, choose: (conversationId: string) => void): Node[] {
  const options = conversations.map((conversation, at) => {
    const { conversationId, startedAt } = conversation;
    const input = { type: 'radio', name: 'conversation', checked: at === 0, onchange: () => choose(conversationId) };
    const small = element('small', {}, agentText(conversation, language));
    return element('label', {}, element('input', input), element('span', {}, timeText(startedAt, language), small));
  });
  const group = element('fieldset', {}, ...options);
  group.setAttribute('aria-label', WORDS[language].several);
  return [paragraph(WORDS[language].several), group];
}

/** Tells why it could not be continued, or leads where who comes too late should go. @returns whether the dialog is needed */
function notice(dialog: Dialog, { reason, redirectUrl }: StartNew, language: Language): boolean {
  if (redirectUrl) {
    location.assign(redirectUrl);
    return false;
  }
  const words = WORDS[language];
  const text = reason && words.reasons[reason];
  if (!text) return false;
  dialog.show(words.over, [paragraph(text)], [{ label: words.startNew, press: () => dialog.close() }]);
  return true;
}

/** For whoever came by a link that leads nowhere any more. @returns what takes it away again */
export function tell(outcome: StartNew, look: Look): () => void {
  const dialog = new Dialog(look, () => {});
  notice(dialog, outcome, look.language);
  return () => dialog.close();
}
