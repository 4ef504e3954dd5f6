/** What is asked of SES, and what its answers mean for an e-mail that must not be sent twice. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onceOptions } from '../../src/adapters/aws/client-options';
import { displayed } from '../../src/adapters/aws/display-name';
import { sesMail } from '../../src/adapters/aws/ses-mail';

const asked: { headers: IncomingMessage['headers']; body: unknown }[] = [];
let answer: { status: number; name?: string } = { status: 200 };
let server: Server;
let client: SESv2Client;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const { status, name } = answer;
    response
      .writeHead(status, { 'content-type': 'application/json', ...(name && { 'x-amzn-errortype': name }) })
      .end(JSON.stringify(status === 200 ? { MessageId: 'm-1' } : { message: 'as told' }));
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
});

const note = {
  ...{ effectId: 'ef_1', type: 'email.send', to: 'email' as const, channelId: 'web', conversationId: 'c' },
  data: { text: 'secret' },
};
const send = (notesIn?: string) =>
  sesMail(client, {
    identity: 'shop.example',
    configurationSet: 'mail',
    ...(notesIn !== undefined && { notesIn }),
  }).send(
    { from: { address: 'help@shop.example', name: 'Help' }, to: 'kim@example.com', subject: '반품', text: '네' },
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
    [429, 'TooManyRequestsException', 'refused', false],
    [400, 'ThrottlingException', 'refused', false],
    [400, 'LimitExceededException', 'refused', false],
    [400, 'SendingPausedException', 'refused', false],
    [403, 'AccessDeniedException', 'refused', false],
    [404, 'NotFoundException', 'refused', false],
    [503, 'ServiceUnavailable', 'refused', false],
    [400, 'MessageRejected', 'refused', true],
    [400, 'MailFromDomainNotVerifiedException', 'refused', true],
    [400, 'AccountSuspendedException', 'refused', true],
    [400, 'BadRequestException', 'refused', true],
    [500, 'InternalServiceErrorException', 'ambiguous', undefined],
    [502, 'SomethingNew', 'ambiguous', undefined],
  ])('answered %d %s is %s, for good: %s', async (status, name, kind, forGood) => {
    answer = { status, name };
    expect(await send()).toEqual({ kind, reason: `${name}: as told`, ...(forGood !== undefined && { forGood }) });
    expect(asked).toHaveLength(1);
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
