import { randomBytes } from 'node:crypto';
import type { Agents } from '../../ports/agents';
import type { Answers } from '../../ports/answers';
import type { Channels } from '../../ports/channels';
import type { Claims } from '../../ports/claims';
import type { Clock } from '../../ports/clock';
import type { Configuration } from '../../ports/configuration';
import type { Conversations } from '../../ports/conversations';
import type { Customers } from '../../ports/customers';
import type { Keys } from '../../ports/keys';
import type { MailThreads } from '../../ports/mail-threads';
import type { Parked } from '../../ports/parked';
import type { Rates } from '../../ports/rates';
import type { SentMails } from '../../ports/sent-mails';
import type { SigningKeys } from '../../ports/signing-keys';
import type { Statistics } from '../../ports/statistics';
import type { Suppressions } from '../../ports/suppressions';
import type { Timeline } from '../../ports/timeline';
import type { Table } from './table';
import { tableAgents } from './table-agents';
import { tableAnswers } from './table-answers';
import { tableChannels } from './table-channels';
import { tableClaims } from './table-claims';
import { tableConfiguration } from './table-configuration';
import { tableConversations } from './table-conversations';
import { tableCustomers } from './table-customers';
import { tableKeys } from './table-keys';
import { tableMailThreads } from './table-mail-threads';
import { tableParked } from './table-parked';
import { tableRates } from './table-rates';
import { tableSentMails } from './table-sent-mails';
import { type Random, tableSigningKeys } from './table-signing-keys';
import { STATISTICS_SHARDS, tableStatistics } from './table-statistics';
import { tableSuppressions } from './table-suppressions';
import { tableTimeline } from './table-timeline';

/** The ports that one table serves. */
export interface TablePorts {
  agents: Agents;
  answers: Answers;
  channels: Channels;
  claims: Claims;
  configuration: Configuration;
  conversations: Conversations;
  customers: Customers;
  keys: Keys;
  mailThreads: MailThreads;
  parked: Parked;
  rates: Rates;
  sentMails: SentMails;
  signingKeys: SigningKeys;
  statistics: Statistics;
  suppressions: Suppressions;
  timeline: Timeline;
}

/**
 * All of them. `spread` is any number that differs between processes: it chooses the shard of the statistics. `random` are bytes that
 * nobody can guess: signing keys are made of them.
 */
export function tablePorts(table: Table, clock: Clock, spread: number, random: Random = randomBytes): TablePorts {
  return {
    agents: tableAgents(table),
    answers: tableAnswers(table, clock),
    channels: tableChannels(table),
    claims: tableClaims(table),
    configuration: tableConfiguration(table),
    conversations: tableConversations(table),
    customers: tableCustomers(table),
    keys: tableKeys(table),
    mailThreads: tableMailThreads(table),
    parked: tableParked(table),
    rates: tableRates(table),
    sentMails: tableSentMails(table),
    signingKeys: tableSigningKeys(table, clock, random),
    statistics: tableStatistics(table, spread % STATISTICS_SHARDS),
    suppressions: tableSuppressions(table),
    timeline: tableTimeline(table),
  };
}
