import { afterAll, beforeAll, describe } from '@jest/globals';
import { agents } from './agents.contract';
import { answers } from './answers.contract';
import { channels } from './channels.contract';
import { claims } from './claims.contract';
import { configuration } from './configuration.contract';
import { conversations } from './conversations.contract';
import { customers } from './customers.contract';
import { keys } from './keys.contract';
import { mail } from './mail.contract';
import { mailStore } from './mail-store.contract';
import { mailThreads } from './mail-threads.contract';
import { outboundHttp } from './outbound-http.contract';
import { parked } from './parked.contract';
import { queues } from './queues.contract';
import { rates } from './rates.contract';
import { receipts } from './receipts.contract';
import { sentMails } from './sent-mails.contract';
import { signingKeys } from './signing-keys.contract';
import { statistics } from './statistics.contract';
import type { Subject } from './subject';
import { suppressions } from './suppressions.contract';
import { timeline } from './timeline.contract';
import { timers } from './timers.contract';

/** Runs every port's contract on one set of adapters; what a set cannot do it must give a reason for. */
export function runContracts(title: string, start: () => Promise<Subject>, skip: { receipts?: string } = {}): void {
  describe(title, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await start();
    });
    afterAll(() => subject.stop());
    const given = () => subject;
    const ofTheTable = [
      agents,
      answers,
      channels,
      claims,
      configuration,
      conversations,
      customers,
      keys,
      mailThreads,
      parked,
      rates,
      sentMails,
      signingKeys,
      statistics,
      suppressions,
      timeline,
    ];
    for (const contract of [...ofTheTable, queues, timers, outboundHttp, mail, mailStore]) contract(given);
    if (skip.receipts === undefined) receipts(given);
  });
}
