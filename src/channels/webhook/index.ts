/** The generic channel: Standard Webhooks in and out. */
import { defineChannel } from '../channel';
import { webhookConfig } from './config';
import { send } from './send';
import { newWebhookSecret, verifySignature, webhookSecret } from './signature';
import { translate } from './translate';

export const webhook = defineChannel({
  kind: 'webhook',
  title: 'Signed webhooks (Standard Webhooks)',
  config: webhookConfig,
  secret: webhookSecret,
  newSecret: newWebhookSecret,
  verify: (request, channel, now) => verifySignature(request.headers, request.body, channel.secrets, now),
  translate,
  send,
});
