/** The oracle: what has to hold once everything has come to rest (design §7). It reads the stores, the outside and its own log. */
import type { ConversationRef } from '../../../src/engine/event';
import { refOf } from '../../../src/engine/event';
import { nameOf } from '../log';
import type { World } from '../world';
import { AddressBook } from './addresses';
import { checkAsks } from './asks';
import { checkContinuity } from './continuity';
import { checkCustomers } from './customers';
import { checkEffects } from './effects';
import { checkFirings } from './firings';
import { type History, readHistory } from './history';
import { checkLetters } from './letters';
import { checkMails, checkThreads } from './mails';
import { countMet } from './met';
import { countAsks } from './met-returns';
import { checkPauses } from './pauses';
import { checkQuestions } from './questions';
import { checkAgents, checkReturns } from './returns';
import { checkRuns } from './runs';
import { checkAccepted, checkState } from './state';
import { checkWaits } from './waits';

/** What is wrong, in words; the number in front is the invariant's. */
export async function checkWorld(world: World): Promise<string[]> {
  const histories = new Map<string, History>();
  for (const ref of refsOf(world)) histories.set(nameOf(ref), await readHistory(ref, world));
  const wrongs = [
    ...checkRest(world),
    ...(await checkAccepted(world, histories)),
    ...(await checkCustomers(world, histories)),
    ...(await checkLetters(world, histories)),
    ...checkThreads(world),
    ...checkAsks(world, histories),
    ...(await checkAgents(world, histories)),
  ];
  countAsks(world);
  const addresses = new AddressBook(histories);
  for (const history of histories.values()) {
    await countMet(history);
    wrongs.push(
      ...checkState(history),
      ...checkFirings(history),
      ...checkRuns(history),
      ...checkQuestions(history),
      ...checkPauses(history),
      ...checkWaits(history),
      ...checkContinuity(history, addresses),
      ...checkReturns(history),
      ...(await checkEffects(history)),
      ...(await checkMails(history, addresses)),
      ...checkIdle(history),
    );
  }
  return wrongs;
}

function refsOf({ log }: World): ConversationRef[] {
  const refs = [...log.commits.values()].map((commits) => commits[0]?.next.ref as ConversationRef);
  const accepted = [...log.accepted.values()].filter(({ type }) => type !== 'customer.updated').map(refOf);
  return [...new Map([...refs, ...accepted].map((ref) => [nameOf(ref), ref])).values()];
}

/** Invariant 7: nothing is on its way, and nothing will ever be looked for. */
function checkRest({ mail, agenda, table }: World): string[] {
  const left = Object.values(mail.queues).flatMap((queue) => queue.all);
  const swept = table.items.filter(({ sweepAt }) => sweepAt !== undefined);
  return [
    ...left.map(({ messageId, body }) => `7: ${messageId} is left in its queue: ${body.slice(0, 200)}`),
    ...swept.map(({ pk, sweepAt }) => `7: ${pk} is left to be swept at ${sweepAt}, now ${agenda.now}`),
  ];
}

/** At rest no run stands still. */
function checkIdle({ stored, name }: History): string[] {
  if (!stored) return [];
  return stored.runs.map((run) => `7: ${name}: run ${run.id} of ${run.workflowId} stands still for ever`);
}
