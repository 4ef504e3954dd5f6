/** Mails as Amazon SES stores them, and what it tells of them. */
import type { MailReceipt, Verdict } from '../../../src/mail/inbound/receipt';

export const US = { identity: 'shop.example', replyDomain: 'reply.shop.example' };
export const CUSTOMER = 'kim@example.com';
export const AT = Date.parse('2026-01-05T09:00:00Z');

export interface Delivery {
  /** Of the envelope. */
  source?: string;
  helo?: string;
  spf?: Verdict;
  /** As SES writes it behind SPF: `dkim=pass header.i=@example.com; dmarc=none header.from=example.com;` */
  results?: string;
  verdicts?: Partial<MailReceipt['verdicts']>;
  dmarcPolicy?: string;
  recipients?: readonly string[];
  messageId?: string;
}

export interface Delivered {
  raw: Buffer;
  receipt: MailReceipt;
}

const WORDS: Record<Verdict, string> = {
  ...{ PASS: 'pass', FAIL: 'fail', GRAY: 'none', PROCESSING_FAILED: 'temperror', DISABLED: 'none' },
};

/** What SES puts above a mail's own header, and tells in its receipt; all is well unless told otherwise. */
export function delivered(mail: string | Buffer, delivery: Delivery = {}): Delivered {
  const { source = CUSTOMER, helo = 'mail.example.com', messageId = 'ses-1', dmarcPolicy } = delivery;
  const verdicts = { ...ALL_PASS, ...(delivery.spf && { spf: delivery.spf }), ...delivery.verdicts };
  const domain = source.split('@').at(-1);
  const spf = `${WORDS[verdicts.spf]} (spfCheck: domain of ${domain} designates 192.0.2.1 as permitted sender) client-ip=192.0.2.1; envelope-from=${source}; helo=${helo};`;
  const results = delivery.results ?? `dkim=pass header.i=@${domain};\r\n dmarc=pass header.from=${domain};`;
  const recipients = delivery.recipients ?? ['reply+x@reply.shop.example'];
  const stamps = [
    `Return-Path: <${source}>`,
    `Received: from ${helo} (${helo} [192.0.2.1])\r\n by inbound-smtp.eu-west-1.amazonaws.com with SMTP id ${messageId}\r\n for ${recipients[0]};\r\n Mon, 05 Jan 2026 09:00:00 +0000 (UTC)`,
    `X-SES-Spam-Verdict: ${verdicts.spam}`,
    `X-SES-Virus-Verdict: ${verdicts.virus}`,
    `Received-SPF: ${spf}`,
    `Authentication-Results: amazonses.com;\r\n spf=${spf}\r\n ${results}`,
    'X-SES-RECEIPT: AEFBQUFBQUFBQUFHYzFvdGhl',
    'X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt; d=amazonses.com; v=1; b=Cm1emU30',
  ];
  const receipt = {
    ...{ messageId, recipients, source, receivedAt: AT, verdicts, key: `inbound/${messageId}` },
    ...(dmarcPolicy !== undefined && { dmarcPolicy }),
  };
  return { raw: Buffer.concat([Buffer.from(`${stamps.join('\r\n')}\r\n`), Buffer.from(mail)]), receipt };
}

const ALL_PASS: MailReceipt['verdicts'] = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' };

/** A mail of a person; header lines given replace those of the same name, or are added. */
export function letter(lines: readonly string[] = [], body = '네, 그 색으로 부탁드립니다.'): string {
  const own = [
    `From: Kim <${CUSTOMER}>`,
    'To: Shop <reply+x@reply.shop.example>',
    'Subject: Re: =?UTF-8?B?66y47J2Y?=',
    'Date: Mon, 05 Jan 2026 18:00:00 +0900',
    'Message-ID: <answer-1@mail.example.com>',
    'In-Reply-To: <0100-1@eu-west-1.amazonses.com>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
  ];
  const names = lines.map((line) => line.split(':', 1)[0]?.toLowerCase());
  const kept = own.filter((line) => !names.includes(line.split(':', 1)[0]?.toLowerCase()));
  return [...kept, ...lines.filter((line) => !line.endsWith(': -')), '', body].join('\r\n');
}
