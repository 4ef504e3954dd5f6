/**
 * An e-mail that came in (C4, C8, C9): it becomes the customer's message, or a note that says why not, in the conversation that
 * the reply address names. What belongs to no conversation, and what is too much, is parked.
 */
import { createHash } from 'node:crypto';
import type { FileRef } from '../engine/event';
import { base32, timelineId } from '../engine/ids';
import { type Language, languageFor } from '../engine/language';
import type { Ourselves } from '../mail/inbound/automatic';
import type { TakenFile } from '../mail/inbound/files';
import { type Judgement, judgeMail } from '../mail/inbound/judge';
import { MOST_BYTES } from '../mail/inbound/measure';
import { readMail } from '../mail/inbound/read-mail';
import { readReplyAddress } from '../mail/reply-address';
import type { MailThread } from '../ports/mail-threads';
import { settingsOf } from './configuration';
import type { Deps } from './deps';
import { fileLinks } from './file-links';
import {
  eventId,
  isMessageId,
  leftEvent,
  nameOf,
  noteEvent,
  replyEvent,
  suspendedEvent,
  type ThreadMail,
} from './mail-message';
import { park } from './park';
import type { MailIn, ParkedMail } from './read-mail-in';

export type TakeMailDeps = Pick<
  Deps,
  'clock' | 'configuration' | 'mailStore' | 'mailThreads' | 'parked' | 'queues' | 'rates' | 'signingKeys' | 'timeline'
> & {
  ourselves: Ourselves;
  /** `https://…` of this installation, without trailing slash. */
  publicUrl: string;
};

/** `repeat`: it was taken before; `suspended`: there were too many; `unowned`: no conversation is known; `dropped`: nor is it worth keeping. */
export type MailOutcome = 'reply' | 'note' | 'repeat' | 'suspended' | 'missing' | 'unowned' | 'dropped';
/** How many of its addresses ended how. */
export type TakenMail = Partial<Record<MailOutcome, number>>;

const HOUR = { seconds: 3_600 };
/** Mails of one customer in an hour (C8); approximate, and repeats after a failure may count twice. */
const MOST_MAILS = 20;
/** Of mails that belong nowhere: anybody can send those. */
const MOST_UNOWNED = 100;

/**
 * Takes a mail, once however often it is told. What goes wrong in one address goes wrong in all: all are taken again.
 * @throws StoreError when a store or queue does not answer
 */
export async function takeMail(told: MailIn, deps: TakeMailDeps): Promise<TakenMail> {
  const { threads, unowned } = await threadsOf(told.receipt.recipients, deps);
  const taken: TakenMail = {};
  const count = (outcome: MailOutcome) => void (taken[outcome] = (taken[outcome] ?? 0) + 1);
  for (const [address, reason] of unowned) count(await takeUnowned(told, address, reason, deps));
  if (threads.size === 0) return taken;
  const stored = await deps.mailStore.get(told.receipt.key, MOST_BYTES);
  const mail = stored && (await readMail(stored.bytes, stored.size));
  for (const [address, thread] of threads) {
    if (!mail)
      count(await parkMail(told, address, 'missing', 'The e-mail is not in the mail store (any more).', deps, thread));
    else {
      const name = nameOf(mail, stored.bytes);
      const of = { thread, receipt: told.receipt, mail, name, now: deps.clock.now() };
      count(await takeFor(of, told, address, deps));
    }
  }
  return taken;
}

/** The threads that recipients name, each once, by an address of theirs; and why others name none. */
async function threadsOf(recipients: readonly string[], deps: TakeMailDeps) {
  const threads = new Map<string, MailThread>();
  const unowned = new Map<string, string>();
  const seen = new Set<string>();
  for (const address of new Set(recipients)) {
    const read = await readAddress(address, deps);
    if (!read.ok) unowned.set(address, WHY[read.reason]);
    else if (!seen.has(read.threadId)) {
      seen.add(read.threadId);
      const thread = await deps.mailThreads.get(read.threadId);
      if (thread) threads.set(address, thread);
      else unowned.set(address, 'Its reply address is of a conversation that is not kept any more.');
    }
  }
  return { threads, unowned };
}

const WHY = {
  notOurs: 'It came to an address that is no reply address.',
  malformed: 'It came to an address that is no reply address, or is one that was damaged on its way.',
  forged: 'Its reply address was not made by this installation.',
  unknownKey: 'Its reply address was signed with a key that is not in use (any more).',
} as const;

/** A key may be newer than the copy at hand. */
async function readAddress(address: string, { signingKeys, ourselves: { replyDomain } }: TakeMailDeps) {
  const read = readReplyAddress(address, replyDomain, await signingKeys.list());
  if (read.ok || read.reason !== 'unknownKey') return read;
  return readReplyAddress(address, replyDomain, await signingKeys.list({ fresh: true }));
}

async function takeFor(of: ThreadMail, told: MailIn, address: string, deps: TakeMailDeps): Promise<MailOutcome> {
  const { thread, mail, receipt, name, now } = of;
  const awaited = { address: thread.address, isRevoked: thread.revokedAt !== undefined };
  const judged = judgeMail(mail, receipt, awaited, deps.ourselves);
  const isReply = judged.notCounted === undefined;
  const id = eventId(of, isReply ? 'reply' : 'note');
  const isRepeat = (await deps.timeline.get(thread.ref, timelineId(id))) !== undefined;
  if (!isRepeat) {
    if (told.attempt === 0 && (await isTooMany(thread, now, deps))) return suspend(of, told, address, deps);
    await send(of, judged, deps);
  }
  if (isReply && isMessageId(name)) await deps.mailThreads.add(thread.id, name, now);
  if (isRepeat) return 'repeat';
  return isReply ? 'reply' : 'note';
}

async function isTooMany(thread: MailThread, now: number, { rates }: TakeMailDeps): Promise<boolean> {
  const { ref, customerId, address } = thread;
  const key = `mail.in#${ref.workspaceId}#${customerId ?? address.toLowerCase()}`;
  return (await rates.add(key, HOUR, now, 1)) > MOST_MAILS;
}

async function send(of: ThreadMail, judged: Judgement, deps: TakeMailDeps): Promise<void> {
  const linkTo = await fileLinks(deps);
  const files: FileRef[] = [];
  for (const file of judged.files) files.push(await keep(file, of.thread, linkTo, deps));
  const isEmpty = judged.notCounted !== undefined && judged.text === '' && files.length === 0;
  const isLinked = judged.left.length > 0 || isEmpty;
  const link = isLinked && of.receipt.verdicts.virus !== 'FAIL' ? linkTo(of.receipt.key) : undefined;
  const language = await languageOf(of, deps);
  const { notCounted } = judged;
  const events = notCounted
    ? [noteEvent(of, { ...judged, notCounted }, files, { language, link })]
    : [replyEvent(of, judged, files), ...(link === undefined ? [] : [leftEvent(of, judged, language, link)])];
  await deps.queues.sendEvents(events.map((event) => ({ kind: 'event', event })));
}

/** The agents', whose notes they are. */
async function languageOf({ thread: { ref } }: ThreadMail, deps: TakeMailDeps): Promise<Language> {
  return languageFor(undefined, (await settingsOf(ref.workspaceId, deps)).language);
}

/** Under a key that no other conversation has, the same whenever the same file comes. */
async function keep(
  { name, type, bytes }: TakenFile,
  { id, ref }: MailThread,
  linkTo: (key: string) => string,
  { mailStore }: TakeMailDeps,
): Promise<FileRef> {
  const hash = createHash('sha256')
    .update(JSON.stringify([ref.workspaceId, id]))
    .update(bytes);
  const key = `attachments/${base32(hash.digest(), 52)}/${name}`;
  await mailStore.put(key, bytes, { type, name });
  return { name, type, size: bytes.length, url: linkTo(key) };
}

async function suspend(of: ThreadMail, told: MailIn, address: string, deps: TakeMailDeps): Promise<MailOutcome> {
  const hour = of.now - (of.now % (HOUR.seconds * 1_000));
  const event = suspendedEvent(of, MOST_MAILS, hour, await languageOf(of, deps));
  const reason = `More than ${MOST_MAILS} e-mails of this customer came within an hour.`;
  const outcome = await parkMail(told, address, 'suspended', reason, deps, of.thread);
  await deps.queues.sendEvents([{ kind: 'event', event }]);
  return outcome;
}

async function takeUnowned(told: MailIn, address: string, why: string, deps: TakeMailDeps): Promise<MailOutcome> {
  const isWorthKeeping = told.attempt > 0 || (await isKept(told, deps));
  return isWorthKeeping ? parkMail(told, address, 'unowned', why, deps) : 'dropped';
}

async function isKept({ receipt: { verdicts } }: MailIn, { rates, clock }: TakeMailDeps): Promise<boolean> {
  if (verdicts.spam === 'FAIL' || verdicts.virus === 'FAIL') return false;
  return (await rates.add('mail.in.unowned', HOUR, clock.now(), 1)) <= MOST_UNOWNED;
}

/** For this address alone: the others are done with. */
async function parkMail(
  { receipt, attempt }: MailIn,
  address: string,
  outcome: MailOutcome,
  reason: string,
  deps: TakeMailDeps,
  thread?: MailThread,
): Promise<MailOutcome> {
  const parked: ParkedMail = {
    ...{ schema: 1, attempt, receipt: { ...receipt, recipients: [address] } },
    ...(thread && { ref: thread.ref }),
  };
  const message = {
    queue: 'mail' as const,
    messageId: `${receipt.messageId} ${address} ${attempt}`,
    body: JSON.stringify(parked),
  };
  await park(message, reason, deps);
  return outcome;
}
