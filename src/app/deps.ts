import type { Answers } from '../ports/answers';
import type { Channels } from '../ports/channels';
import type { Claims } from '../ports/claims';
import type { Clock } from '../ports/clock';
import type { Configuration } from '../ports/configuration';
import type { Conversations } from '../ports/conversations';
import type { Customers } from '../ports/customers';
import type { Keys } from '../ports/keys';
import type { Mail } from '../ports/mail';
import type { MailAccount } from '../ports/mail-account';
import type { MailStore } from '../ports/mail-store';
import type { MailThreads } from '../ports/mail-threads';
import type { OutboundHttp } from '../ports/outbound-http';
import type { Parked } from '../ports/parked';
import type { Queues } from '../ports/queues';
import type { Rates } from '../ports/rates';
import type { SentMails } from '../ports/sent-mails';
import type { SigningKeys } from '../ports/signing-keys';
import type { Statistics } from '../ports/statistics';
import type { Suppressions } from '../ports/suppressions';
import type { Timeline } from '../ports/timeline';
import type { Timers } from '../ports/timers';

/** All that use cases need of the world; a plain object, each use case names the part it takes. */
export interface Deps {
  answers: Answers;
  channels: Channels;
  claims: Claims;
  clock: Clock;
  configuration: Configuration;
  conversations: Conversations;
  customers: Customers;
  keys: Keys;
  mail: Mail;
  mailAccount: MailAccount;
  mailStore: MailStore;
  mailThreads: MailThreads;
  outbound: OutboundHttp;
  parked: Parked;
  queues: Queues;
  rates: Rates;
  sentMails: SentMails;
  signingKeys: SigningKeys;
  statistics: Statistics;
  suppressions: Suppressions;
  timeline: Timeline;
  timers: Timers;
}
