/** What is asked of SES, and what its answers mean for an e-mail that must not be sent twice. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onceOptions } from '../../src/adapters/aws/client-options';
import { displayed } from '../../src/adapters/aws/display-name';
import { sesAccount } from '../../src/adapters/aws/ses-account';
import { sesMail } from '../../src/adapters/aws/ses-mail';
import { sesMessageId } from '../../src/adapters/aws/ses-message-id';
import type { Email } from '../../src/ports/mail';

const asked: { headers: IncomingMessage['headers']; body: unknown }[] = [];
let answer: { status: number; name?: string } = { status: 200 };
let told: object = { MessageId: 'm-1' };
let server: Server;
let client: SESv2Client;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString() || '{}') });
    const { status, name } = answer;
    response
      .writeHead(status, { 'content-type': 'application/json', ...(name && { 'x-amzn-errortype': name }) })
      .end(JSON.stringify(status === 200 ? told : { message: 'as told' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new SESv2Client({ ...onceOptions, region: 'eu-west-1', credentials, endpoint });
});
afterAll(() => {
  client.destroy();
  return new Promise<void>((resolve) => server.close(() => resolve()));
});
afterEach(() => {
  asked.length = 0;
  answer = { status: 200 };
  told = { MessageId: 'm-1' };
});

const note = {
  ...{ effectId: 'ef_1', type: 'email.send', to: 'email' as const, channelId: 'web', conversationId: 'c' },
  data: { text: 'secret' },
};
const send = (notesIn?: string, more: Partial<Email> = {}) =>
  sesMail(client, {
    identity: 'shop.example',
    configurationSet: 'mail',
    ...(notesIn !== undefined && { notesIn }),
  }).send(
    {
      from: { address: 'help@shop.example', name: 'Help' },
      to: 'kim@example.com',
      subject: '반품',
      text: '네',
      ...more,
    },
    note,
  );

describe('an e-mail by SES', () => {
  test('is plain text, marked as sent by a program, tagged with its effect', async () => {
    await send();
    expect(asked[0]?.body).toEqual({
      FromEmailAddress: '"Help" <help@shop.example>',
      Destination: { ToAddresses: ['kim@example.com'] },
      Content: {
        Simple: {
          Subject: { Data: '반품', Charset: 'UTF-8' },
          Body: { Text: { Data: '네', Charset: 'UTF-8' } },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        },
      },
      ConfigurationSetName: 'mail',
      EmailTags: [{ Name: 'effectId', Value: 'ef_1' }],
    });
  });

  test('says nothing more of its effect to SES itself', async () => {
    await send();
    await send('x-note');
    expect(asked[0]?.headers).not.toHaveProperty('x-note');
    const { data: _, ...told } = note;
    const noted = Buffer.from(String(asked[1]?.headers['x-note']), 'base64url').toString();
    expect(JSON.parse(noted)).toEqual(told);
    expect(asked[1]?.body).toEqual(asked[0]?.body);
  });

  test.each([
    [403, 'AccessDeniedException', 'refused', false],
    [404, 'NotFoundException', 'refused', false],
    [503, 'ServiceUnavailable', 'refused', false],
    [400, 'MessageRejected', 'refused', true],
    [400, 'MailFromDomainNotVerifiedException', 'refused', true],
    [400, 'BadRequestException', 'refused', true],
    [500, 'InternalServiceErrorException', 'ambiguous', undefined],
    [502, 'SomethingNew', 'ambiguous', undefined],
  ])('answered %d %s is %s, for good: %s', async (status, name, kind, forGood) => {
    answer = { status, name };
    expect(await send()).toEqual({ kind, reason: `${name}: as told`, ...(forGood !== undefined && { forGood }) });
    expect(asked).toHaveLength(1);
  });

  test.each([
    [429, 'TooManyRequestsException', { throttled: true }],
    [400, 'ThrottlingException', { throttled: true }],
    [400, 'LimitExceededException', { throttled: true }],
    [429, 'SomethingNew', { throttled: true }],
    [400, 'SendingPausedException', { paused: true }],
    [400, 'AccountSuspendedException', { paused: true }],
  ])('answered %d %s was certainly not taken, and not for any fault of its own: %j', async (status, name, mark) => {
    answer = { status, name };
    expect(await send()).toEqual({ kind: 'refused', reason: `${name}: as told`, forGood: false, ...mark });
  });

  test('has an HTML twin, an address for answers and further headers where it is given them', async () => {
    const headers = {
      References: '<a@b> <c@d>',
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    };
    await send(undefined, { html: '<p>네</p>', replyTo: 'reply+abc@reply.shop.example', headers });
    expect(asked[0]?.body).toMatchObject({
      ReplyToAddresses: ['reply+abc@reply.shop.example'],
      Content: {
        Simple: {
          Body: { Text: { Data: '네' }, Html: { Data: '<p>네</p>', Charset: 'UTF-8' } },
          Headers: [
            { Name: 'Auto-Submitted', Value: 'auto-generated' },
            { Name: 'References', Value: '<a@b> <c@d>' },
            { Name: 'X-Auto-Response-Suppress', Value: 'All' },
          ],
        },
      },
    });
  });

  test('is known by the Message-ID that SES gives it in its Region', async () => {
    expect(await send()).toEqual({ kind: 'sent', messageId: '<m-1@eu-west-1.amazonses.com>' });
    expect(sesMessageId('m-1', 'us-east-1')).toBe('<m-1@email.amazonses.com>');
  });
});

describe('the account', () => {
  const account = sesAccount;
  test('says how much may be sent, and whether anything may', async () => {
    told = { SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 7 }, SendingEnabled: false };
    expect(await account(client).quota()).toEqual({ perSecond: 14, perDay: 50_000, sentLastDay: 7, enabled: false });
  });

  test('without a limit is without one', async () => {
    told = { SendQuota: { Max24HourSend: -1, MaxSendRate: 14, SentLast24Hours: 7 }, SendingEnabled: true };
    expect(await account(client).quota()).toMatchObject({ perDay: Number.POSITIVE_INFINITY });
  });

  test.each([
    [200, undefined, { VerifiedForSendingStatus: true }, true],
    [200, undefined, { VerifiedForSendingStatus: false }, false],
    [404, 'NotFoundException', {}, false],
    [403, 'AccessDeniedException', {}, undefined],
  ])('answered %d %s %j of an identity: verified %s', async (status, name, body, verified) => {
    answer = { status, ...(name !== undefined && { name }) };
    told = body;
    expect(await account(client).isVerified('shop.example')).toBe(verified);
  });

  test('that cannot be asked says nothing', async () => {
    answer = { status: 403, name: 'AccessDeniedException' };
    expect(await account(client).quota()).toBeUndefined();
  });
});

describe('a name beside an address', () => {
  const shown = (name: string) => displayed({ address: 'a@b.example', name });

  test('may be left out', () => expect(displayed({ address: 'a@b.example' })).toBe('a@b.example'));

  test('is quoted', () => expect(shown('A "B" \\ C')).toBe('"A \\"B\\" \\\\ C" <a@b.example>'));

  test('of any script is ASCII on the way, in words that fit and can be read by themselves', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
      .filter((text) => /^\P{Cc}+$/u.test(text));
    fc.assert(
      fc.property(name, (text) => {
        const header = shown(text);
        expect(header).toMatch(/^[ -~]+ <a@b\.example>$/);
        if (header.startsWith('"')) return;
        const words = header.replace(/ <a@b\.example>$/, '').split(' ');
        const read = words.map((word) => {
          expect(word.length).toBeLessThanOrEqual(75);
          const [, base64 = ''] = /^=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=$/.exec(word) ?? [];
          return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
        });
        expect(read.join('')).toBe(text);
      }),
    );
  });
});
