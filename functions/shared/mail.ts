import { SESv2Client } from '@aws-sdk/client-sesv2';
import { onceOptions } from '../../src/adapters/aws/client-options';
import { sesMail } from '../../src/adapters/aws/ses-mail';
import { effectNoteHeader, outsideUrlVariable, readConfig, variables } from '../../src/config';
import type { Mail } from '../../src/ports/mail';

/** Where the stack was deployed without a sender. */
const nobody: Mail = { send: async () => ({ kind: 'refused', reason: 'no sender is set up', forGood: true }) };

/** What the stack was deployed to send as, and where answers come in. */
export function senderOf(environment: NodeJS.ProcessEnv): Pick<Mail, 'identity' | 'replyDomain'> {
  const identity = environment[variables.emailIdentity];
  const replyDomain = environment[variables.replyDomain];
  return { ...(identity ? { identity } : {}), ...(replyDomain ? { replyDomain } : {}) };
}

/** E-mail as the stack's sender; in the embedded stack, whose SES shows it to people, with a note for them. */
export function openMail(): Mail {
  if (!process.env[variables.emailIdentity]) return nobody;
  const { emailIdentity, emailConfigurationSet } = readConfig(process.env, ['emailIdentity', 'emailConfigurationSet']);
  const { replyDomain } = senderOf(process.env);
  const domain = replyDomain === undefined ? {} : { replyDomain };
  const sender = { identity: emailIdentity, configurationSet: emailConfigurationSet, ...domain };
  const isPlayed = process.env[outsideUrlVariable] !== undefined;
  return sesMail(new SESv2Client(onceOptions), { ...sender, ...(isPlayed && { notesIn: effectNoteHeader }) });
}
