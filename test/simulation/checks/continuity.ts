/** Continuity e-mails as the engine decides them: when a batch waits, ends and is carried on, and when the address is asked for. */
import type { Evaluation } from '../../../src/engine/timeline';
import type { AddressBook } from './addresses';
import { isUsable } from './addresses';
import type { History, Told } from './history';
import { isToldOnce } from './mails';
import { MAIL_WAITS, type MailWait } from './unread-model';
import { SKEW, wasQueuedBefore } from './waits';

const WORKFLOWS: Readonly<Record<MailWait, string>> = {
  unread: 'system.continuity',
  emailRequest: 'system.requestEmail',
};

export function checkContinuity(history: History, addresses: AddressBook): string[] {
  return [
    ...history.told.flatMap((told, at) => [
      ...checkWaitsTold(history, told),
      ...checkJudged(history, told),
      ...checkMails(history, told),
      ...checkAddress(history, at, addresses),
      ...checkOvertaken(history, at),
    ]),
    ...checkOneMail(history),
    ...checkLeft(history),
  ];
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Starts and ends are those that the contract's words lead to. */
function checkWaitsTold({ name }: History, { entry, mail }: Told): string[] {
  return MAIL_WAITS.flatMap((kind) => {
    const of = <T extends { kind: string }>(list: readonly T[] = []) => list.filter((one) => one.kind === kind);
    const started = of(entry.waitsStarted).map(({ due }) => due);
    const ended = of(entry.waits).map(({ outcome }) => outcome);
    const shouldStart = of(mail.starts).map(({ due }) => due);
    const shouldEnd = of(mail.ends).map(({ outcome }) => outcome);
    const about = `3: ${name}: ${entry.id}: ${kind}`;
    return [
      ...(same(started, shouldStart) ? [] : [`${about} was started until [${started}], not [${shouldStart}]`]),
      ...(same(ended, shouldEnd) ? [] : [`${about} ended [${ended}], not [${shouldEnd}]`]),
    ];
  });
}

const evaluationsOf = ({ entry }: Told, kind: MailWait): Evaluation[] =>
  (entry.evaluations ?? []).filter((one) => one.workflowId === WORKFLOWS[kind]);

/** A wait that fires meets its workflow, once and under its own name; nothing else does. */
function checkJudged(history: History, told: Told): string[] {
  const { entry } = told;
  return MAIL_WAITS.flatMap((kind) => {
    const fired = (entry.waits ?? []).filter((wait) => wait.kind === kind && wait.outcome === 'fired');
    const looked = evaluationsOf(told, kind);
    const episodes = (list: readonly { episode: string }[]) => list.map(({ episode }) => episode);
    if (!same(episodes(fired), episodes(looked)))
      return [`4: ${history.name}: ${entry.id}: ${kind} of ${episodes(fired)} met ${episodes(looked)}`];
    const blown = looked.filter(({ reason }) => reason?.kind === 'fuse' && !isBlown(history, told, kind));
    return blown.map(
      () => `6: ${history.name}: ${entry.id}: ${WORKFLOWS[kind]} was kept from firing by a fuse that holds`,
    );
  });
}

function isBlown({ told: all, publisher }: History, { entry }: Told, kind: MailWait): boolean {
  const recent = all.filter(
    (other) => other.entry.sequence < entry.sequence && other.entry.at > entry.at - 60_000 - SKEW,
  );
  return (
    recent.flatMap((other) => evaluationsOf(other, kind).filter(({ fired }) => fired)).length >= publisher.settings.fuse
  );
}

/** Each e-mail carries what was unread by then, and in none yet. */
function checkMails({ name }: History, told: Told): string[] {
  const { entry, mail } = told;
  const sent = (entry.effects ?? []).filter(({ type }) => type === 'continuity.send');
  const runs = evaluationsOf(told, 'unread').flatMap(({ runId }) => runId ?? []);
  const carried = sent.map(({ fields }) => fields?.messages);
  return [
    ...(same(
      sent.map(({ runId }) => runId),
      runs,
    )
      ? []
      : [`5: ${name}: ${entry.id}: ${runs} made ${sent.length} e-mails`]),
    ...(same(carried, mail.mails)
      ? []
      : [`5: ${name}: ${entry.id}: e-mails carry ${JSON.stringify(carried)}, not ${JSON.stringify(mail.mails)}`]),
    ...(mail.mails.some((messages) => messages.length === 0) ? [`5: ${name}: ${entry.id}: an e-mail of nothing`] : []),
  ];
}

/** Whom nobody can write to gets no e-mail, and is asked; others do, and are told. */
function checkAddress(history: History, at: number, addresses: AddressBook): string[] {
  const told = history.told[at] as Told;
  const known = [...addresses.inEntry(history, at)];
  const [may, must] = [known.some(isUsable), known.every(isUsable)];
  const about = `5: ${history.name}: ${told.entry.id}`;
  const byMail = evaluationsOf(told, 'unread').filter(({ reason }) => reason?.kind !== 'fuse');
  const asking = evaluationsOf(told, 'emailRequest').flatMap(({ fired, runId }) => (fired ? [runId] : []));
  const asked = (told.entry.effects ?? []).filter(({ runId }) => runId !== undefined && asking.includes(runId));
  return [
    ...byMail.flatMap(({ fired }) => ((fired ? may : !must) ? [] : [`${about}: mailed: ${fired}, known: ${known}`])),
    ...(asked.length === asking.length ? [] : [`${about}: ${asking} said ${asked.length} things`]),
    ...asked.flatMap(({ type, fields }) => {
      const isRight =
        type === 'form.send'
          ? !must
          : type === 'message.send' && may && known.some((email) => email && String(fields?.text).includes(email));
      return isRight ? [] : [`${about}: ${type} of ${JSON.stringify(fields)}, known: ${known}`];
    }),
  ];
}

/** What a wait's firing came ahead of, though it had been accepted before. */
function checkOvertaken({ told: all, name, world }: History, at: number): string[] {
  const { entry } = all[at] as Told;
  const fired = (kind: MailWait) => (entry.waits ?? []).some((wait) => wait.kind === kind && wait.outcome === 'fired');
  const carried = (all[at] as Told).mail.mails.flat().map(({ messageId }) => messageId);
  const ends: Record<MailWait, (later: Told) => boolean> = {
    unread: ({ event, customerMessage }) =>
      customerMessage ||
      event?.type === 'conversation.closed' ||
      event?.type === 'customer.connected' ||
      (event?.type === 'message.read' && carried.includes(event.data.upToMessageId)) ||
      (event?.type === 'message.deleted' && carried.includes(event.data.messageId)),
    emailRequest: ({ event, customerMessage }) =>
      customerMessage || ['conversation.closed', 'conversation.snoozed', 'session.ended'].includes(event?.type ?? ''),
  };
  return MAIL_WAITS.filter(fired).flatMap((kind) =>
    all
      .slice(at + 1)
      .filter((later) => ends[kind](later) && wasQueuedBefore(later, entry.at, world))
      .map(({ event }) => `2: ${name}: ${entry.id}: ${kind} fired ahead of ${event?.id}, which was accepted before`),
  );
}

/** No message goes into two e-mails. */
function checkOneMail(history: History): string[] {
  const { told, name } = history;
  const effects = told.flatMap(({ entry }) => entry.effects ?? []).filter(({ type }) => type === 'continuity.send');
  const ids = effects.flatMap(({ fields }) =>
    ((fields?.messages ?? []) as { messageId: string }[]).map(({ messageId }) => messageId),
  );
  const twice = ids.filter((id, at) => ids.indexOf(id) < at && isToldOnce(history, id));
  return twice.map((id) => `5: ${name}: ${id} was put into two e-mails`);
}

/** All of them have an end. */
function checkLeft({ stored, name }: History): string[] {
  const left = (stored?.anchors ?? []).filter(({ kind }) => (MAIL_WAITS as readonly string[]).includes(kind));
  return left.map(({ kind, episode }) => `7: ${name}: ${kind} ${episode} is never judged`);
}
