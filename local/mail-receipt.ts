import { createHash } from 'node:crypto';
import type { Denial, S3Front, VirtualClock } from './front';
import { mayInvoke } from './permissions';
import { domainOfFrom, receiptEvent } from './receipt/event';
import { headerIn, isNamed, joinMail, splitMail } from './receipt/raw-mail';
import { type Stamped, stamps } from './receipt/stamps';
import { judged, readVerdicts, VERDICT_HEADER, type Verdicts } from './receipt/verdicts';
import { allowsService } from './resource-policy';
import type { Store } from './store';
import type { BucketSpec, PermissionSpec, ReceiptRuleSpec } from './template';

export interface MailReceiptOptions {
  rules: readonly ReceiptRuleSpec[];
  buckets: readonly BucketSpec[];
  permissions: PermissionSpec[];
  s3: S3Front;
  store: Store;
  clock: VirtualClock;
  account: string;
  region: string;
  /** Number of this run of the stack. */
  run: number;
  /** Invokes a function without waiting for it. */
  invoke(functionArn: string, event: object): void;
  onDenied(denial: Denial): void;
}

export interface IncomingMail {
  raw: Buffer;
  /** Of the envelope; empty for bounces. */
  mailFrom: string;
  recipients: readonly string[];
  helo?: string | undefined;
  ip?: string | undefined;
  /** What the mail itself says of them, in its header, goes before. */
  verdicts?: Verdicts | undefined;
}

/** SMTP's way to say no, and why. */
export type Received = { ok: true; messageId: string } | { ok: false; code: number; reason: string };

export interface MailReceipt {
  /** Whether some receipt rule is for the address. */
  takes(address: string): boolean;
  /** Once it answers ok the mail is stored, and its function will be invoked. */
  receive(mail: IncomingMail): Received;
}

export const MOST_MAIL_BYTES = 40 * 1024 * 1024;
const NOBODY: Received = { ok: false, code: 550, reason: '5.1.1 No receipt rule is for any of the recipients.' };
const TOO_LARGE: Received = { ok: false, code: 552, reason: '5.3.4 The mail is larger than 40 MB.' };
const NOT_ALLOWED: Received = {
  ok: false,
  code: 451,
  reason: '4.3.0 SES may not store the mail or tell of it: the stack says which permission is missing.',
};

/**
 * Amazon SES where mails come in: each receipt rule that is for one of the recipients stores the mail and tells a function.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-concepts.html
 */
export function createMailReceipt(options: MailReceiptOptions): MailReceipt {
  const { rules, s3, store, clock, region, run, invoke } = options;
  let mails = 0;
  const nextId = () => createHash('sha256').update(`${run}/inbound/${++mails}`).digest('hex').slice(0, 40);

  const receive = ({
    raw,
    mailFrom,
    recipients,
    helo = 'localhost',
    ip = '127.0.0.1',
    ...told
  }: IncomingMail): Received => {
    const matching = rules
      .map((rule) => ({ rule, recipients: recipients.filter((address) => isFor(rule, address)) }))
      .filter((match) => match.recipients.length > 0);
    if (matching.length === 0) return NOBODY;
    if (raw.length > MOST_MAIL_BYTES) return TOO_LARGE;
    if (!matching.every(({ rule }) => mayServe(options, rule))) return NOT_ALLOWED;
    const mail = splitMail(raw);
    const verdicts = verdictsIn(mail.lines, told.verdicts);
    if (typeof verdicts === 'string') return { ok: false, code: 554, reason: `5.6.0 ${verdicts}` };
    const lines = mail.lines.filter((line) => !isNamed(line, VERDICT_HEADER));
    const stamped: Stamped = {
      ...{ messageId: nextId(), mailFrom, recipients, helo, ip, now: clock.now(), region },
      ...{ fromDomain: domainOfFrom(lines), verdicts: judged(verdicts) },
    };
    const allLines = [...stamps(stamped), ...lines];
    const stored = joinMail({ lines: allLines, body: mail.body });
    store.transaction(() => {
      for (const { rule, recipients: own } of matching) {
        s3.put(rule.bucket, `${rule.prefix}${stamped.messageId}`, stored, 'binary/octet-stream');
        const { scans, functionArn } = rule;
        invoke(functionArn, receiptEvent(stamped, allLines, { recipients: own, scans, functionArn }));
      }
    });
    return { ok: true, messageId: stamped.messageId };
  };
  return { takes: (address) => rules.some((rule) => isFor(rule, address)), receive };
}

/**
 * Whether a rule is for an address: a rule names addresses, with or without what follows their +, domains, or with a dot in front
 * what is below a domain; none: all.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-concepts.html#receiving-email-concepts-rules
 */
export function isFor({ recipients }: Pick<ReceiptRuleSpec, 'recipients'>, address: string): boolean {
  const [local = '', domain = ''] = address.toLowerCase().split(/@(?=[^@]*$)/);
  const plain = `${local.replace(/\+.*$/, '')}@${domain}`;
  return (
    recipients.length === 0 ||
    recipients
      .map((recipient) => recipient.toLowerCase())
      .some((to) => [domain, plain, `${local}@${domain}`].includes(to) || (to.startsWith('.') && domain.endsWith(to)))
  );
}

/** Whether bucket and function let SES do what the rule says; what they do not is reported. */
function mayServe({ buckets, permissions, account, onDenied }: MailReceiptOptions, rule: ReceiptRuleSpec): boolean {
  const { bucket, prefix, functionArn, arn } = rule;
  const principal = 'ses.amazonaws.com';
  const resource = `arn:aws:s3:::${bucket}/${prefix}*`;
  const put = { service: principal, action: 's3:PutObject', resource, sourceArn: arn, sourceAccount: account };
  const mayPut = allowsService(buckets.find(({ name }) => name === bucket)?.policies ?? [], put);
  if (!mayPut) onDenied({ caller: principal, action: 's3:PutObject', resource });
  return mayInvoke(permissions, { principal, functionArn, sourceArn: arn }, onDenied) && mayPut;
}

function verdictsIn(lines: readonly string[], told: Verdicts = {}): Verdicts | string {
  const line = lines.find((each) => isNamed(each, VERDICT_HEADER));
  const written = line === undefined ? {} : readVerdicts(headerIn(line)?.value ?? '');
  return typeof written === 'string' ? written : { ...told, ...written };
}
