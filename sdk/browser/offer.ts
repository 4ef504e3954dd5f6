/** What the customer can choose between. The first choice counts: a double click asks once. */
import { continueWith, declineAll } from './api';
import type { Site } from './site';
import type { Continuable, Offer, Outcome } from './types';
import { within } from './within';

export function offerOf(site: Site, conversations: Continuable[], decided: (outcome: Outcome) => void): Offer {
  let choice: Promise<Outcome> | undefined;
  const choose = (work: () => Promise<Outcome>) => {
    choice ??= work().catch((error): Outcome => {
      site.report(error);
      return { result: 'new' };
    });
    choice.then(decided);
    return choice;
  };
  return {
    conversations,
    continue: (conversationId = conversations[0]?.conversationId ?? '') =>
      choose(() =>
        within(site.timeout, async (signal) => continueWith(site, await proofOf(site), conversationId, signal)),
      ),
    startNew: () =>
      choose(async () => {
        // Nobody has to wait until this is known.
        within(site.timeout, async (signal) => declineAll(site, await proofOf(site), signal)).catch(site.report);
        return { result: 'new' };
      }),
  };
}

async function proofOf(site: Site): Promise<string> {
  const jwt = await site.token();
  if (!jwt) throw new Error('the customer is not logged in any more');
  return jwt;
}
