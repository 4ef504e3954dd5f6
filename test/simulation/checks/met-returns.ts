/** Counts how customers were parted and came back. */
import { RETURNS } from '../coverage';
import type { World } from '../world';
import type { Ending } from './away-model';
import type { History, Told } from './history';

const ENDED: Readonly<Record<Ending, string>> = {
  ...{ back: 'back', expired: 'nobody came in time', endedByAgent: 'ended by the agent meanwhile' },
  ...{ endedByCustomer: 'ended by the customer meanwhile', putAside: 'put aside meanwhile' },
  ...{ disabled: 'turned off meanwhile' },
};
const BACK: Readonly<Record<string, string>> = {
  'customer.connected': 'back by connecting',
  'customer.present': 'back by a page',
  'message.created': 'back by writing',
  'customer.returned': 'back by asking',
};
const ANSWERS = ['resumed', 'expired', 'endedByAgent', 'closedByCustomer', 'disabled', 'unknown'];
/** What is close to the limit, in milliseconds. */
const CLOSE = 300;

/** All that a long run has to meet. */
export const RETURNS_MET: readonly string[] = [
  ...['partings', 'partings without an agent', 'lost sight of', 'reassigned meanwhile', 'told by pages'],
  ...Object.values(ENDED).slice(1),
  ...[
    ...Object.values(BACK),
    'back, with another agent perhaps',
    'asked again before connecting',
    'asked at one moment',
  ],
  ...[
    'just in time',
    'just too late',
    'too late, and the alarm had not rung',
    'asked by one and ended by another at once',
  ],
  ...ANSWERS.map((answer) => `answered: ${answer}`),
];

export function countReturns({ told: all, world }: History): void {
  const count = (what: string) => world.coverage.add(RETURNS + what);
  for (const told of all) {
    const { away, event, entry } = told;
    for (const { reserved } of away.begun) count(reserved === undefined ? 'partings without an agent' : 'partings');
    for (let nth = 0; nth < away.lost; nth++) count('lost sight of');
    for (let nth = 0; nth < away.reassigned; nth++) count('reassigned meanwhile');
    for (const { how, of } of away.ends) {
      count(how === 'back' ? (BACK[event?.type ?? ''] ?? 'back') : ENDED[how]);
      if (how === 'back' && of.until - entry.at <= CLOSE) count('just in time');
    }
    if (away.ends.some(({ how }) => how === 'back') && away.words.some((word) => word.endsWith(' false')))
      count('back, with another agent perhaps');
    if (away.wasTooLate) count('too late, and the alarm had not rung');
    if (away.returned && !away.returned.reason && away.ends.length === 0 && told.until !== undefined)
      count('asked again before connecting');
  }
  countLate(all, count);
}

/** Returns, and questions, shortly after somebody else had the last word. */
function countLate(all: readonly Told[], count: (what: string) => void): void {
  for (const [at, { away }] of all.entries())
    for (const { how, of } of away.ends) {
      if (how === 'back') continue;
      const soon = all.slice(at).filter(({ entry, event }) => event && BACK[event.type] && entry.at >= of.until);
      if (how === 'expired' && soon.some(({ entry }) => entry.at - of.until <= CLOSE)) count('just too late');
      const ended = (all[at] as Told).entry.at;
      const raced = all.slice(at + 1).some(({ entry, away: { returned } }) => returned && entry.at - ended <= CLOSE);
      if (raced) count('asked by one and ended by another at once');
    }
}

export function countAsks({ asks, coverage }: World): void {
  const ids = asks.flatMap(({ eventId, ref }) =>
    eventId === undefined ? [] : [`${ref.channelId} ${ref.conversationId} ${eventId}`],
  );
  const twice = ids.filter((id, at) => ids.indexOf(id) < at).length;
  if (twice > 0) coverage.add(`${RETURNS}asked at one moment`, twice);
}
