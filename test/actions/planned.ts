/** What an action plans for an effect, and the channels it may be planned for. */
import { isMailAction, type MailContext, type MailPlan, type Plan, type PlanContext } from '../../src/actions/action';
import { actionOf } from '../../src/actions/registry';
import type { Effect } from '../../src/engine/effects';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import type { ChannelRecord } from '../../src/ports/channels';

export const ref = { workspaceId: 'main', channelId: 'web', conversationId: 'chat-1' };
export const now = Date.parse('2026-01-05T09:00:00Z');
const created = { workspaceId: 'main', createdAt: now, version: 1 };

export const web: ChannelRecord = {
  ...{ ...created, id: 'web', kind: 'webhook' },
  secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
  config: { deliverUrl: 'https://desk.example.com/hooks' },
};
export const phone: ChannelRecord = {
  ...{ ...created, id: 'phone', kind: 'twilio-voice' },
  secrets: ['a'.repeat(32)],
  config: { accountSid: `AC${'0'.repeat(32)}`, number: '+82212345678' },
};

const SLOW = new Set(['webhook.call', 'sms.send', 'email.send', 'continuity.send', 'assistant.handOver']);

export function effectOf(type: string, fields: Record<string, unknown> = {}): Effect {
  const cause = { rootEventId: 'e1', runId: 'r1', workflowId: 'wf1', depth: 1 };
  const lane = SLOW.has(type) ? 'slow' : 'channel';
  const ids = { id: 'ef_1', runId: 'r1', workflowId: 'wf1' };
  return { schema: 1, ...ids, type, lane, fields, cause, createdAt: now, notAfter: now + 60_000 };
}

export function planOf(
  type: string,
  fields: Record<string, unknown> = {},
  context: Partial<PlanContext> = { channel: web },
): Plan {
  const action = actionOf(type);
  if (!action || isMailAction(action)) throw new Error(`There is no such action: ${type}.`);
  return action.plan(effectOf(type, fields), ref, { now, ...context });
}

/** The plan of an e-mail whose effect is claimed. */
export function mailPlanOf(
  type: string,
  fields: Record<string, unknown> = {},
  context: Partial<MailContext> = {},
): MailPlan {
  const action = actionOf(type);
  if (!action || !isMailAction(action)) throw new Error(`There is no e-mail ${type}.`);
  return action.plan(effectOf(type, fields), ref, { now, settings: DEFAULT_SETTINGS, ...context });
}

/** The request of a plan that has one. */
export function requested(plan: Plan) {
  if (plan.kind !== 'request') throw new Error(JSON.stringify(plan));
  return plan;
}
