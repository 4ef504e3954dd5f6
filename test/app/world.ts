/** What use cases need, in memory: state to look at, and faults to switch on. */

import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import { memoryPorts } from '../../src/adapters/memory/memory-ports';
import { webhook } from '../../src/channels/webhook';
import type { Effect } from '../../src/engine/effects';
import type { ConversationEvent, ConversationRef, PublicEvent } from '../../src/engine/event';
import type { DeadLetter, DeadLetters } from '../../src/ports/dead-letters';
import type { EventMessage } from '../../src/ports/queues';
import type { QueueName, Receipts } from '../../src/ports/receipts';

export const START = Date.parse('2026-01-05T09:00:00Z');
export const SECRET = webhook.newSecret?.(Buffer.alloc(32, 7)) as string;
export const ref: ConversationRef = { workspaceId: 'main', channelId: 'web', conversationId: 'chat-1' };

export class World {
  readonly clock = new MemoryClock(START);
  readonly ports = memoryPorts(this.clock);
  /** What was given back, and what was removed, by receipt. */
  readonly givenBack: { receipt: string; delay: number }[] = [];
  readonly removed: string[] = [];
  readonly letters: DeadLetter[] = [];
  readonly deps = { ...this.ports, receipts: this.receipts(), deadLetters: this.deadLetters() };

  /** Has the channels `web` (signed webhooks, delivered to) and `phone` (Twilio). */
  static async open(): Promise<World> {
    const world = new World();
    const web = { kind: 'webhook', secrets: [SECRET], config: { deliverUrl: 'https://desk.example.com/hooks' } };
    const number = { accountSid: `AC${'0'.repeat(32)}`, number: '+82212345678' };
    const phone = { kind: 'twilio-voice', secrets: ['a'.repeat(32)], config: number };
    for (const [id, channel] of Object.entries({ web, phone })) {
      await world.deps.channels.put({ workspaceId: 'main', id, createdAt: START, version: 1, ...channel });
    }
    return world;
  }

  /** Messages that a queue took, as they were written. */
  sent(queue: QueueName): unknown[] {
    const taken = this.ports.queues.sent.filter((message) => message.queue === queue && !message.isRepeat);
    return taken.map(({ body }) => JSON.parse(body));
  }

  get events(): ConversationEvent[] {
    return (this.sent('events') as EventMessage[]).flatMap((message) =>
      message.kind === 'event' ? [message.event] : [],
    );
  }

  /** Ids of the effects that were asked for outside, in order. */
  get asked(): string[] {
    return this.ports.outbound.exchanges.map(({ note }) => note.effectId);
  }

  /** How each effect stands. */
  async states(effects: readonly Effect[], of = ref): Promise<(string | undefined)[]> {
    return Promise.all(effects.map(async ({ id }) => (await this.deps.claims.get(of, id))?.state));
  }

  private receipts(): Receipts {
    return {
      giveBack: async ({ receipt }, delay) => void this.givenBack.push({ receipt, delay }),
      remove: async ({ receipt }) => void this.removed.push(receipt),
    };
  }

  private deadLetters(): DeadLetters {
    const indexOf = (receipt: string) => this.letters.findIndex((letter) => letter.receipt === receipt);
    return {
      queues: ['events', 'actions', 'slow', 'delays', 'mail'],
      receive: async (queue) => this.letters.filter((letter) => letter.queue === queue).slice(0, 10),
      remove: async ({ receipt }) => void this.letters.splice(indexOf(receipt), 1),
    };
  }
}

/** An effect of the run `r1` of the workflow `wf1`. */
export function effect(id: string, more: Partial<Effect> = {}): Effect {
  const cause = { rootEventId: 'e1', runId: 'r1', workflowId: 'wf1', depth: 1 };
  const made = {
    schema: 1 as const,
    id,
    type: 'message.send',
    lane: 'channel' as const,
    fields: { text: 'hi' },
    cause,
  };
  return { ...made, runId: 'r1', workflowId: 'wf1', createdAt: START, notAfter: START + 3_600_000, ...more };
}

export function event(id: string, more: Partial<PublicEvent> = {}): PublicEvent {
  const { conversationId: subject, ...of } = ref;
  const data = { upToMessageId: 'm1' };
  return { schema: 1, id, ...of, subject, type: 'message.read', receivedAt: START, data, ...more } as PublicEvent;
}
