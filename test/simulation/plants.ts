/** The faults that are put into the program on purpose. */
import { handleEvent } from '../../src/app/handle-event';
import type { Conversation, Run } from '../../src/engine/conversation';
import { nameOf } from './log';
import { MAIL_PLANTS } from './mail-plants';
import { type Plant, storing, withConversations } from './plant';
import type { SimDeps } from './ports';
import { RETURN_PLANTS } from './return-plants';
import { scope } from './scope';

const ring = () => {
  const { message } = scope().flow;
  return message?.kind === 'ring' ? message.ring : undefined;
};

/** The run that is answered by name. */
const answeredRun = () => {
  const { message } = scope().flow;
  const event = message?.kind === 'event' ? message.event : undefined;
  return event?.type === 'message.created' ? event.data.answer?.runId : undefined;
};

export const PLANTS: Readonly<Record<string, Plant>> = {
  ...MAIL_PLANTS,
  ...RETURN_PLANTS,
  'condition-dropped': {
    says: 'the commit does not look at the version',
    from: 10,
    deps: (deps) =>
      withConversations(deps, (real) => ({
        commit: async (ref, next, _, sweepAt) => {
          const { version } = await real.load(ref);
          return real.commit(ref, next, version, sweepAt);
        },
      })),
  },
  'act-before-claim': {
    says: 'an effect is acted on and claimed afterwards',
    deps: (deps) => {
      const asked: { claim?: () => Promise<unknown> } = {};
      const { claims, outbound } = deps;
      return {
        ...deps,
        claims: {
          ...claims,
          claim: async (ref, request) => {
            asked.claim = () => claims.claim(ref, request);
            return { result: 'granted', claim: { ...request, state: 'claimed', attempts: 1, since: 0, updatedAt: 0 } };
          },
        },
        outbound: {
          send: async (request, note) => {
            const result = await outbound.send(request, note);
            await asked.claim?.();
            return result;
          },
        },
      };
    },
  },
  'alarm-obeyed': {
    says: 'a ring fires what was waited for when it was armed, without looking whether it still is',
    deps: (deps, _, { planted }) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const anchors = planted.get(`${nameOf(ref)} ${ring()?.due}`) as Conversation['anchors'] | undefined;
          return loaded.conversation && anchors
            ? { ...loaded, conversation: { ...loaded.conversation, anchors: structuredClone(anchors) } }
            : loaded;
        },
        commit: (ref, next, ...rest) => {
          if (next.outbox?.arm !== undefined)
            planted.set(`${nameOf(ref)} ${next.outbox.arm}`, structuredClone(next.anchors));
          return real.commit(ref, next, ...rest);
        },
      })),
  },
  'ack-before-commit': { says: 'messages leave the queue before they are handled', acksFirst: 'evaluate' },
  'first-only-in-memory': {
    says: 'which openings were the first is remembered by the process alone',
    deps: (deps) => {
      const remembered = new Map<string, Conversation['firstOpenings']>();
      return withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const firstOpenings = remembered.get(nameOf(ref)) ?? {};
          return loaded.conversation ? { ...loaded, conversation: { ...loaded.conversation, firstOpenings } } : loaded;
        },
        commit: (ref, next, ...rest) => {
          remembered.set(nameOf(ref), next.firstOpenings);
          return real.commit(ref, { ...next, firstOpenings: {} }, ...rest);
        },
      }));
    },
  },
  'outbox-cleared-early': {
    says: 'the commit stores no outbox',
    deps: storing(({ outbox: _, ...next }) => next),
  },
  'ring-bypasses-fifo': {
    says: 'a ring is handled at once, beside the queue of events',
    deps: (deps, process) => {
      if (process.fn !== 'ring') return deps;
      const sendEvents: SimDeps['queues']['sendEvents'] = async (messages) => {
        for (const message of messages) {
          scope().flow.message = message;
          await handleEvent(message, process.deps, {
            live: process.live.forBatch(),
            sent: process.sent,
            comesAgain: true,
          });
        }
      };
      return { ...deps, queues: { ...deps.queues, sendEvents } };
    },
  },
  'claim-without-owner': {
    says: 'whoever asks gets the claim, though another has it',
    from: 24,
    deps: ({ claims, ...deps }) => ({
      ...deps,
      claims: {
        ...claims,
        claim: async (ref, request) => {
          const answer = await claims.claim(ref, request);
          const { effectId, owner, state } = answer.claim;
          if (answer.result !== 'busy' && state !== 'unknown') return answer;
          await claims.settle(ref, effectId, owner, { state: 'released', at: request.now });
          return claims.claim(ref, request);
        },
      },
    }),
  },
  'answered-run-remembered': {
    says: 'a run that was answered is answered again',
    deps: (deps, _, { planted }) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const { conversation } = loaded;
          const asked = planted.get(`${nameOf(ref)} ${answeredRun()}`) as Run | undefined;
          if (!conversation || !asked || conversation.runs.some(({ id }) => id === asked.id)) return loaded;
          return { ...loaded, conversation: { ...conversation, runs: [...conversation.runs, structuredClone(asked)] } };
        },
        commit: (ref, next, ...rest) => {
          for (const run of next.runs)
            if (run.waitsFor.kind === 'answer') planted.set(`${nameOf(ref)} ${run.id}`, structuredClone(run));
          return real.commit(ref, next, ...rest);
        },
      })),
  },
  'module-taken-live': {
    says: 'a run in a module goes on with what is published of it by then',
    from: 121,
    deps: (deps, _, { publishers }) => ({
      ...deps,
      configuration: {
        ...deps.configuration,
        getRevision: async (workspaceId, workflowId, revision) => {
          const kept = await deps.configuration.getRevision(workspaceId, workflowId, revision);
          const of = [...(publishers.get(workspaceId)?.revisions.values() ?? [])];
          return kept?.trigger.type === 'module' ? of.findLast(({ id }) => id === workflowId) : kept;
        },
      },
    }),
  },
  'outbox-dropped-by-next-event': {
    says: 'the next event drops what the one before left unsent',
    deps: (deps) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          if (!loaded.conversation || ring()) return loaded;
          const { outbox: _, ...conversation } = loaded.conversation;
          return { ...loaded, conversation };
        },
      })),
  },
};
