/** Faults put on purpose into what concerns e-mails. */
import type { Conversation } from '../../src/engine/conversation';
import { nameOf } from './log';
import { type Plant, storing, withConversations } from './plant';
import type { SimDeps } from './ports';

const carries = ({ outbox }: Conversation) => outbox?.slow.some(({ type }) => type === 'continuity.send') ?? false;
const AUTOMATIC = /^(Auto-Submitted|Content-Type: multipart).*\r\n/gm;

/** The bytes of a mail without what its program says of itself. */
function asByHand(bytes: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(AUTOMATIC, ''), 'latin1');
}

export const MAIL_PLANTS: Readonly<Record<string, Plant>> = {
  'mail-without-looking': {
    says: 'a mail carries what was unread when it was decided, whatever was read since',
    from: 458,
    deps: (deps, process, { planted }) =>
      withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const decided = planted.get(`mail ${nameOf(ref)}`) as Conversation | undefined;
          return process.fn === 'perform' && decided ? { ...loaded, conversation: decided } : loaded;
        },
        commit: (ref, next, ...rest) => {
          if (carries(next)) planted.set(`mail ${nameOf(ref)}`, structuredClone(next));
          return real.commit(ref, next, ...rest);
        },
      })),
  },
  'mail-tried-again': {
    says: 'a mail of which nobody knows whether it left is sent again',
    from: 83,
    deps: ({ mail, ...deps }) => ({
      ...deps,
      mail: {
        ...mail,
        send: async (email, note) => {
          const result = await mail.send(email, note);
          return result.kind === 'ambiguous' ? { kind: 'refused', reason: result.reason, forGood: false } : result;
        },
      },
    }),
  },
  'batch-in-memory': {
    says: 'which answers were mailed is remembered by the process alone',
    from: 13,
    deps: (deps) => {
      const remembered = new Map<string, Set<string>>();
      const forget = storing((next) => ({ ...next, unread: next.unread.map(({ mailed: _, ...message }) => message) }));
      const forgetful = withConversations(deps, (real) => ({
        load: async (ref, ...rest) => {
          const loaded = await real.load(ref, ...rest);
          const mailed = remembered.get(nameOf(ref));
          if (!loaded.conversation || !mailed) return loaded;
          const unread = loaded.conversation.unread.map((message) =>
            mailed.has(message.messageId) ? { ...message, mailed: true as const } : message,
          );
          return { ...loaded, conversation: { ...loaded.conversation, unread } };
        },
        commit: (ref, next, ...rest) => {
          const mailed = next.unread.flatMap((message) => (message.mailed ? [message.messageId] : []));
          remembered.set(nameOf(ref), new Set(mailed));
          return forget(deps).conversations.commit(ref, next, ...rest);
        },
      }));
      return forgetful;
    },
  },
  'news-unheard': {
    says: 'what the mail service tells beside its answer settles nothing',
    from: 54,
    deps: ({ claims, ...deps }) => ({ ...deps, claims: { ...claims, confirm: async () => true } }),
  },
  'mail-announced-afterwards': {
    says: 'a mail is written down once it has left',
    from: 31,
    deps: ({ mail, sentMails, ...deps }) => {
      const toWrite: Parameters<typeof sentMails.put>[0][] = [];
      return {
        ...deps,
        sentMails: { ...sentMails, put: async (sent) => void toWrite.push(sent) },
        mail: {
          ...mail,
          send: async (email, note) => {
            const result = await mail.send(email, note);
            for (const sent of toWrite.splice(0)) await sentMails.put(sent);
            return result;
          },
        },
      };
    },
  },
  'suppression-not-asked': {
    says: 'whoever asked for no more mails gets them',
    from: 99,
    deps: ({ suppressions, ...deps }) => ({ ...deps, suppressions: { ...suppressions, get: async () => undefined } }),
  },
  'auto-reply-counted': {
    says: 'what a program answers is taken for the customer’s answer',
    from: 33,
    deps: ({ mailStore, ...deps }) => ({
      ...deps,
      mailStore: {
        ...mailStore,
        get: async (key, maxBytes) => {
          const stored = await mailStore.get(key, maxBytes);
          return stored && { ...stored, bytes: asByHand(stored.bytes) };
        },
      },
    }),
  },
  'letters-uncounted': {
    says: 'as many letters of a customer are taken as come',
    from: 99,
    deps: ({ rates, ...deps }, process) => ({
      ...deps,
      rates: process.fn === 'mail-in' ? { ...rates, add: async () => 1 } : rates,
    }),
  },
  'letter-named-by-delivery': {
    says: 'a letter that is delivered again is another one',
    from: 31,
    deps: (deps, process) => (process.fn === 'mail-in' ? forgettingLetters(deps, process.name) : deps),
  },
};

function forgettingLetters({ queues, timeline, ...deps }: SimDeps, name: string): SimDeps {
  let serial = 0;
  return {
    ...deps,
    timeline: { ...timeline, get: async () => undefined },
    queues: {
      ...queues,
      sendEvents: (messages) =>
        queues.sendEvents(
          messages.map((message) =>
            message.kind === 'event'
              ? { kind: 'event', event: { ...message.event, id: `${message.event.id}-${name}-${++serial}` } }
              : message,
          ),
        ),
    },
  };
}
