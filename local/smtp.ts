import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type MailReceipt, MOST_MAIL_BYTES } from './mail-receipt';
import { StackError } from './stack-error';

export interface Smtp {
  readonly port: number;
  /** Takes no further mails; those under way are cut off, and their senders try again. */
  close(): Promise<void>;
}

/**
 * The port at which mails come in, for any mail program: no TLS, no password, on this machine only. A mail that was answered
 * 250 is stored. Throws StackError.
 * @param port 0: any free one
 */
export async function createSmtp(port: number, receipt: MailReceipt): Promise<Smtp> {
  const server = new SMTPServer({
    banner: 'Threadkeeper local stack',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MOST_MAIL_BYTES,
    closeTimeout: 1,
    onRcptTo: ({ address }, _session, done) =>
      done(receipt.takes(address) ? null : refusal(550, `5.1.1 No receipt rule is for ${address}.`)),
    onData: (stream, session, done) => void take(stream, session, receipt).then((id) => done(null, `OK ${id}`), done),
  });
  // A client that goes away in the middle of something is no defect.
  const bound = await listen(server, port);
  server.on('error', () => {});
  return { port: bound, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function take(
  stream: SMTPServerDataStream,
  { envelope, hostNameAppearsAs, remoteAddress }: SMTPServerSession,
  receipt: MailReceipt,
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw refusal(552, '5.3.4 The mail is larger than 40 MB.');
  const received = receipt.receive({
    raw: Buffer.concat(chunks),
    mailFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
    recipients: envelope.rcptTo.map(({ address }) => address),
    helo: hostNameAppearsAs || undefined,
    ip: remoteAddress,
  });
  if (!received.ok) throw refusal(received.code, received.reason);
  return received.messageId;
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE' || cause.code === 'EACCES';
      const why = `Port ${port} for e-mail cannot be used (${cause.code}). Choose another one with --smtp-port, or stop what uses it.`;
      reject(isTaken ? new StackError(why, { cause }) : cause);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
}
