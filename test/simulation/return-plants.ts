/** Faults put on purpose into what brings customers back. */
import type { Table } from '../../src/adapters/table/table';
import { tableAgents } from '../../src/adapters/table/table-agents';
import type { Conversation } from '../../src/engine/conversation';
import type { ChannelRecord } from '../../src/ports/channels';
import { nameOf } from './log';
import { type Plant, withConversations } from './plant';
import { scope } from './scope';

const eventAtHand = () => {
  const { message } = scope().flow;
  return message?.kind === 'event' ? message.event : undefined;
};

/** The limit as it looks to whoever goes by a clock of its own. */
function overBy(now: number, conversation: Conversation, arrived: number): Conversation {
  const anchors = conversation.anchors.map((anchor) =>
    anchor.kind === 'reconnect' && (anchor.dueAt as number) <= now ? { ...anchor, dueAt: arrived } : anchor,
  );
  return { ...conversation, anchors };
}

export const RETURN_PLANTS: Readonly<Record<string, Plant>> = {
  'link-of-any-session': {
    says: 'a link counts though its session is over',
    from: 19,
    deps: (deps) => {
      const counts = new Map<string, number | undefined>();
      return withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const { session } = scope().flow;
          if (!loaded.conversation || session === undefined) return loaded;
          counts.set(nameOf(ref), loaded.conversation.session);
          return { ...loaded, conversation: { ...loaded.conversation, session } };
        },
        commit: (ref, { session, ...next }, ...rest) => {
          const kept = scope().flow.session === undefined ? session : counts.get(nameOf(ref));
          return real.commit(ref, { ...next, ...(kept !== undefined && { session: kept }) }, ...rest);
        },
      }));
    },
  },
  'limit-by-own-clock': {
    says: 'the limit is judged by the clock of whoever handles the event',
    deps: (deps) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const event = eventAtHand();
          if (!loaded.conversation || !event) return loaded;
          return { ...loaded, conversation: overBy(deps.clock.now(), loaded.conversation, event.receivedAt) };
        },
      })),
  },
  'capacity-unguarded': {
    says: 'the last word about an agent counts, however old it is',
    from: 225,
    deps: ({ agents, ...deps }, _, { table, wire }) => {
      const put: Table['put'] = (item) => wire.request(() => table.put(item));
      return { ...deps, agents: { ...agents, apply: tableAgents({ put } as Table).apply } };
    },
  },
  'second-click-reopens': {
    says: 'who asks twice to go on comes back twice',
    from: 10,
    deps: (deps) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          if (!loaded.conversation) return loaded;
          const { away, ...conversation } = loaded.conversation;
          if (!away) return loaded;
          const { resumed: _, ...forgotten } = away;
          return { ...loaded, conversation: { ...conversation, away: forgotten } };
        },
      })),
  },
  'absence-in-memory': {
    says: 'who is waited for is remembered by the process alone',
    deps: (deps) => {
      const remembered = new Map<string, Conversation['away']>();
      return withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const away = remembered.get(nameOf(ref));
          return loaded.conversation && away ? { ...loaded, conversation: { ...loaded.conversation, away } } : loaded;
        },
        commit: (ref, { away, ...next }, ...rest) => {
          remembered.set(nameOf(ref), away);
          return real.commit(ref, next, ...rest);
        },
      }));
    },
  },
  'channel-never-read-again': {
    says: 'what a channel is set to is read once',
    from: 86,
    deps: ({ channels, ...deps }) => {
      const known = new Map<string, ChannelRecord>();
      return {
        ...deps,
        channels: {
          ...channels,
          get: async (channelId, options) => {
            const record = known.get(channelId) ?? (await channels.get(channelId, options));
            if (record) known.set(channelId, record);
            return record;
          },
        },
      };
    },
  },
  'signs-of-life-dropped': {
    says: 'a page that tells again that it is there is not heard',
    deps: (deps) =>
      withConversations(deps, (real) => ({
        commit: async (ref, next, ...rest) => {
          const isSign = eventAtHand()?.type === 'customer.present' && next.outbox?.timeline.length === 0;
          return isSign ? 'committed' : real.commit(ref, next, ...rest);
        },
      })),
  },
};
