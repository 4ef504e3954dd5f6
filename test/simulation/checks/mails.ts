/** Invariant 5: what left is one e-mail for a batch, of what was unread when its claim was granted, to whom it may be sent. */
import type { Effect } from '../../../src/engine/effects';
import type { Instant } from '../../../src/engine/time';
import type { Claim } from '../../../src/ports/claims';
import { type Posted, REPLY_DOMAIN } from '../postmaster';
import type { World } from '../world';
import { type AddressBook, isUsable } from './addresses';
import type { History } from './history';
import { SKEW } from './waits';

/** Of each agent's message, in its text. */
const MARK = /\bm\d+\b/g;
/** A thread names no more e-mails and answers: the first, and the newest. */
const MOST_OF_THREAD = 20;

interface Sending {
  effect: Effect;
  ids: string[];
  claim: Claim | undefined;
  posted: Posted[];
}

export async function checkMails(history: History, addresses: AddressBook): Promise<string[]> {
  const sendings = await sendingsOf(history);
  const suppressions = suppressionsIn(history.world, history.ref.workspaceId);
  const wrongs = sendings.flatMap((sending) => [
    ...sending.posted.flatMap((mail) => [
      ...checkCarried(history, sending, mail),
      ...checkReader(history, mail, addresses, suppressions),
    ]),
    ...checkLeftOut(history, sending, addresses),
  ]);
  const here = history.world.postmaster.posted.filter((mail) => isHere(history, mail));
  return [...wrongs, ...checkTwice(history, here), ...(await checkNews(history, here))];
}

const isHere = ({ ref }: History, { channelId, conversationId }: Posted) =>
  channelId === ref.channelId && conversationId === ref.conversationId;

async function sendingsOf(history: History): Promise<Sending[]> {
  const { commits, ref, world } = history;
  const effects = commits
    .flatMap(({ next }) => next.outbox?.slow ?? [])
    .filter(({ type }) => type === 'continuity.send');
  return Promise.all(
    effects.map(async (effect) => ({
      effect,
      ids: (effect.fields.messages as { messageId: string }[]).map(({ messageId }) => messageId),
      claim: await world.ports.claims.get(ref, effect.id),
      posted: world.postmaster.posted.filter((mail) => mail.effectId === effect.id),
    })),
  );
}

/** What was unread once all had been committed that was by then. */
function unreadAt({ told, commits }: History, at: Instant): readonly string[] {
  const sequence = commits.findLast((commit) => commit.at < at)?.next.sequence ?? 0;
  return told.findLast(({ entry }) => entry.sequence <= sequence)?.unread ?? [];
}

const carriedBy = ({ email }: Posted): string[] => email.text.match(MARK) ?? [];

function checkCarried(history: History, { effect, ids }: Sending, mail: Posted): string[] {
  const carried = carriedBy(mail);
  const before = unreadAt(history, mail.claimedAt);
  const after = unreadAt(history, mail.at + 1);
  const about = `5: ${history.name}: the e-mail of ${effect.id}`;
  const strange = carried.filter((id) => !ids.includes(id));
  const late = carried.filter((id) => !before.includes(id));
  const lacking = ids.filter((id) => before.includes(id) && after.includes(id) && !carried.includes(id));
  return [
    ...(strange.length > 0 ? [`${about} carries ${strange}, of another batch than ${ids}`] : []),
    ...(late.length > 0 ? [`${about} carries ${late}, and only ${before} was unread`] : []),
    ...(lacking.length > 0 ? [`${about} lacks ${lacking}, unread all the time`] : []),
    ...(carried.length === 0 ? [`${about} carries nothing`] : []),
  ];
}

interface Suppressed {
  address: string;
  since: Instant;
}

/** Channels are named after their workspaces. */
const isIn = (workspaceId: string, { channelId }: Pick<Posted, 'channelId'>) => channelId.endsWith(`-${workspaceId}`);

/** Once the program has understood it. */
function suppressionsIn({ postmaster, unsubscribed }: World, workspaceId: string): Suppressed[] {
  const refused = postmaster.posted
    .filter((mail) => isIn(workspaceId, mail))
    .flatMap(({ email, told }) => {
      const over = told.filter(({ kind }) => kind === 'bounced' || kind === 'complained');
      return over.map(({ at }) => ({ address: email.to.toLowerCase(), since: at }));
    });
  const left = unsubscribed.filter((one) => isIn(workspaceId, one));
  return [...refused, ...left.map(({ address, at }) => ({ address: address.toLowerCase(), since: at }))];
}

function checkReader(
  { name, publisher, ref }: History,
  mail: Posted,
  addresses: AddressBook,
  suppressions: readonly Suppressed[],
): string[] {
  const { to } = mail.email;
  const about = `5: ${name}: the e-mail of ${mail.effectId} to ${to}`;
  const isSuppressed = suppressions.some(
    ({ address, since }) => address === to.toLowerCase() && since < mail.claimedAt,
  );
  const live = publisher.history.findLast(({ at }) => at < mail.claimedAt);
  const isKnown = isUsable(to) && addresses.everIn(ref.workspaceId).has(to);
  return [
    ...(isSuppressed ? [`${about} was sent though it is suppressed`] : []),
    ...(live?.settings.continuity.enabled ? [] : [`${about} was sent after they had been turned off`]),
    ...(isKnown ? [] : [`${about} is to nobody's address`]),
  ];
}

/** What is still unread, may be sent and has somebody to go to is not left out. */
function checkLeftOut(history: History, { effect, ids, claim }: Sending, addresses: AddressBook): string[] {
  if (claim === undefined || claim.state === 'done') return [];
  const { name, publisher, ref, world } = history;
  const about = `5: ${name}: ${effect.id} ended ${claim.state} (${claim.detail})`;
  if (claim.state !== 'skipped')
    return world.profile.kind === 'hostile' ? [] : [`${about}, and nothing had gone wrong`];
  const left = unreadAt(history, claim.updatedAt + SKEW).filter((id) => ids.includes(id));
  const isExcused =
    world.postmaster.posted.some((mail) => isIn(ref.workspaceId, mail) && isUnwelcome(world, mail)) ||
    ![...addresses.everIn(ref.workspaceId)].every(isUsable) ||
    publisher.history.some(({ settings }) => !settings.continuity.enabled);
  return left.length > 0 && !isExcused ? [`${about}, and ${left} is unread`] : [];
}

/** Its reader may be on the suppression list by now, or nobody may answer any more. */
const isUnwelcome = ({ revoked }: World, { outcome, isLeft, email }: Posted) =>
  outcome === 'bounced' || outcome === 'complained' || isLeft === true || revoked.has(email.replyTo as string);

/** No message is in two e-mails, but for one that is told anew once it was answered. */
function checkTwice(history: History, here: readonly Posted[]): string[] {
  const ids = here.filter(({ type }) => type === 'continuity.send').flatMap((mail) => [...new Set(carriedBy(mail))]);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at && isToldOnce(history, id));
  return twice.map((id) => `5: ${history.name}: ${id} left in two e-mails`);
}

/** The channel may tell of a message before the API's own word for it is through. */
export function isToldOnce({ told }: History, messageId: string): boolean {
  const tells = told.flatMap(({ event, isEcho }) => (event?.type === 'message.created' && !isEcho ? [event.data] : []));
  return tells.filter((message) => message.messageId === messageId).length === 1;
}

/** What the mail service has told settles what nobody knew, suppresses, and stands in thread and conversation. */
async function checkNews({ name, ref, world, told }: History, here: readonly Posted[]): Promise<string[]> {
  const wrongs: string[] = [];
  const { claims, mailThreads, suppressions } = world.ports;
  const notes = new Set<string>();
  for (const mail of here) {
    const about = `5: ${name}: the e-mail of ${mail.effectId}`;
    const { state = 'nothing' } = (await claims.get(ref, mail.effectId)) ?? {};
    const news = mail.told.map(({ kind }) => kind);
    const hasLeft = news.some((kind) => kind !== 'rejected');
    if (hasLeft && state !== 'done') wrongs.push(`${about} is told to have left, and counts as ${state}`);
    if (state !== 'done' && state !== 'unknown') wrongs.push(`${about} left, and counts as ${state}`);
    for (const kind of news) if (kind !== 'sent') notes.add(`${mail.effectId} ${kind}`);
    const isOver = news.some((kind) => kind === 'bounced' || kind === 'complained');
    if (isOver && !(await suppressions.get(ref.workspaceId, mail.email.to)))
      wrongs.push(`${about} was refused, and ${mail.email.to} is not suppressed`);
    const thread = await mailThreads.get(threadOf(mail) ?? '');
    const isFull = thread?.messageIds.length === MOST_OF_THREAD;
    if (thread && !isFull && hasLeft && !thread.messageIds.includes(mail.messageId))
      wrongs.push(`${about} is not in its thread`);
  }
  const written = told.filter(({ event }) => event?.id.startsWith('mf_')).length;
  if (written !== notes.size) wrongs.push(`5: ${name}: ${written} notes tell of ${[...notes]}`);
  return wrongs;
}

const threadOf = ({ email }: Posted) => email.headers?.['X-Threadkeeper-Thread'];

/** A thread is of one conversation and one address, and names only e-mails of its own. */
export function checkThreads({ postmaster, letters }: World): string[] {
  const owners = new Map<string, string>();
  const known = new Map<string, Set<string>>();
  return postmaster.posted.flatMap((mail) => {
    const thread = threadOf(mail);
    if (thread === undefined) return [];
    const owner = `${mail.channelId} ${mail.conversationId} ${mail.email.to.toLowerCase()}`;
    const other = owners.get(thread);
    owners.set(thread, owner);
    const own = known.get(thread) ?? new Set([`<thread.${thread}@${REPLY_DOMAIN}>`]);
    known.set(thread, own);
    const answers = letters.filter((letter) => threadOf(letter.mail) === thread).map(({ messageId }) => messageId);
    const strange = (mail.email.headers?.References ?? '')
      .split(' ')
      .filter((id) => !own.has(id) && !answers.includes(id));
    own.add(mail.messageId);
    return [
      ...(other === undefined || other === owner ? [] : [`8: thread ${thread} is of ${other} and of ${owner}`]),
      ...(strange.length > 0 ? [`8: the e-mail of ${mail.effectId} refers to ${strange}, of another thread`] : []),
    ];
  });
}
