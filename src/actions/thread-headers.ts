/** Headers by which mail programs show the e-mails of a conversation as one thread, and leave ours alone. */

/** Of a header's value at Amazon SES. @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageHeader.html */
const LONGEST_VALUE = 870;
/** What customers' programs call their e-mails comes from outside: only what can stand in a header of ours does. */
const MESSAGE_ID = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/;

export interface Threading {
  threadId: string;
  replyDomain: string;
  /** With angle brackets, oldest first. */
  messageIds: readonly string[];
  /** Where a POST takes the address off; absent: nobody can. */
  unsubscribeUrl?: string;
}

/**
 * The root of the thread is an id of ours that no e-mail has: SES gives each e-mail an id of its own, which whoever lost the e-mails
 * before it could not put together.
 * @see https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4, RFC 3834 and RFC 8058
 */
export function threadHeaders({
  threadId,
  replyDomain,
  messageIds,
  unsubscribeUrl,
}: Threading): Record<string, string> {
  const known = messageIds.filter((id) => MESSAGE_ID.test(id));
  const last = known.at(-1);
  const link = `<${unsubscribeUrl}>`;
  const isLinked = unsubscribeUrl !== undefined && link.length <= LONGEST_VALUE;
  return {
    References: references([`<thread.${threadId}@${replyDomain}>`, ...known]),
    ...(last !== undefined && { 'In-Reply-To': last }),
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'X-Threadkeeper-Thread': threadId,
    ...(isLinked && { 'List-Unsubscribe': link, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}

/** The root, the first and the newest stay; what does not fit goes from the middle. */
function references(ids: readonly string[]): string {
  const kept = [...ids];
  while (kept.join(' ').length > LONGEST_VALUE) kept.splice(Math.min(2, kept.length - 1), 1);
  return kept.join(' ');
}
