/** An e-mail to the customer or to whom the step says, from the workspace's sender. */
import { addressProblem, isSentAs } from '../engine/email-address';
import type { Settings } from '../engine/settings';
import { cut } from '../engine/text';
import type { Email } from '../ports/mail';
import { type Action, impossibleNow } from './action';

const LONGEST_SUBJECT = 250;

export const emailSend: Action = {
  needsSettings: true,
  plan({ fields }, _ref, { settings, mailIdentity }) {
    const from = senderOf(settings?.email, mailIdentity);
    if (typeof from === 'string') return impossibleNow(from);
    const to = textOf(fields.to).trim();
    if (to === '')
      return impossibleNow(
        'There is nobody to send it to: no e-mail address of the customer is known, and the step names none.',
      );
    const problem = addressProblem(to);
    if (problem)
      return impossibleNow(`The address to send it to ${problem}: correct it in the step or at the customer.`);
    const subject = oneLine(textOf(fields.subject));
    const text = textOf(fields.text).replace(UNSEEN, '').toWellFormed();
    if (subject === '' || text.trim() === '')
      return impossibleNow(`The ${subject === '' ? 'subject' : 'text'} is empty once its placeholders are filled.`);
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

/** Whom it comes from: the workspace's sender, else the installation's own; or why nobody can be. */
function senderOf(set: Settings['email'], identity: string | undefined): Email['from'] | string {
  if (identity === undefined)
    return 'No e-mail can be sent: deploy with -c emailIdentity=… (docs/operations.md, "Sending e-mail").';
  if (set === undefined) return { address: identity.includes('@') ? identity : `no-reply@${identity}` };
  if (!isSentAs(set.from, identity))
    return `E-mail may be sent as ${identity} only: set email.from in the settings to an address of that.`;
  return { address: set.from, ...(set.name !== undefined && { name: set.name }) };
}
