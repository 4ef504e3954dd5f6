/** The ports of one process: the real adapters in memory, with every request on the wire. */
import { claimOf, isClaim } from '../../src/adapters/table/claim-item';
import type { Table } from '../../src/adapters/table/table';
import { tablePorts } from '../../src/adapters/table/table-ports';
import { aggregatedRates } from '../../src/app/aggregated-rates';
import { cachedChannels } from '../../src/app/cached-channels';
import { cachedMailAccount } from '../../src/app/cached-mail-account';
import { cachedSigningKeys } from '../../src/app/cached-signing-keys';
import type { Deps } from '../../src/app/deps';
import type { Channels } from '../../src/ports/channels';
import type { DeadLetters } from '../../src/ports/dead-letters';
import type { Queues } from '../../src/ports/queues';
import type { Receipts } from '../../src/ports/receipts';
import { newerQueues, newerTable, readByNewer } from './newer';
import { IDENTITY, PUBLIC_URL, REPLY_DOMAIN } from './postmaster';
import type { Process } from './process';
import { scope, within } from './scope';
import type { World } from './world';

/** Of signing keys: nobody guesses at them here. */
const SECRET = (bytes: number) => Buffer.alloc(bytes, 7);

export type SimDeps = Deps & { receipts: Receipts; deadLetters: DeadLetters; publicUrl: string };

export function openDeps(process: Process, world: World): SimDeps {
  const clock = { now: () => world.agenda.now + process.skew };
  const table = wiredTable(world);
  const bare = {
    ...tablePorts(process.isNewer ? newerTable(table) : table, clock, 0, SECRET),
    ...wiredOutside(world, process),
    clock,
    publicUrl: PUBLIC_URL,
  };
  const planted = world.plant?.deps?.(bare, process, world) ?? bare;
  const deps = named(planted);
  return {
    ...deps,
    channels: notingChannels(cachedChannels(deps.channels, clock)),
    rates: process.fn === 'webhook' ? aggregatedRates(deps.rates) : deps.rates,
    mailAccount: cachedMailAccount(deps.mailAccount, clock),
    signingKeys: cachedSigningKeys(deps.signingKeys, clock),
    publicUrl: PUBLIC_URL,
  };
}

/** Each request of the table on the wire; a commit that took effect is written down. */
function wiredTable({ wire, table, log, sweepTimes }: World): Table {
  return {
    get: (key) => wire.request(() => table.get(key)),
    getMany: async (keys) => (keys.length === 0 ? [] : wire.request(() => table.getMany(keys))),
    put: (item, when) => {
      const { call, flow } = scope();
      return wire.request(async () => {
        const isWritten = await table.put(item, when);
        if (call?.commit) log.committed(call.commit, isWritten, flow);
        if (isWritten && typeof item.sweepAt === 'number') sweepTimes.set(item.pk, item.sweepAt);
        else if (isWritten) sweepTimes.delete(item.pk);
        return isWritten;
      });
    },
    change: (key, change, when) => {
      const { label = '' } = scope().call ?? {};
      return wire.request(async () => {
        const changed = await table.change(key, change, when);
        if (changed && isClaim(changed)) log.claimChanged(claimOf(changed), label);
        return changed;
      });
    },
    remove: (key) => wire.request(() => table.remove(key)),
    query: (pk, range, options) => wire.request(() => table.query(pk, range, options)),
    due: (shard, until, limit) => wire.request(() => table.due(shard, until, limit)),
  };
}

function wiredOutside(
  world: World,
  process: Process,
): Pick<SimDeps, 'queues' | 'timers' | 'outbound' | 'mail' | 'mailAccount' | 'mailStore' | 'receipts' | 'deadLetters'> {
  const { wire, mail, mailAccount, mailStore, scheduler, provider } = world;
  const queues: Queues = {
    sendEvents: (messages) => wire.request(() => mail.sendEvents(messages)),
    sendEffects: (lane, batch) => wire.request(() => mail.sendEffects(lane, batch), `queues.sendEffects ${lane}`),
    sendRing: (ring, delay) => wire.request(() => mail.sendRing(ring, delay)),
    sendMailIn: (body) => wire.request(() => mail.sendMailIn(body)),
  };
  return {
    queues: process.isNewer ? newerQueues(queues) : queues,
    timers: {
      arm: (alarm) =>
        wire.requestWith('timers.arm', ['past', 'throttle', 'lostAnswer'], (fault) => scheduler.arm(alarm, fault)),
      cancel: (alarm) =>
        wire.requestWith('timers.cancel', ['throttle', 'lostAnswer'], (fault) => scheduler.cancel(alarm, fault)),
    },
    outbound: { send: (request, note) => provider.send(request, note) },
    mail: { identity: IDENTITY, replyDomain: REPLY_DOMAIN, send: (email, note) => provider.mail(email, note) },
    mailAccount: {
      quota: () => wire.request(() => mailAccount.quota()),
      isVerified: (identity) => wire.request(() => mailAccount.isVerified(identity)),
    },
    mailStore: {
      get: (key, maxBytes) => wire.request(() => mailStore.get(key, maxBytes)),
      put: (key, bytes, about) => wire.request(() => mailStore.put(key, bytes, about)),
      link: (key, seconds) => mailStore.link(key, seconds),
    },
    receipts: {
      giveBack: ({ queue, receipt }, delay) =>
        wire.request(async () => mail.giveBack(queue, receipt, Math.ceil(delay / 1_000) * 1_000)),
      remove: ({ queue, receipt }) => wire.request(async () => mail.remove(queue, receipt)),
    },
    deadLetters: {
      queues: ['events', 'actions', 'slow', 'delays', 'mail'],
      receive: async (queue) => {
        const letters = await wire.request(async () => mail.deadLetters(queue));
        return process.isNewer ? letters.map((letter) => ({ ...letter, body: readByNewer(letter.body) })) : letters;
      },
      remove: (letter) => wire.request(async () => mail.removeDeadLetter(letter)),
    },
  };
}

/** What a commit was decided by can be told later. */
const notingChannels = (channels: Channels): Channels => ({
  ...channels,
  get: async (...args) => {
    const channel = await channels.get(...args);
    scope().flow.reconnect = channel?.reconnect;
    return channel;
  },
});

const NO_PORTS = new Set(['clock', 'publicUrl']);

/** Says of every call which it is: `conversations.commit`. */
function named<Ports extends object>(ports: Ports): Ports {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, NO_PORTS.has(name) ? port : namedPort(name, port)]),
  ) as Ports;
}

type Method = (...args: unknown[]) => unknown;

function namedPort(name: string, port: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(port).map((method) => {
      if (typeof port[method] !== 'function') return [method, port[method]];
      const label = `${name}.${method}`;
      const isCommit = label === 'conversations.commit';
      return [
        method,
        (...args: unknown[]) => {
          const { message, reconnect } = scope().flow;
          const commit = isCommit ? { commit: { ref: args[0], next: args[1], message, reconnect } } : {};
          const call = { label, ...commit } as never;
          return within({ ...scope(), call }, () => (port[method] as Method)(...args));
        },
      ];
    }),
  );
}
