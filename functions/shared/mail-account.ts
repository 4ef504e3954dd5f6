import { SESv2Client } from '@aws-sdk/client-sesv2';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { sesAccount } from '../../src/adapters/aws/ses-account';
import { variables } from '../../src/config';
import type { MailAccount } from '../../src/ports/mail-account';

/** Where the stack was deployed without a sender. */
const nobody: MailAccount = { quota: async () => undefined, isVerified: async () => false };

/** How the account may send. */
export const openMailAccount = (): MailAccount =>
  process.env[variables.emailIdentity] ? sesAccount(new SESv2Client(clientOptions)) : nobody;
