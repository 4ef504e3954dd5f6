import { addressParser, decodeWords } from 'postal-mime';
import type { Header } from '../ses/mails';
import { headerIn } from './raw-mail';
import type { Stamped } from './stamps';

/** SES tells no more than that of the headers, in bytes. */
const MOST_HEADERS = 10 * 1024;

/** What SES's receipt rule did with the mail. */
export interface Receipt {
  /** Of the mail's recipients those that the rule is for. */
  recipients: string[];
  scans: boolean;
  functionArn: string;
}

/**
 * What SES invokes a function with.
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
 */
export function receiptEvent(mail: Stamped, lines: readonly string[], receipt: Receipt): object {
  const { messageId, mailFrom, recipients, now } = mail;
  const timestamp = new Date(now).toISOString();
  const { headers, headersTruncated } = listed(lines);
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          mail: {
            timestamp,
            source: mailFrom,
            messageId,
            destination: recipients,
            headersTruncated,
            headers,
            commonHeaders: commonIn(headers, mailFrom),
          },
          receipt: { timestamp, ...receiptOf(mail, receipt) },
        },
      },
    ],
  };
}

function receiptOf({ verdicts }: Stamped, { recipients, scans, functionArn }: Receipt): object {
  const { spam, virus, spf, dkim, dmarc, dmarcPolicy } = verdicts;
  return {
    processingTimeMillis: 250,
    recipients,
    spamVerdict: { status: scans ? spam : 'DISABLED' },
    virusVerdict: { status: scans ? virus : 'DISABLED' },
    spfVerdict: { status: spf },
    dkimVerdict: { status: dkim },
    dmarcVerdict: { status: dmarc },
    ...(dmarcPolicy && { dmarcPolicy }),
    action: { type: 'Lambda', functionArn, invocationType: 'Event' },
  };
}

function listed(lines: readonly string[]): { headers: Header[]; headersTruncated: boolean } {
  let bytes = 0;
  const fitting = lines.filter((line) => (bytes += line.length) <= MOST_HEADERS);
  return {
    headers: fitting.map(headerIn).filter((header) => header !== undefined),
    headersTruncated: fitting.length < lines.length,
  };
}

function commonIn(headers: readonly Header[], returnPath: string): object {
  const first = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value;
  const decoded = (name: string) => {
    const value = first(name);
    return value === undefined ? undefined : decodeWords(value);
  };
  return {
    returnPath,
    ...{ from: mailboxes(first('from')), to: mailboxes(first('to')), cc: mailboxes(first('cc')) },
    ...{ date: first('date'), messageId: first('message-id'), subject: decoded('subject') },
  };
}

function mailboxes(value: string | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  const found = addressParser(value, { flatten: true }) as { name: string; address?: string }[];
  return found.map(({ name, address = '' }) => (name ? `${decodeWords(name)} <${address}>` : address));
}

/** The domain of the first address in a From, in lower case; empty where there is none. */
export function domainOfFrom(lines: readonly string[]): string {
  const from = lines.find((line) => /^from[ \t]*:/i.test(line)) ?? '';
  const [mailbox] = mailboxes(headerIn(from.slice(0, 1_000))?.value) ?? [];
  return (mailbox?.split('@').at(-1) ?? '').replace(/[^a-z0-9.-].*$/i, '').toLowerCase();
}
