/** Where what concerns e-mails comes in: news of those that were sent, letters, and a press on "unsubscribe". */
import { unsubscribe } from '../../src/app/api/unsubscribe';
import { takeFeedback } from '../../src/app/mail-feedback';
import { takeMails } from '../../src/app/take-mails';
import type { Instant } from '../../src/engine/time';
import type { MailFeedback } from '../../src/ports/mail-feedback';
import { MAILS } from './coverage';
import { addressOf, type Delivery, deliveryOf, FLOOD, type Letter, sesEvent } from './letters';
import type { SimDeps } from './ports';
import { IDENTITY, type Posted, PUBLIC_URL, REPLY_DOMAIN } from './postmaster';
import type { Process } from './process';
import type { LetterStep } from './story';
import { channelOf } from './story';
import type { World } from './world';

/** Lambda tries what nobody waits for three times, and then puts it into the queue. */
const TRIES = 3;

/** EventBridge tells the function until it has understood. */
export function tellNews(world: World, mail: Posted, feedback: MailFeedback): void {
  const process = world.processes.take('mail-feedback');
  const about = `${feedback.kind} ${feedback.effectId}`;
  world.invoke(
    process,
    about,
    () => takeFeedback(feedback, process.deps),
    (outcome) => {
      if (outcome === undefined)
        return world.agenda.after(world.random.between(1_000, 60_000), () => tellNews(world, mail, feedback));
      if (outcome === 'unknown') world.log.wrong(`5: nothing is known of ${feedback.effectId}, which was sent`);
      mail.told.push({ kind: feedback.kind, at: world.agenda.now });
      world.coverage.add(`${MAILS}${feedback.kind}`);
    },
  );
}

/** One press, by the link that the mail program found in the header. */
export function pressUnsubscribe(world: World, mail: Posted): void {
  const { email, channelId } = mail;
  const token = /\/mail\/unsubscribe\/([^>]+)>/.exec(email.headers?.['List-Unsubscribe'] ?? '')?.[1];
  if (token === undefined) return world.log.wrong(`5: nobody can unsubscribe from ${email.subject}`);
  mail.isLeft = true;
  const process = world.processes.take('api');
  const request = { headers: {}, body: Buffer.from('List-Unsubscribe=One-Click') };
  const press = () => unsubscribe({ request, params: { token } } as never, process.deps as never);
  world.invoke(process, 'unsubscribe', press, (answer) => {
    if (answer?.status !== 200) return;
    world.coverage.add(`${MAILS}unsubscribed`);
    world.unsubscribed.push({ address: email.to, channelId, at: world.agenda.now });
  });
}

/** Somebody answers the newest e-mail of the conversation, or one before it; with none there is nothing to answer. */
export async function write(world: World, step: LetterStep): Promise<void> {
  const { workspace, conversation, id, kind, back, again } = step;
  const channelId = channelOf(workspace, conversation);
  const here = world.postmaster.posted.filter(
    (mail) => mail.type === 'continuity.send' && mail.channelId === channelId && mail.conversationId === conversation,
  );
  const mail = here.at(-1 - back) ?? here.at(-1);
  if (!mail) return;
  if (kind === 'revoked') await revoke(world, mail);
  for (let nth = 0; nth < (kind === 'flood' ? FLOOD : 1); nth++) {
    const letter = letterOf(step, mail, nth, world.agenda.now);
    world.letters.push(letter);
    await post(world, letter, `${id}-${nth}`);
    if (again !== undefined) world.agenda.after(again, () => void post(world, letter, `${id}-${nth}-again`));
  }
}

function letterOf({ workspace, id, kind }: LetterStep, mail: Posted, nth: number, at: Instant): Letter {
  const messageId = `<${id}-${nth}@mail.example.com>`;
  return { kind, mail, messageId, address: addressOf(kind, mail), at, text: `[${workspace}] yes ${id} ${nth}` };
}

/** An operator lets nobody answer any more by the address that the e-mail was sent with; what is under way may come too late. */
async function revoke(world: World, { email }: Posted): Promise<void> {
  const thread = email.headers?.['X-Threadkeeper-Thread'] as string;
  await world.ports.mailThreads.revoke(thread, world.agenda.now);
  world.revoked.add(email.replyTo as string);
}

/** The mail service puts it into the store, and then tells of it: once, or twice. */
async function post(world: World, letter: Letter, sesId: string): Promise<void> {
  const { raw, receipt }: Delivery = deliveryOf(letter, sesId);
  await world.mailStore.put(receipt.key, raw, { type: 'message/rfc822', name: sesId });
  const told = sesEvent(receipt);
  tellLetter(world, sesId, told);
  if (world.faults.choose('again')) tellLetter(world, sesId, told);
}

function tellLetter(world: World, sesId: string, told: unknown, tries = 1): void {
  const process = world.processes.take('mail-in');
  world.invoke(
    process,
    `mail ${sesId}`,
    () => takeMails(told, takingDeps(process.deps)),
    (counts) => {
      if (counts?.MailSuspended) world.coverage.add(`${MAILS}letters held back`);
      if (counts?.MailRepeat) world.coverage.add(`${MAILS}letters taken again`);
      if (counts !== undefined) return;
      if (tries === TRIES) return void world.mail.sendMailIn(JSON.stringify({ requestPayload: told }));
      world.agenda.after(tries * 60_000, () => tellLetter(world, sesId, told, tries + 1));
    },
  );
}

export const takingDeps = (deps: Process['deps']): SimDeps & Parameters<typeof takeMails>[1] => ({
  ...deps,
  ourselves: { identity: IDENTITY, replyDomain: REPLY_DOMAIN },
  publicUrl: PUBLIC_URL,
});
