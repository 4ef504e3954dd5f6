/** What `threadkeeper doctor` finds about e-mail: in Amazon SES, by the AWS credentials of this machine, and in the DNS. */
import type { GetEmailIdentityResponse } from '@aws-sdk/client-sesv2';
import type { AwsMail } from './aws-mail';
import { dmarc, openResolver, replyMx } from './doctor-dns';
import { messageOf } from './failure';
import { attempt, type Finding, fail, ok, type Tell, warn } from './finding';

/** As given at the deployment. */
export interface MailOptions {
  stage?: string;
  emailIdentity?: string;
  replyDomain?: string;
  receiptRuleSet?: string;
  /** DNS server to ask. */
  dns?: string;
}

/** Share of the day's quota from which it is told. */
const NEARLY_ALL = 0.8;

/** Nothing unless a sender is named. */
export async function examineMail(options: MailOptions, tell: Tell): Promise<void> {
  const { emailIdentity, replyDomain, stage = 'dev', dns } = options;
  if (!emailIdentity) return;
  const mail = (await import('./aws-mail')).openAwsMail();
  const region = await attempt(() => mail.region());
  if (region instanceof Error) return tell(notAsked('Amazon SES', region));
  const findings = [
    identity(mail, emailIdentity, region),
    account(mail),
    configurationSet(mail, `Threadkeeper-${stage}`),
  ];
  const resolver = openResolver(dns);
  if (!emailIdentity.includes('@')) findings.push(one(dmarc(resolver, emailIdentity)));
  if (replyDomain) {
    const ruleSet = options.receiptRuleSet ?? `threadkeeper-${stage}`;
    findings.push(one(replyMx(resolver, replyDomain, region)), one(active(mail, ruleSet, replyDomain)));
  }
  for (const found of await Promise.all(findings)) found.forEach(tell);
}

const one = async (finding: Promise<Finding>): Promise<Finding[]> => [await finding];

const notAsked = (what: string, error: Error): Finding =>
  warn(
    `${what} could not be asked: ${messageOf(error)}`,
    'Check AWS_REGION and that your AWS credentials may read SES.',
  );

async function identity(mail: AwsMail, name: string, region: string): Promise<Finding[]> {
  const found = await attempt(() => mail.identity(name));
  if (found instanceof Error) return [notAsked(`the identity ${name}`, found)];
  if (!found) return [fail(`${name} is not in SES of ${region}`, 'Deploy with -c emailIdentity=…, in this Region.')];
  if (!name.includes('@')) return [verified(name, found), dkim(name, found), mailFrom(found, region)];
  return [verified(name, found)];
}

function verified(name: string, { VerifiedForSendingStatus }: GetEmailIdentityResponse): Finding {
  if (VerifiedForSendingStatus) return ok(`${name} is verified`);
  const remedy = name.includes('@')
    ? 'Open the link in the mail that Amazon sent to this address.'
    : 'Put the records of the outputs DnsDkim… into the DNS; SES finds them within 72 hours.';
  return fail(`${name} is not verified: nothing can be sent`, remedy);
}

function dkim(name: string, { DkimAttributes = {} }: GetEmailIdentityResponse): Finding {
  const { Status, SigningEnabled, Tokens = [] } = DkimAttributes;
  if (Status === 'SUCCESS' && SigningEnabled) return ok(`e-mails of ${name} are signed (DKIM)`);
  const records = Tokens.map((token) => `${token}._domainkey.${name} CNAME ${token}.dkim.amazonses.com`);
  const remedy = `Switch DKIM on in the SES console, and have in the DNS: ${records.join('; ') || 'the records it shows'}`;
  return fail(`e-mails of ${name} are not signed (DKIM is ${Status ?? 'off'})`, remedy);
}

/** Without a domain of its own for bounces SPF is aligned with Amazon's, not the sender's. */
function mailFrom({ MailFromAttributes }: GetEmailIdentityResponse, region: string): Finding {
  const { MailFromDomain: domain, MailFromDomainStatus: status } = MailFromAttributes ?? {};
  if (!domain)
    return warn(
      'there is no MAIL FROM domain',
      'Set one in the SES console; SPF then counts for DMARC, not DKIM alone.',
    );
  if (status === 'SUCCESS') return ok(`bounces go to ${domain} (MAIL FROM)`);
  const records = `${domain} MX 10 feedback-smtp.${region}.amazonses.com; ${domain} TXT "v=spf1 include:amazonses.com ~all"`;
  return warn(`MAIL FROM ${domain} is ${status?.toLowerCase() ?? 'not set up'}`, `Put into the DNS: ${records}`);
}

async function account(mail: AwsMail): Promise<Finding[]> {
  const found = await attempt(() => mail.account());
  if (found instanceof Error) return [notAsked('the account', found)];
  const { ProductionAccessEnabled, SendingEnabled, EnforcementStatus = 'HEALTHY', SendQuota = {} } = found;
  const findings: Finding[] = [];
  if (!SendingEnabled || EnforcementStatus === 'SHUTDOWN')
    findings.push(fail('sending is paused for this account', 'docs/operations.md, Mail paused, says what to do.'));
  else if (EnforcementStatus !== 'HEALTHY')
    findings.push(
      warn(
        `Amazon reviews this account (${EnforcementStatus})`,
        'docs/operations.md, Mail reputation, says what to do.',
      ),
    );
  findings.push(
    ProductionAccessEnabled
      ? ok('the account is out of the sandbox')
      : warn(
          'the account is in the sandbox: only verified addresses get mail',
          'SES console, Account dashboard, Request production access.',
        ),
  );
  return [...findings, quota(SendQuota)];
}

function quota({ Max24HourSend: day = -1, MaxSendRate: rate = -1, SentLast24Hours: sent = 0 }): Finding {
  const told =
    day < 0 ? `${sent} e-mails sent in 24 h, without limit` : `${sent} of ${day} e-mails sent in 24 h, ${rate}/s`;
  if (day < 0 || sent < day * NEARLY_ALL) return ok(told);
  return warn(told, 'Ask for more: Service Quotas, Amazon SES, Sending quota.');
}

async function configurationSet(mail: AwsMail, name: string): Promise<Finding[]> {
  const found = await attempt(() => mail.configurationSet(name));
  if (found instanceof Error) return [notAsked(`the configuration set ${name}`, found)];
  if (!found)
    return [
      fail(`there is no configuration set ${name}`, 'Name the stage (--stage), or deploy with -c emailIdentity=….'),
    ];
  if (found.SendingOptions?.SendingEnabled === false)
    return [fail(`sending by ${name} is switched off`, 'Switch it on in the SES console, Configuration sets.')];
  return [ok(`e-mails are watched by ${name}`)];
}

async function active(mail: AwsMail, ruleSet: string, domain: string): Promise<Finding> {
  const found = await attempt(() => mail.activeRuleSet());
  if (found instanceof Error) return notAsked('the receipt rule set', found);
  const remedy = `threadkeeper mail activate --rule-set ${ruleSet}`;
  if (found?.name !== ruleSet)
    return fail(`the active receipt rule set is ${found?.name ?? 'none'}, not ${ruleSet}: no answers come in`, remedy);
  const rule = found.rules.find(({ Recipients }) => Recipients?.includes(domain));
  if (rule?.Enabled) return ok(`e-mails for ${domain} are taken in by ${ruleSet}`);
  const what = rule ? `the rule ${rule.Name} is switched off` : `${ruleSet} has no rule for ${domain}`;
  return fail(
    `${what}: no answers come in`,
    'Deploy with -c replyDomain=… again; CloudFormation, Detect drift, says what was changed.',
  );
}
