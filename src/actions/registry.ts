/** How each step of the catalogue is done; a new way of doing is a module beside this and a row here. */
import { STEPS } from '../engine/catalogue';
import type { Action, MailAction } from './action';
import { assistantHandOver } from './assistant-hand-over';
import { continuitySend } from './continuity-send';
import { emailSend } from './email-send';
import { smsSend } from './sms-send';
import { tellChannel } from './tell-channel';
import { webhookCall } from './webhook-call';

const apart: Readonly<Record<string, Action | MailAction>> = {
  'webhook.call': webhookCall,
  'email.send': emailSend,
  'continuity.send': continuitySend,
  'sms.send': smsSend,
  'assistant.handOver': assistantHandOver,
};

/** What speaks to a caller is told to the channel where that does not ask by itself what to say. */
const TOLD = new Set<string | undefined>(['channel', 'voice']);

/** What no step does, and the channel is told of: whose capacity is kept, who came back, who did not. */
const TOLD_BY_ITSELF = new Set([
  ...['capacity.reserved', 'capacity.released'],
  ...['conversation.resumed', 'conversation.wrapUp'],
]);

/** The action of a kind of effect; undefined when this version has none. */
export function actionOf(type: string): Action | MailAction | undefined {
  if (Object.hasOwn(apart, type)) return apart[type];
  return TOLD_BY_ITSELF.has(type) || TOLD.has(STEPS.get(type)?.lane) ? tellChannel : undefined;
}
