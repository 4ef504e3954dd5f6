/** Counts what became of unread answers, of the e-mails that carry them, and of what came back. */
import { MAILS } from '../coverage';
import { LETTERS, type Letter } from '../letters';
import type { World } from '../world';
import type { History } from './history';

type Count = (what: string) => void;

/** How a batch ended before it was due. */
const ENDS: Readonly<Record<string, string>> = {
  ...{ read: 'batches read', deleted: 'batches deleted', 'the customer replied': 'batches answered' },
  ...{ closed: 'batches closed', restarted: 'batches put off', 'turned off meanwhile': 'batches turned off' },
};
const LOOKED = { fired: 'batches sent on', condition: 'batches without an address', fuse: 'batches behind a fuse' };
/** Why a batch that was sent on did not leave, by what is said of it. */
const SKIPS: readonly [RegExp, string][] = [
  [/read, answered or deleted/, 'not sent: read or answered meanwhile'],
  [/closed/, 'not sent: closed meanwhile'],
  [/suppression/, 'not sent: suppressed'],
  [/turned off/, 'not sent: turned off meanwhile'],
];
const OF_LETTERS = (Object.keys(LETTERS) as Letter['kind'][]).map((kind) => `letters: ${kind}`);
const OF_NEWS = ['throttled', 'paused', 'unknown', 'unknown, then done', 'done before its sender knew'];
const OF_READERS = [
  ...['bounced', 'complained', 'unsubscribed'],
  ...['letters taken again', 'letters taken by the queue', 'letters held back'],
];

/** All that a long run has to meet. */
export const MAIL_MET: readonly string[] = [
  ...[...Object.values(ENDS), ...Object.values(LOOKED), 'addresses asked for', 'addresses confirmed'],
  ...[...SKIPS.map(([, what]) => what), ...OF_NEWS, ...OF_READERS, ...OF_LETTERS],
];

export async function countMails({ told, ref, world }: History): Promise<void> {
  const count: Count = (what) => world.coverage.add(MAILS + what);
  for (const { entry } of told) {
    for (const { kind, why = '' } of entry.waits ?? []) if (kind === 'unread' && ENDS[why]) count(ENDS[why]);
    for (const { workflowId, fired, reason } of entry.evaluations ?? []) {
      const looked = fired ? 'fired' : (reason?.kind as keyof typeof LOOKED);
      if (workflowId === 'system.continuity') count(LOOKED[looked]);
    }
    for (const { id, type, workflowId } of entry.effects ?? []) {
      if (workflowId === 'system.requestEmail')
        count(type === 'form.send' ? 'addresses asked for' : 'addresses confirmed');
      if (type !== 'continuity.send') continue;
      const { state, detail = '' } = (await world.ports.claims.get(ref, id)) ?? {};
      const skip = SKIPS.find(([says]) => state === 'skipped' && says.test(detail));
      if (skip) count(skip[1]);
    }
  }
}

/** Those that were told of in their conversation, and those that nobody guessed right. */
export function countLetter({ coverage }: World, { kind }: Letter): void {
  coverage.add(`${MAILS}letters: ${kind}`);
}
