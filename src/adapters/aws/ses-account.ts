/** How the account may send, as Amazon SES says. */
import { GetAccountCommand, GetEmailIdentityCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { MailAccount } from '../../ports/mail-account';

/** @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html: a quota of -1 is none */
export function sesAccount(client: SESv2Client): MailAccount {
  return {
    quota: () =>
      client.send(new GetAccountCommand({})).then(
        ({ SendQuota = {}, SendingEnabled = true }) => ({
          perSecond: unlimited(SendQuota.MaxSendRate),
          perDay: unlimited(SendQuota.Max24HourSend),
          sentLastDay: SendQuota.SentLast24Hours ?? 0,
          enabled: SendingEnabled,
        }),
        () => undefined,
      ),
    isVerified: (identity) =>
      client.send(new GetEmailIdentityCommand({ EmailIdentity: identity })).then(
        ({ VerifiedForSendingStatus }) => VerifiedForSendingStatus ?? false,
        (error: Error) => (error.name === 'NotFoundException' ? false : undefined),
      ),
  };
}

const unlimited = (quota = -1) => (quota < 0 ? Number.POSITIVE_INFINITY : quota);
