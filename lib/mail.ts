import type { Stack } from 'aws-cdk-lib';
import type { ConversationStore } from './conversation-store';
import { tellDnsRecords } from './dns-records';
import type { EventQueues } from './event-queues';
import type { FrontDoor } from './front-door';
import { MailReceiver } from './mail-receiver';
import { MailSender } from './mail-sender';
import type { ServiceFunction } from './service-function';
import { type CoreFunctions, defineFunction } from './service-functions';
import type { Settings } from './settings';

/** E-mail, as far as the stack has it. */
export interface Mail {
  sender: MailSender;
  feedback: ServiceFunction;
  /** Where answers come in as well. */
  inbound?: { receiver: MailReceiver; mailIn: ServiceFunction };
}

interface Parts {
  functions: CoreFunctions;
  store: ConversationStore;
  queues: EventQueues;
  frontDoor: FrontDoor;
}

/** E-mail out, once there is a sender, and in, once there is a domain for answers; and which function may do what with it. */
export function addMail(stack: Stack, settings: Settings, parts: Parts): Mail | undefined {
  const { emailIdentity: identity, existingIdentity: existing, stage } = settings;
  if (!identity) return undefined;
  const { api, perform } = parts.functions;
  const sender = new MailSender(stack, 'MailSender', { identity, existing, keep: stage === 'prod' });
  sender.grantSend(perform);
  sender.grantQuota(perform);
  sender.grantAsk(api);

  const feedback = defineFunction(stack, 'mail-feedback', settings);
  sender.feed(feedback);
  parts.store.grant(feedback, 'GetItem', 'PutItem', 'UpdateItem');
  parts.queues.events.grantSend(feedback);

  const inbound = addInbound(stack, settings, { ...parts, sender });
  tellDnsRecords(stack, sender, inbound?.receiver);
  return { sender, feedback, ...(inbound && { inbound }) };
}

function addInbound(stack: Stack, settings: Settings, parts: Parts & { sender: MailSender }): Mail['inbound'] {
  const { replyDomain: domain, receiptRuleSet: ruleSet, stage } = settings;
  if (!domain) return undefined;
  const { store, queues, functions } = parts;
  const receiver = new MailReceiver(stack, 'MailReceiver', {
    ...{ domain, stage, keep: stage === 'prod' },
    ...(ruleSet && { ruleSet }),
  });
  const mailIn = defineFunction(stack, 'mail-in', settings);
  receiver.feed(mailIn);
  receiver.grantDomain(mailIn);
  parts.sender.tellIdentity(mailIn);
  parts.frontDoor.grantPublicUrl(mailIn);
  receiver.grantRead(mailIn, 'inbound');
  receiver.grantMiss(mailIn);
  receiver.grantWrite(mailIn, 'attachments');
  store.grant(mailIn, 'GetItem', 'PutItem', 'UpdateItem');
  queues.events.grantSend(mailIn);

  const { api, perform, sweep } = functions;
  receiver.grantDomain(perform);
  receiver.grantDomain(api);
  receiver.grantRead(api, 'inbound');
  receiver.grantRead(api, 'attachments');
  receiver.failed.grantSend(api);
  receiver.failed.grantDrain(sweep);
  return { receiver, mailIn };
}
