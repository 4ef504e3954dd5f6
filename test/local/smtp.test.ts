import { connect, createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { StackError } from '../../local/stack';
import { givenMailStack, type MailStack } from './fixtures/toy-mail';

interface Told {
  ses: { mail: { source: string; destination: string[] }; receipt: Record<string, unknown> };
  raw: string;
}

async function submit({ smtpPort }: MailStack, mail: SendMailOptions) {
  const transport = createTransport({ host: 'localhost', port: smtpPort!, ignoreTLS: true, name: 'laptop.example' });
  return transport.sendMail({ from: 'Kim <kim@example.com>', to: 'r@reply.shop.example', text: 'x', ...mail });
}
const failure = (sending: Promise<unknown>) => sending.then(() => undefined).catch((error) => error);

describe('a mail program', () => {
  test('sends a reply in Korean with a file, and it is there before the answer', async () => {
    const stack = await givenMailStack();
    const text = '네, 좋습니다.\n.\n.. 점으로 시작하는 줄';
    const { response } = await submit(stack, {
      subject: '회신',
      text,
      attachments: [{ filename: '사진.png', content: 'png' }],
    });
    expect(response).toMatch(/^250 .*[0-9a-f]{40}/);
    await stack.settled();
    const [{ ses, raw }] = stack.told<Told>('mail') as [Told];
    expect(ses).toMatchObject({
      mail: { source: 'kim@example.com', destination: ['r@reply.shop.example'] },
      receipt: { dmarcVerdict: { status: 'PASS' } },
    });
    expect(raw).toMatch(/^Return-Path: <kim@example.com>\r\nReceived: from laptop\.example /);
    const body = /base64\r\n\r\n([\w+/=\s]+?)\r\n\r?\n?--/.exec(raw)?.[1] ?? '';
    expect(Buffer.from(body, 'base64').toString()).toContain('점으로 시작하는 줄');
  });

  test('says what is to be thought of a mail', async () => {
    const stack = await givenMailStack();
    await submit(stack, { headers: { 'X-Threadkeeper-Verdict': 'virus=fail' } });
    await stack.settled();
    expect(stack.told<Told>('mail')[0]!.ses.receipt).toMatchObject({ virusVerdict: { status: 'FAIL' } });
  });

  test('may bounce, that is send from nobody', async () => {
    const stack = await givenMailStack();
    await submit(stack, { envelope: { from: '', to: 'r@reply.shop.example' } });
    await stack.settled();
    expect(stack.told<Told>('mail')[0]!.ses.mail.source).toBe('');
  });

  test('is refused what is for others, or is too large', async () => {
    const stack = await givenMailStack();
    expect(await failure(submit(stack, { to: 'a@shop.example' }))).toMatchObject({ responseCode: 550 });
    const large = { attachments: [{ filename: 'x', content: Buffer.alloc(31 * 1024 * 1024) }] };
    expect(await failure(submit(stack, large))).toMatchObject({ responseCode: 552 });
    const wrong = { headers: { 'X-Threadkeeper-Verdict': 'spam=maybe' } };
    expect(await failure(submit(stack, wrong))).toMatchObject({
      responseCode: 554,
      message: expect.stringContaining('is written as'),
    });
    await stack.settled();
    expect([stack.told('mail'), stack.failures]).toEqual([[], []]);
  });

  test('may go away in the middle of a mail', async () => {
    const stack = await givenMailStack();
    const lines = ['HELO x', 'MAIL FROM:<a@b.example>', 'RCPT TO:<r@reply.shop.example>', 'DATA', 'Subject: half'];
    await new Promise<void>((resolve) => {
      const socket = connect(stack.smtpPort!, '127.0.0.1').on('close', () => resolve());
      socket.on('data', () => socket.write(`${lines.shift()}\r\n`, () => lines.length === 0 && socket.destroy()));
    });
    await submit(stack, { subject: 'whole' });
    await stack.settled();
    expect(stack.told<Told>('mail').map(({ raw }) => /Subject: (.*)\r/.exec(raw)?.[1])).toEqual(['whole']);
  });
});

describe('the port', () => {
  test('is told by /_local/info', async () => {
    const stack = await givenMailStack();
    const info = (await (await fetch(`${stack.url}/_local/info`)).json()) as { smtpPort: number };
    expect(info.smtpPort).toBe(stack.smtpPort);
  });

  test('may be in use, which is said', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const start = givenMailStack({ smtpPort: port });
    await expect(start).rejects.toThrow(StackError);
    await expect(start).rejects.toThrow(
      `Port ${port} for e-mail cannot be used (EADDRINUSE). Choose another one with --smtp-port`,
    );
    server.close();
  });
});
