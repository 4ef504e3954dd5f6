/** What came back to our e-mails: each answer is one message of the customer, however often it came; nothing else is any (invariant 10). */
import type { EventOf } from '../../../src/engine/event';
import type { Instant } from '../../../src/engine/time';
import { isAnswer, type Letter } from '../letters';
import { eventName, nameOf } from '../log';
import type { World } from '../world';
import type { History } from './history';
import { countLetter } from './met-mails';

type Message = EventOf<'message.created'>;

export async function checkLetters(world: World, histories: ReadonlyMap<string, History>): Promise<string[]> {
  const parked = await keptAside(world);
  return [...checkEach(world, histories, parked), ...checkCap(world, histories)];
}

const HOUR = 3_600_000;
/** Of a customer in an hour. */
const MOST = 20;

/** No more are taken than the customer may write, until somebody says so. All customers of a workspace are one. */
function checkCap({ log, retriedAt }: World, histories: ReadonlyMap<string, History>): string[] {
  const hourOf = (at: Instant) => Math.floor(at / HOUR);
  const queuedAt = (event: Message) => log.queuedAt.get(eventName(event)) ?? 0;
  const taken = [...histories.values()].flatMap(({ ref, told }) =>
    told.flatMap(({ event }) =>
      event?.type === 'message.created' &&
      event.email &&
      // By the world's clock: that of the machine that took it may be behind.
      queuedAt(event) < retriedAt &&
      // What comes in at the end of an hour may be counted in the next.
      hourOf(event.receivedAt) === hourOf(queuedAt(event))
        ? [`${ref.workspaceId} in hour ${hourOf(event.receivedAt)}`]
        : [],
    ),
  );
  const counted = [...Map.groupBy(taken, (one) => one)].filter(([, letters]) => letters.length > MOST);
  return counted.map(([whose, letters]) => `6: ${letters.length} letters were taken of the customer of ${whose}`);
}

function checkEach(world: World, histories: ReadonlyMap<string, History>, parked: ReadonlySet<string>): string[] {
  return world.letters.flatMap((letter) => {
    const all = [...histories.values()].flatMap((history) => messagesOf(letter, history));
    countLetter(world, letter);
    const { channelId, conversationId } = letter.mail;
    const ref = { workspaceId: channelId.split('-').at(-1) as string, channelId, conversationId };
    const here = messagesOf(letter, histories.get(nameOf(ref)));
    const about = `${nameOf(ref)}: ${letter.messageId} (${letter.kind})`;
    return [
      ...(all.length > here.length ? [`8: ${about} stands in another conversation`] : []),
      ...(letter.kind === 'forged'
        ? checkForged(here, parked.has(letter.address), about)
        : checkTaken(letter, here, world.revoked.has(letter.address), about)),
    ];
  });
}

const messagesOf = ({ messageId }: Letter, history: History | undefined): Message[] =>
  (history?.told ?? []).flatMap(({ event }) =>
    event?.type === 'message.created' && event.email?.messageId === messageId ? [event] : [],
  );

const isCustomers = ({ data }: Message) => data.author.type === 'customer';

/** Whoever guesses at addresses gets nowhere, and is seen. */
function checkForged(here: readonly Message[], isKept: boolean, about: string): string[] {
  return [...(here.length > 0 ? [`11: ${about} was taken`] : []), ...(isKept ? [] : [`4: ${about} is lost`])];
}

function checkTaken(letter: Letter, here: readonly Message[], isRevoked: boolean, about: string): string[] {
  const answers = here.filter(isCustomers);
  const notes = here.filter((message) => !isCustomers(message));
  const wrongs = [
    ...(answers.length > 1 ? [`10: ${about} stands there ${answers.length} times`] : []),
    ...(notes.length > 1 ? [`10: ${about} is told of in ${notes.length} notes`] : []),
    ...(here.length === 0 ? [`4: ${about} was taken by the mail service, and is lost`] : []),
    ...notes.filter(({ data }) => !data.private).map(() => `10: ${about} is shown to the customer, and does not count`),
    ...answers.filter((one) => one.data.text !== letter.text).map(({ data }) => `10: ${about} says ${data.text}`),
    ...answers.filter(({ data }) => data.via !== 'email').map(() => `10: ${about} does not say how it came`),
  ];
  if (!isAnswer(letter)) return [...wrongs, ...answers.map(() => `10: ${about} counts as the customer's answer`)];
  const isLost = answers.length === 0 && !isRevoked;
  return [...wrongs, ...(isLost ? [`10: ${about} does not count, and is the customer's answer`] : [])];
}

/** Addresses of the letters that an operator finds put aside. */
async function keptAside({ ports, publishers }: World): Promise<Set<string>> {
  const places = [...publishers.keys(), '-'];
  const pages = await Promise.all(places.map((place) => ports.parked.list(place, { limit: 1_000 })));
  const bodies = pages.flatMap(({ items }) => items.map(({ body }) => JSON.parse(body)));
  return new Set(bodies.flatMap(({ receipt }) => receipt?.recipients ?? []));
}
