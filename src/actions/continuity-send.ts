/** Unread answers of agents, carried on by e-mail: those that are still unread when it is sent, to where the customer can be reached then. */
import type { Conversation } from '../engine/conversation';
import type { Effect } from '../engine/effects';
import type { EventOf } from '../engine/event';
import { languageFor } from '../engine/language';
import { withoutLinks } from '../engine/reconnect-link';
import type { Settings } from '../engine/settings';
import type { TimelineEntry } from '../engine/timeline';
import { type MailMessage, renderContinuityMail } from '../mail/render/continuity-mail';
import { replyAddress, threadId } from '../mail/reply-address';
import { signToken } from '../mail/signed-token';
import type { Email } from '../ports/mail';
import type { MailAction, MailContext, MailPlan } from './action';
import { senderOf, suppressed, unwritable } from './sender';
import { threadHeaders } from './thread-headers';

type Message = EventOf<'message.created'>;
type About = NonNullable<MailContext['about']>;

export const continuitySend: MailAction = {
  once: true,
  entries: (effect) => batchOf(effect).map(({ entryId }) => entryId),
  addressOf: (_, customer) => customer?.email?.trim() ?? '',
  plan(effect, ref, context) {
    const { settings, about, replyDomain } = context;
    if (!settings.continuity.enabled) return skip('Continuity e-mails were turned off meanwhile.');
    if (!about?.conversation) return skip('The conversation is not there any more.');
    const unread = stillUnread(effect, about.conversation);
    if (unread.length === 0) return skip(whyNothing(about.conversation));
    const to = continuitySend.addressOf(effect, about.customer);
    if (about.thread?.revokedAt !== undefined) return skip(REVOKED);
    const hindrance = hindranceOf(to, context);
    if (hindrance !== undefined) return skip(hindrance);
    const from = senderOf(settings.email, context.identity);
    if (typeof from === 'string') return { kind: 'impossible', detail: from };
    if (replyDomain === undefined) return { kind: 'impossible', detail: NO_REPLY_DOMAIN };
    const messages = unread.flatMap((wanted) => messageIn(about.entries, wanted));
    if (messages.length === 0) return skip('The texts of the answers are not kept any more.');
    const thread = threadId(ref, to);
    const mail = { ref, to, from, replyDomain, thread, messages };
    return written(mail, context, about);
  },
};

const NO_REPLY_DOMAIN =
  'Customers could not answer it: deploy with -c replyDomain=… (docs/operations.md, "Receiving e-mail").';

const REVOKED =
  'Replies to this conversation’s e-mails were revoked: an answer to another e-mail would not count, so none is sent.';

const skip = (detail: string): MailPlan => ({ kind: 'skip', detail });

interface Wanted {
  messageId: string;
  entryId: string;
}

/** What was unread when it was decided. */
function batchOf({ fields }: Effect): Wanted[] {
  const listed = Array.isArray(fields.messages) ? (fields.messages as Partial<Wanted>[]) : [];
  return listed.filter(
    (some): some is Wanted => typeof some?.messageId === 'string' && typeof some.entryId === 'string',
  );
}

function stillUnread(effect: Effect, { status, unread }: Conversation): Wanted[] {
  const left = new Set(unread.flatMap(({ messageId, quiet }) => (quiet ? [] : [messageId])));
  return status === 'closed' ? [] : batchOf(effect).filter(({ messageId }) => left.has(messageId));
}

const whyNothing = ({ status }: Conversation) =>
  status === 'closed'
    ? 'The conversation was closed meanwhile.'
    : 'The answers were read, answered or deleted meanwhile.';

function hindranceOf(to: string, { suppression }: MailContext): string | undefined {
  if (to === '') return 'No e-mail address of the customer is known.';
  return unwritable(to, 'at the customer') ?? (suppression && suppressed(suppression));
}

function messageIn(entries: readonly TimelineEntry[], { entryId }: Wanted): Message[] {
  const event = entries.find(({ id }) => id === entryId)?.event;
  return event?.type === 'message.created' ? [event] : [];
}

interface Written extends Pick<Email, 'to' | 'from'> {
  ref: { workspaceId: string };
  replyDomain: string;
  thread: string;
  messages: readonly Message[];
}

function written(mail: Written, { settings, publicUrl }: MailContext, about: About): MailPlan {
  const { to, from, replyDomain, thread, ref } = mail;
  const { customer, conversation, key } = about;
  const language = languageFor(customer?.language, settings.language);
  const token = signToken('unsubscribe', JSON.stringify([ref.workspaceId, to]), key);
  const unsubscribe = publicUrl === undefined ? {} : { unsubscribeUrl: `${publicUrl}/mail/unsubscribe/${token}` };
  const way = about.wayBack ?? { link: linkOf(settings, conversation?.page) };
  const rendered = renderContinuityMail({
    language,
    look: settings.continuity.look[language] ?? {},
    sender: from.name ?? from.address,
    messages: mail.messages.map(shown),
    ...(customer?.name !== undefined && { customerName: customer.name }),
    ...(way.link !== undefined && { ...way, link: way.link }),
    ...unsubscribe,
  });
  const messageIds = about.thread?.messageIds ?? [];
  const headers = threadHeaders({ threadId: thread, replyDomain, messageIds, ...unsubscribe });
  const replyTo = replyAddress(thread, replyDomain, key);
  const customerId = conversation?.customerId;
  return {
    kind: 'email',
    email: { from, to, ...rendered, replyTo, headers },
    thread: { id: thread, language, ...(customerId !== undefined && { customerId }) },
  };
}

function shown({ data: { text = '', files = [], author }, textRest = '' }: Message): MailMessage {
  const listed = files.map(({ name, url, size }) => ({ name, url, ...(size !== undefined && { size }) }));
  return {
    text: withoutLinks(text + textRest),
    files: listed,
    ...(author.name !== undefined && { author: author.name }),
  };
}

/** Where the customer was on the site, else the site; a page elsewhere is no way back that the workspace has chosen. */
function linkOf({ continuity: { siteUrl } }: Settings, page: Conversation['page']): string | undefined {
  if (siteUrl === undefined || page === undefined || !URL.canParse(page.url)) return siteUrl;
  const [at, site] = [new URL(page.url), new URL(siteUrl)];
  return at.origin === site.origin && at.username === '' && at.password === '' ? at.href : siteUrl;
}
