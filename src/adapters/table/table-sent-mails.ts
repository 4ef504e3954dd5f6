import type { SentMail, SentMails } from '../../ports/sent-mails';
import { storedIn, storing } from './codec';
import { sentMailKey } from './keys';
import type { Table } from './table';
import { DAY, expires } from './time-to-live';

/** Providers tell of an e-mail for as long as it is tried to be delivered, and of complaints for weeks. */
const KEPT_DAYS = 60;

/** Sent e-mails over the table, by effect. */
export function tableSentMails(table: Table): SentMails {
  return {
    async put(mail) {
      await table.put({ ...sentMailKey(mail.effectId), ...storing(mail), ...expires(mail.at + KEPT_DAYS * DAY) });
    },
    async get(effectId) {
      const item = await table.get(sentMailKey(effectId));
      return item && storedIn<SentMail>(item);
    },
  };
}
