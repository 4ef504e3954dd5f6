/** Whom e-mails come from, and what is in the way of sending one to somebody. */
import { addressProblem, isSentAs } from '../engine/email-address';
import type { Settings } from '../engine/settings';
import { formatInstant } from '../engine/time';
import type { Email } from '../ports/mail';
import type { Suppression, SuppressionReason } from '../ports/suppressions';

/** Whom it comes from: the workspace's sender, else the installation's own; or why nobody can be. */
export function senderOf(set: Settings['email'], identity: string | undefined): Email['from'] | string {
  if (identity === undefined)
    return 'No e-mail can be sent: deploy with -c emailIdentity=… (docs/operations.md, "Sending e-mail").';
  if (set === undefined) return { address: identity.includes('@') ? identity : `no-reply@${identity}` };
  if (!isSentAs(set.from, identity))
    return `E-mail may be sent as ${identity} only: set email.from in the settings to an address of that.`;
  return { address: set.from, ...(set.name !== undefined && { name: set.name }) };
}

const REASONS: Readonly<Record<SuppressionReason, string>> = {
  bounce: 'an e-mail to it came back for good',
  complaint: 'its owner reported an e-mail as spam',
  unsubscribe: 'its owner unsubscribed',
  manual: 'an operator put it there',
};

/** What is said of an e-mail that is not sent because of the suppression list. */
export function suppressed({ reason, at }: Suppression): string {
  const since = formatInstant(at).slice(0, 10);
  return `The address is on the suppression list since ${since}: ${REASONS[reason]}. Take it off the list to write to it again.`;
}

/** What is wrong with an address, as a sentence; undefined when it can be written to. */
export function unwritable(address: string, whose: string): string | undefined {
  const problem = addressProblem(address);
  return problem && `The address to send it to ${problem}: correct it ${whose}.`;
}
