import type { Instant } from '../front';
import { mailDate } from '../ses/headers';
import type { Judged, Status } from './verdicts';

/** What SES knows of a mail that came in. */
export interface Stamped {
  messageId: string;
  mailFrom: string;
  recipients: readonly string[];
  /** How the sender's machine called itself, and its address. */
  helo: string;
  ip: string;
  /** Domain of the From. */
  fromDomain: string;
  verdicts: Judged;
  now: Instant;
  region: string;
}

const WORDS: Record<Status, string> = {
  PASS: 'pass',
  FAIL: 'fail',
  GRAY: 'none',
  PROCESSING_FAILED: 'temperror',
};

/**
 * The header lines that SES puts before those of the mail.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-s3.html
 */
export function stamps(mail: Stamped): string[] {
  const { messageId, mailFrom, recipients, helo, ip, verdicts, now, region } = mail;
  const server = `inbound-smtp.${region}.amazonaws.com`;
  return [
    `Return-Path: <${mailFrom}>`,
    `Received: from ${helo} (${helo} [${ip}])\r\n by ${server} with SMTP id ${messageId}\r\n for ${recipients[0]};\r\n ${mailDate(now)} (UTC)`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Received-SPF: ${spf(mail)};`,
    `Authentication-Results: amazonses.com;\r\n spf=${spf(mail)};\r\n dkim=${dkim(mail)};\r\n dmarc=${dmarc(mail)};`,
  ];
}

function spf({ verdicts, mailFrom, helo, ip }: Stamped): string {
  const domain = mailFrom.split('@')[1] ?? helo;
  const says = verdicts.spf === 'PASS' ? `designates ${ip}` : `does not designate ${ip}`;
  const word = WORDS[verdicts.spf];
  return `${word} (spfCheck: domain of ${domain} ${says} as permitted sender) client-ip=${ip}; envelope-from=${mailFrom}; helo=${helo}`;
}

function dkim({ verdicts: { dkim: verdict, dkimDomain }, fromDomain }: Stamped): string {
  return verdict === 'GRAY' ? 'none' : `${WORDS[verdict]} header.i=@${dkimDomain ?? fromDomain}`;
}

function dmarc({ verdicts: { dmarc: verdict, dmarcPolicy }, fromDomain }: Stamped): string {
  const policy = dmarcPolicy ? ` (p=${dmarcPolicy})` : '';
  return `${WORDS[verdict]}${policy} header.from=${fromDomain}`;
}
