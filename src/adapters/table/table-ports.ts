import type { Answers } from '../../ports/answers';
import type { Channels } from '../../ports/channels';
import type { Claims } from '../../ports/claims';
import type { Clock } from '../../ports/clock';
import type { Configuration } from '../../ports/configuration';
import type { Conversations } from '../../ports/conversations';
import type { Customers } from '../../ports/customers';
import type { Keys } from '../../ports/keys';
import type { Parked } from '../../ports/parked';
import type { Rates } from '../../ports/rates';
import type { Statistics } from '../../ports/statistics';
import type { Timeline } from '../../ports/timeline';
import type { Table } from './table';
import { tableAnswers } from './table-answers';
import { tableChannels } from './table-channels';
import { tableClaims } from './table-claims';
import { tableConfiguration } from './table-configuration';
import { tableConversations } from './table-conversations';
import { tableCustomers } from './table-customers';
import { tableKeys } from './table-keys';
import { tableParked } from './table-parked';
import { tableRates } from './table-rates';
import { STATISTICS_SHARDS, tableStatistics } from './table-statistics';
import { tableTimeline } from './table-timeline';

/** The ports that one table serves. */
export interface TablePorts {
  answers: Answers;
  channels: Channels;
  claims: Claims;
  configuration: Configuration;
  conversations: Conversations;
  customers: Customers;
  keys: Keys;
  parked: Parked;
  rates: Rates;
  statistics: Statistics;
  timeline: Timeline;
}

/** All of them. `spread` is any number that differs between processes: it chooses the shard of the statistics. */
export function tablePorts(table: Table, clock: Clock, spread: number): TablePorts {
  return {
    answers: tableAnswers(table, clock),
    channels: tableChannels(table),
    claims: tableClaims(table),
    configuration: tableConfiguration(table),
    conversations: tableConversations(table),
    customers: tableCustomers(table),
    keys: tableKeys(table),
    parked: tableParked(table),
    rates: tableRates(table),
    statistics: tableStatistics(table, spread % STATISTICS_SHARDS),
    timeline: tableTimeline(table),
  };
}
