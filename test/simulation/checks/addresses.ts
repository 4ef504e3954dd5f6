/** Addresses of customers, as events and forms told them. Records follow the conversations that tell them, so that what is known may differ for a while. */
import type { PublicEvent } from '../../../src/engine/event';
import type { History } from './history';

interface Telling {
  /** Number of the entry that tells it. */
  place: number;
  at: number;
  email: string | undefined;
}

/** Nothing stranger than what stories have. */
const USABLE = /^[A-Za-z0-9.]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$/;
export const isUsable = (email: string | undefined): boolean => USABLE.test(email ?? '');

export class AddressBook {
  private readonly tellings = new Map<History, Telling[]>();

  constructor(histories: ReadonlyMap<string, History>) {
    for (const history of histories.values()) this.tellings.set(history, tellingsOf(history));
  }

  /** What an entry may have found: one address where it is certain. */
  inEntry(history: History, place: number): Set<string | undefined> {
    const own = this.upTo(history, place);
    if (own.length === 0) return new Set([undefined]);
    const here = own.findLast((telling) => telling.place === place && telling.email !== undefined);
    if (here) return new Set([here.email]);
    // Whoever handles the entry after it has read the record before what it found unsent, and the one behind has not.
    const settled = own.findLast((telling) => telling.email !== undefined && telling.place < place - 1);
    const fresh = own.filter((telling) => telling.email !== undefined && telling.place >= place - 1);
    const at = committedAt(history, place);
    const others = [...this.tellings].filter(
      ([other]) => other !== history && other.ref.workspaceId === history.ref.workspaceId,
    );
    const elsewhere = others.flatMap(([, told]) => told).filter((telling) => telling.email && telling.at <= at);
    return new Set([settled?.email, ...fresh.map(({ email }) => email), ...elsewhere.map(({ email }) => email)]);
  }

  /** All that were ever told in the workspace. */
  everIn(workspaceId: string): Set<string | undefined> {
    const here = [...this.tellings].filter(([{ ref }]) => ref.workspaceId === workspaceId);
    return new Set(here.flatMap(([, told]) => told).map(({ email }) => email));
  }

  private upTo(history: History, place: number): Telling[] {
    return (this.tellings.get(history) ?? []).filter((telling) => telling.place <= place);
  }
}

const committedAt = ({ commits, told }: History, place: number): number =>
  commits.find(({ next }) => next.sequence === told[place]?.entry.sequence)?.at ?? Infinity;

/** Whose message it is says whose conversation it is, and no address. */
function writerOf({ data }: PublicEvent): { email?: string } | undefined {
  return 'messageId' in data && 'author' in data && data.author.type === 'customer' && data.author.id ? {} : undefined;
}

/** A conversation knows nothing of its customer before it was told who that is. */
function tellingsOf(history: History): Telling[] {
  return history.told.flatMap(({ event, entry }, place) => {
    const told = event && (('customer' in event.data ? event.data.customer : undefined) ?? writerOf(event));
    const commit = history.commits.find(({ next }) => next.sequence === entry.sequence);
    const saved = (commit?.next.outbox?.customers ?? []).flatMap(({ set }) => (set?.email ? [set.email] : []));
    const at = commit?.at ?? 0;
    const emails = [...(told ? [told.email] : []), ...saved];
    return emails.map((email) => ({ place, at, email }));
  });
}
