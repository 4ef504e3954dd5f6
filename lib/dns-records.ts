import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { MailReceiver } from './mail-receiver';
import type { MailSender } from './mail-sender';
import { mailFromDomain } from './settings';

/** Outputs that say, record by record, what has to be in the DNS, as one would write it into a zone file. */
export function tellDnsRecords(stack: Stack, sender: MailSender, receiver?: MailReceiver): void {
  const { identity, made } = sender;
  const { region } = stack;
  const tell = (id: string, description: string, value: string) => new CfnOutput(stack, id, { description, value });
  if (!identity.includes('@')) {
    const records = made?.dkimRecords ?? [];
    for (const [at, { name, value }] of records.entries())
      tell(`DnsDkim${at + 1}`, 'DNS: proves that e-mails are of the domain (DKIM)', `${name} CNAME ${value}`);
    if (made) {
      const bounces = mailFromDomain(identity);
      tell('DnsMailFromMx', 'DNS: where bounces go', `${bounces} MX 10 feedback-smtp.${region}.amazonses.com`);
      tell('DnsMailFromSpf', 'DNS: who may send (SPF)', `${bounces} TXT "v=spf1 include:amazonses.com ~all"`);
    }
    tell(
      'DnsDmarc',
      'DNS: what others do with forgeries (DMARC); unless there is one',
      `_dmarc.${identity} TXT "v=DMARC1; p=none"`,
    );
  }
  if (!receiver) return;
  tell('DnsReplyMx', 'DNS: where answers go', `${receiver.domain} MX 10 inbound-smtp.${region}.amazonaws.com`);
  tell(
    'ReceiveEmail',
    'Run this with credentials of the account, once the records are there, to receive e-mails',
    `npm run threadkeeper -- mail activate --rule-set ${receiver.ruleSetName}`,
  );
}
