/** A story about customers, as recipes are told: who they are, what they press and key in. */
import { fillRecipe } from '../../src/app/api/recipes/fill';
import type { Language, ParameterValue, Recipe } from '../../src/app/api/recipes/recipe';
import type { Effect } from '../../src/engine/effects';
import type { CustomerFields } from '../../src/engine/event';
import type { Settings } from '../../src/engine/settings';
import { Story, workflow } from '../engine/story';

const CALLER = '+821012345678';
const OURS = '+8225550100';

export class Scene extends Story {
  #messages = 0;

  static of(
    recipe: Recipe,
    language: Language,
    parameters: Record<string, ParameterValue> = {},
    settings: Partial<Settings> = {},
  ): Scene {
    const drafts = fillRecipe(recipe, { language, parameters, idOf: (name) => name });
    const scene = new Scene(
      drafts.map(({ id, draft }) => workflow(id, draft)),
      settings,
    );
    scene.isCalled({});
    return scene;
  }

  /** What is known of the customer. */
  isCalled(fields: Omit<CustomerFields, 'id'>): void {
    this.customer = { id: 'cu', name: 'Kim', ...fields };
  }

  startsChat(more: Record<string, unknown> = {}): void {
    this.event('conversation.started', { kind: 'chat', by: 'customer', customer: { id: 'cu' }, ...more });
  }

  /** A chat that comes in by the customer's first message. */
  opensChat(text = 'hello', more: Record<string, unknown> = {}): void {
    this.startsChat(more);
    this.says(text);
  }

  says(text: string, answer?: Record<string, unknown>): void {
    this.#messages += 1;
    const message = { messageId: `c${this.#messages}`, author: { type: 'customer', id: 'cu' }, text };
    this.event('message.created', { ...message, ...(answer ? { answer } : {}) });
  }

  entersQueue(): void {
    this.event(this.isCall ? 'call.queued' : 'conversation.queued');
  }

  isAssigned(agentId = 'ag'): void {
    this.event('conversation.assigned', { agentId });
  }

  closes(by: 'agent' | 'customer' = 'agent'): void {
    this.event('conversation.closed', { by });
  }

  presses(buttonId: string): void {
    this.says(buttonId, { runId: this.asked.runId, buttonId });
  }

  fillsIn(fields: Record<string, string>): void {
    this.says('', { runId: this.asked.runId, fields });
  }

  rates(rating: number): void {
    this.says('', { runId: this.asked.runId, rating });
  }

  rings(): void {
    this.event('call.ringing', { from: CALLER, to: OURS, customer: { id: 'cu' } });
  }

  /** The call reaches the inbox. */
  comesIn(): void {
    this.event('call.inbound', { from: CALLER, to: OURS, customer: { id: 'cu' } });
  }

  isAnswered(): void {
    this.event('call.answered', { agentId: 'ag' });
  }

  agentCalls(): void {
    this.event('call.placed', { agentId: 'ag', from: OURS, to: CALLER, customer: { id: 'cu' } });
  }

  hangsUp(missedReason?: string): void {
    this.event('call.ended', missedReason === undefined ? { durationSeconds: 60 } : { missedReason });
  }

  keysIn(digits: string): void {
    this.#isAnsweredBy({ digits });
  }

  isPutThrough(outcome: 'answered' | 'busy' | 'noAnswer'): void {
    this.#isAnsweredBy({ outcome });
  }

  recordsMessage(): void {
    this.#isAnsweredBy({ recordingUrl: 'https://recordings.example.com/1', seconds: 12 });
  }

  /** What the customer had before this. */
  hadCall(tags: string[]): void {
    this.customer = {
      ...this.customer,
      id: 'cu',
      conversations: [{ channelId: 'web', conversationId: 'before', kind: 'call', startedAt: 0, tags }],
    } as CustomerFields;
  }

  get isCall(): boolean {
    return this.conversation?.kind === 'call';
  }

  /** The last question that a run asked. */
  get asked(): Effect {
    const effects = this.decisions.flatMap(({ outbox }) =>
      Object.values(outbox ?? {})
        .filter(Array.isArray)
        .flat(),
    );
    return effects.findLast(({ type = '' }) => QUESTIONS.test(type)) as Effect;
  }

  #isAnsweredBy(body: Record<string, unknown>): void {
    const { id: effectId, runId, workflowId, type } = this.asked;
    const data = { effectId, runId, workflowId, type, status: 200, body };
    this.event('effect.answered' as never, data);
  }
}

const QUESTIONS = /^(message\.buttons|form\.send|ask\.once|survey\.send|call\.(menu|digits|route|voicemail))$/;
