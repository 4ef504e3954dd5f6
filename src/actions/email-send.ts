/** An e-mail to the customer or to whom the step says, from the workspace's sender. */
import { cut } from '../engine/text';
import type { MailAction } from './action';
import { senderOf, suppressed, unwritable } from './sender';

const LONGEST_SUBJECT = 250;

export const emailSend: MailAction = {
  once: true,
  addressOf: ({ fields }) => textOf(fields.to).trim(),
  plan(effect, _ref, { settings, identity, suppression }) {
    const impossible = (detail: string) => ({ kind: 'impossible' as const, detail });
    const from = senderOf(settings.email, identity);
    if (typeof from === 'string') return impossible(from);
    const to = emailSend.addressOf(effect, undefined);
    if (to === '')
      return impossible(
        'There is nobody to send it to: no e-mail address of the customer is known, and the step names none.',
      );
    const problem = unwritable(to, 'in the step or at the customer');
    if (problem) return impossible(problem);
    const subject = oneLine(textOf(effect.fields.subject));
    const text = textOf(effect.fields.text).replace(UNSEEN, '').toWellFormed();
    if (subject === '' || text.trim() === '')
      return impossible(`The ${subject === '' ? 'subject' : 'text'} is empty once its placeholders are filled.`);
    if (suppression) return { kind: 'skip', detail: suppressed(suppression) };
    return { kind: 'email', email: { from, to, subject, text } };
  },
};

/** Control characters but for tabs and line breaks. */
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

const textOf = (field: unknown) => (typeof field === 'string' ? field : '');

/** What was filled in may have line breaks, and a subject none. */
const oneLine = (text: string) =>
  cut(
    text
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .toWellFormed(),
    LONGEST_SUBJECT,
  );
