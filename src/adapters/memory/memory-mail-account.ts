import type { MailAccount } from '../../ports/mail-account';

/** An account that may send ten e-mails a second and has verified what `verified` says. */
export class MemoryMailAccount implements MailAccount {
  readonly verified = new Set<string>();
  /** Undefined: it does not answer. */
  quotaNow: Awaited<ReturnType<MailAccount['quota']>> = {
    perSecond: 10,
    perDay: 50_000,
    sentLastDay: 0,
    enabled: true,
  };
  /** How often the quota was asked for. */
  asked = 0;

  async quota(): ReturnType<MailAccount['quota']> {
    this.asked += 1;
    return this.quotaNow && { ...this.quotaNow };
  }

  async isVerified(identity: string): Promise<boolean | undefined> {
    return this.quotaNow && this.verified.has(identity.toLowerCase());
  }
}
