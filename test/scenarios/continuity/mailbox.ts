/** Shops that carry answers on by e-mail, their customers, and what customers find in their mailboxes. */
import { randomUUID } from 'node:crypto';
import { createTransport, type SendMailOptions, type SentMessageInfo } from 'nodemailer';
import type { Client, Fields, Info, OutboxEntry, TimelineItem } from '../client';
import type { Given } from '../given';
import { bodiesOf, type Program } from './mail-programs';

/** As `GET /_local/mail` tells it. */
export interface Mail {
  id: string;
  at: string;
  from: string;
  to: string[];
  replyTo?: string;
  subject: string;
  text: string;
  html?: string;
  headers: Record<string, string>;
}

export interface Customer {
  id: string;
  name: string;
  email: string;
  language: string;
}

/** A message as it stands in a conversation. */
export interface Said {
  by: string;
  text: string;
  via?: string;
  private?: boolean;
  files?: { name: string; type?: string; size?: number; url: string }[];
  email?: {
    from: string;
    subject?: string;
    quoted?: string;
    signature?: string;
    original?: string;
    notCounted?: string;
  };
}

export const HELP = 'help@threadkeeper.test';
export const REPLY_DOMAIN = 'reply.threadkeeper.test';

let customers = 0;
/** Somebody with an address of their own; Korean unless told otherwise. */
export function aCustomer(more: Partial<Customer> = {}): Customer {
  const id = `cu-${++customers}`;
  return { id, name: '김민지', email: `minji${customers}@mail.example`, language: 'ko', ...more };
}

/** One workspace with continuity e-mails on. A customer's chat has the customer's id. */
export class Shop {
  readonly desk: Client;
  readonly smtpPort: number;

  private constructor(desk: Client, smtpPort: number) {
    this.desk = desk;
    this.smtpPort = smtpPort;
  }

  static async open(given: Pick<Given, 'newcomer'>, continuity: Fields = {}, settings: Fields = {}): Promise<Shop> {
    const desk = await given.newcomer();
    const { smtpPort } = await desk.ask<Info & { smtpPort: number }>('GET', '/_local/info');
    const email = { from: HELP, name: '달빛상점' };
    await desk.ask('PATCH', '/v1/settings', {
      ...{ language: 'ko', email, continuity: { enabled: true, ...continuity } },
      ...settings,
    });
    return new Shop(desk, smtpPort);
  }

  async asks(customer: Customer, text = '언제 도착하나요?'): Promise<void> {
    await this.desk.customerSays(customer.id, text, { ...customer });
    await this.desk.settle();
  }

  /** By 이수진 unless told otherwise; answers the message's id. */
  async answers({ id }: Customer, text = '내일 도착합니다.', more: Fields = {}): Promise<string> {
    const message = this.desk.message('agent', text, { author: { type: 'agent', id: 'lee', name: '이수진' }, ...more });
    await this.desk.event(id, 'message.created', message);
    await this.desk.settle();
    return String(message.messageId);
  }

  /** A customer who asked, got an answer, and did not see it. */
  async left(more: Partial<Customer> = {}): Promise<Customer> {
    const customer = aCustomer(more);
    await this.asks(customer);
    await this.answers(customer);
    return customer;
  }

  /** A customer who has the answer in the mailbox, with the mail. */
  async mailed(more: Partial<Customer> = {}): Promise<[Customer, Mail]> {
    const customer = await this.left(more);
    await this.desk.advance('PT10M');
    const [mail] = await this.mails(customer);
    if (!mail) throw new Error(`No mail came: ${JSON.stringify(await this.outcomes(customer))}`);
    return [customer, mail];
  }

  /** Oldest first. */
  async mails({ email }: Pick<Customer, 'email'>): Promise<Mail[]> {
    await this.desk.settle();
    const mails = await this.desk.ask<Mail[]>('GET', '/_local/mail');
    return mails.filter(({ to }) => to.includes(email)).reverse();
  }

  /** Through the SMTP port; throws as nodemailer does, with `responseCode`. */
  async post(mail: SendMailOptions): Promise<SentMessageInfo> {
    const transport = createTransport({ host: '127.0.0.1', port: this.smtpPort, ignoreTLS: true });
    const sent = await transport.sendMail({ disableFileAccess: true, disableUrlAccess: true, ...mail });
    await this.desk.settle();
    return sent;
  }

  /** The answer to a mail, as a mail program writes and sends it. */
  reply(
    customer: Customer,
    mail: Mail,
    text: string,
    { program = 'gmail', ...more }: { program?: Program } & SendMailOptions = {},
  ): Promise<SentMessageInfo> {
    const answered = mail.headers['Message-ID'] ?? '';
    return this.post({
      ...{ from: { name: customer.name, address: customer.email }, to: mail.replyTo ?? mail.from },
      ...{ subject: `Re: ${mail.subject}`, messageId: `<${randomUUID()}@mail.example>`, inReplyTo: answered },
      references: `${mail.headers.References ?? ''} ${answered}`.trim(),
      date: new Date(mail.at),
      ...bodiesOf(program, { text, mail, customer }),
      ...more,
    });
  }

  /** All messages of the customer's chat, oldest first, notes among them. */
  async said({ id }: Customer): Promise<Said[]> {
    const items = await this.desk.timeline(id);
    return items.flatMap(({ event }) => (event?.type === 'message.created' ? [saidIn(event)] : []));
  }

  /** What customers are told to have said by e-mail. */
  async replies(customer: Customer): Promise<Said[]> {
    return (await this.said(customer)).filter(({ by, via }) => by === 'customer' && via === 'email');
  }

  /** Notes of the product itself, as agents see them. */
  async notes(customer: Customer): Promise<Said[]> {
    return (await this.said(customer)).filter((message) => message.by === 'system' && message.private);
  }

  /** What became of the e-mails of the customer's chat. */
  async outcomes({ id }: Customer): Promise<TimelineItem['effect'][]> {
    const items = await this.desk.timeline(id);
    return items.flatMap(({ effect }) => (effect?.type === 'continuity.send' ? [effect] : []));
  }

  /** What the channel was told of the customer's chat. */
  async told({ id }: Customer, type?: string): Promise<OutboxEntry[]> {
    const entries = (await this.desk.outbox()).filter(({ channelId }) => channelId === this.desk.channel);
    return entries.filter(
      (entry) => entry.conversationId === id && entry.to === 'channel' && (!type || entry.type === type),
    );
  }
}

function saidIn({ data, ...event }: NonNullable<TimelineItem['event']>): Said {
  const { author, text = '', via, private: isPrivate, files } = data as unknown as Said & { author: { type: string } };
  const { email } = event as unknown as Pick<Said, 'email'>;
  return {
    ...{ by: author.type, text },
    ...(via !== undefined && { via }),
    ...(isPrivate && { private: true }),
    ...(files && { files }),
    ...(email && { email }),
  };
}
