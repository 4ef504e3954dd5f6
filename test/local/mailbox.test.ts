import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { trimReply } from '../../src/engine/mail/trim-reply';
import { givenMailStack, type MailStack } from './fixtures/toy-mail';

interface Told {
  ses: { mail: { source: string; commonHeaders: Record<string, unknown> }; receipt: Record<string, unknown> };
  raw: string;
}

const call = async (stack: MailStack, path: string, body?: unknown) => {
  const response = await fetch(`${stack.url}/_local/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const page = async (stack: MailStack, path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${stack.url}/_local/mailbox${path}`, { headers });
  return { headers: response.headers, text: await response.text(), status: response.status };
};
const submit = (stack: MailStack, path: string, form: Record<string, string> = {}) =>
  fetch(`${stack.url}/_local/mailbox/${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const received = async (stack: MailStack) => {
  await stack.settled();
  const mails = stack.told<Told>('mail');
  return Promise.all(
    mails.map(async (told) => ({ ...told, mail: await PostalMime.parse(Buffer.from(told.raw, 'latin1')) })),
  );
};

describe('programs', () => {
  test('list what was sent, newest first, and read one', async () => {
    const stack = await givenMailStack();
    const ids = [await stack.send(), await stack.send()];
    const { body } = await call(stack, 'mail');
    expect((body as unknown as { id: string }[]).map(({ id }) => id)).toEqual(ids.reverse());
    expect((await call(stack, `mail/${ids[1]}`)).body).toEqual({
      id: ids[1],
      at: '2026-01-05T09:00:00.000Z',
      from: '"Ahrum" <help@shop.example>',
      to: ['kim@example.com'],
      replyTo: 'reply+token@reply.shop.example',
      subject: '반품 안내',
      text: '안녕하세요.\n내일 가겠습니다.',
      html: '<p>안녕하세요.</p><p>내일 가겠습니다.</p>',
      headers: expect.objectContaining({
        'Message-ID': `<${ids[1]}@email.amazonses.com>`,
        References: '<root@reply.shop.example>',
      }),
    });
    expect((await call(stack, 'mail/gone')).status).toBe(404);
  });

  test('read one as a mail program keeps it', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    const raw = Buffer.from(await (await fetch(`${stack.url}/_local/mail/${id}/raw`)).arrayBuffer());
    expect(await PostalMime.parse(raw)).toMatchObject({
      from: { name: 'Ahrum', address: 'help@shop.example' },
      replyTo: [{ address: 'reply+token@reply.shop.example' }],
      messageId: `<${id}@email.amazonses.com>`,
      references: '<root@reply.shop.example>',
      subject: '반품 안내',
      html: expect.stringContaining('<p>안녕하세요.</p>'),
      text: expect.stringContaining('내일 가겠습니다.'),
    });
  });

  test.each(['gmail', 'outlook'])('answer one as %s does, quoting it', async (client) => {
    const stack = await givenMailStack();
    const id = await stack.send();
    const file = { name: '사진.png', type: 'image/png', base64: 'cG5n' };
    const text = '네, 화요일에 오세요.\n감사합니다.';
    const sent = await call(stack, 'mail', { reply: { to: id, text, client, files: [file] } });
    const { ses, mail } = (await received(stack))[0]!;
    expect([sent.status, ses.mail.source]).toEqual([200, 'kim@example.com']);
    expect(mail).toMatchObject({
      from: { address: 'kim@example.com' },
      to: [{ address: 'reply+token@reply.shop.example' }],
      subject: 'Re: 반품 안내',
      inReplyTo: `<${id}@email.amazonses.com>`,
      references: `<root@reply.shop.example> <${id}@email.amazonses.com>`,
      date: '2026-01-05T09:00:00.000Z',
      attachments: [{ filename: '사진.png', mimeType: 'image/png' }],
    });
    expect(mail.text).toContain('내일 가겠습니다.');
    expect(mail.html).toContain('<p>내일 가겠습니다.</p>');
    for (const bodies of [{ text: mail.text! }, { html: mail.html! }]) expect(trimReply(bodies).text).toBe(text);
  });

  test('answer by a machine', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    await call(stack, 'mail', { reply: { to: id, text: 'Away', client: 'autoReply', language: 'en' } });
    const { ses, mail } = (await received(stack))[0]!;
    expect([ses.mail.source, mail.subject]).toEqual(['', 'Automatic reply: 반품 안내']);
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-replied' }));
  });

  test('send any mail, as text or as bytes, from whom they say', async () => {
    const stack = await givenMailStack();
    const raw = 'From: Lee <lee@other.example>\nTo: A <a@reply.shop.example>\nSubject: 1\n\nhi';
    const eucKr = Buffer.concat([Buffer.from(`${raw}\n`), Buffer.from([0xb0, 0xa1])]).toString('base64');
    const envelope = { from: 'bounce@other.example', to: ['b@reply.shop.example'], verdicts: { dmarc: 'gray' } };
    expect((await call(stack, 'mail', { raw })).body).toEqual({ messageId: expect.stringMatching(/^[0-9a-f]{40}$/) });
    await call(stack, 'mail', { rawBase64: eucKr, ...envelope });
    const [first, second] = await received(stack);
    expect(first!.ses).toMatchObject({
      mail: { source: 'lee@other.example' },
      receipt: { recipients: ['a@reply.shop.example'] },
    });
    expect(second!.ses).toMatchObject({
      mail: { source: 'bounce@other.example' },
      receipt: { recipients: ['b@reply.shop.example'], dmarcVerdict: { status: 'GRAY' } },
    });
    expect(Buffer.from(second!.raw, 'latin1').subarray(-2)).toEqual(Buffer.from([0xb0, 0xa1]));
  });

  test('let e-mails bounce and be complained of', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    await call(stack, `mail/${id}/bounce`, { kind: 'transient' });
    await call(stack, `mail/${id}/bounce`, {});
    await call(stack, `mail/${id}/complaint`, {});
    await stack.settled();
    const told = stack.outside.outbox().flatMap(({ to, type }) => (to === 'email' ? [] : [type]));
    expect(told.slice(2)).toEqual(['Email Bounced', 'Email Bounced', 'Email Complaint Received']);
  });

  test.each([
    ['nothing', {}, /rawBase64/],
    ['two mails', { raw: 'x', rawBase64: 'eA==' }, /rawBase64/],
    ['a mail to nobody', { raw: 'Subject: x\n\nx' }, /no To/],
    ['a mail to somebody else', { raw: 'To: a@b.example\n\nx' }, /No receipt rule/],
    ['an answer to no e-mail', { reply: { to: 'gone', text: 'x' } }, /no e-mail gone/],
    ['a verdict that is none', { raw: 'To: a@reply.shop.example\n\nx', verdicts: { spf: 'maybe' } }, /verdicts/],
  ])('are refused %s', async (_what, body, message) => {
    const stack = await givenMailStack();
    expect(await call(stack, 'mail', body)).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(message) },
    });
  });

  test('unsubscribe where the e-mail offers it, at this stack alone', async () => {
    const stack = await givenMailStack();
    const simple = { Subject: { Data: 's', Charset: 'UTF-8' }, Body: { Text: { Data: 't', Charset: 'UTF-8' } } };
    const offering = (url: string) =>
      stack.send({
        Content: {
          Simple: {
            ...simple,
            Headers: [
              { Name: 'List-Unsubscribe', Value: `<${url}>` },
              { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
            ],
          },
        },
      });
    const elsewhere = createServer(() => expect('called').toBe('never')).listen(0);
    const { port } = elsewhere.address() as { port: number };
    const [own, other] = [await offering(`${stack.url}/v1/unsubscribe`), await offering(`http://localhost:${port}/`)];
    expect(await call(stack, `mail/${own}/unsubscribe`, {})).toEqual({ status: 200, body: { status: 200 } });
    expect((await call(stack, `mail/${other}/unsubscribe`, {})).status).toBe(400);
    expect((await call(stack, `mail/${await stack.send()}/unsubscribe`, {})).status).toBe(400);
    elsewhere.close();
  });
});

describe('people see a page', () => {
  test('of all e-mails, in their language', async () => {
    const stack = await givenMailStack();
    expect((await page(stack, '')).text).toContain('No e-mail yet');
    const id = await stack.send();
    const { text, headers } = await page(stack, '', { 'accept-language': 'ja,ko-KR;q=0.9,en;q=0.8' });
    expect(text).toContain('<html lang="ko">');
    for (const shown of ['메일함', 'kim@example.com', '반품 안내', `/_local/mailbox/${id}`, `포트 ${stack.smtpPort}`])
      expect(text).toContain(shown);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await page(stack, '?lang=en', { 'accept-language': 'ko' })).text).toContain('<html lang="en">');
  });

  test('of one, as HTML in a frame that can do nothing, as text, and its headers', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    expect((await page(stack, `/${id}`)).text).toMatch(
      /<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/,
    );
    const frame = await page(stack, `/${id}/html`);
    expect(frame.text).toContain('<p>안녕하세요.</p>');
    expect(frame.headers.get('content-security-policy')).toMatch(/default-src 'none';.*sandbox/);
    expect((await page(stack, `/${id}?view=text`)).text).toContain('내일 가겠습니다.');
    expect((await page(stack, `/${id}?view=headers`)).text).toContain('&lt;root@reply.shop.example&gt;');
    expect((await page(stack, '/gone')).status).toBe(404);
  });

  test('in which nothing of an e-mail becomes markup', async () => {
    const stack = await givenMailStack();
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    const hostile = '"><script>alert(1)</script>';
    const id = await stack.send({
      Content: {
        Simple: {
          ...{ Subject: utf8(hostile), Body: { Text: utf8(hostile) } },
          Headers: [{ Name: 'List-Unsubscribe', Value: '<javascript:alert(1)>' }],
        },
      },
    });
    for (const path of ['', `/${id}`, `/${id}?view=headers`, `/${id}?refused=<script>`, `/${id}?done=toString`]) {
      const { text } = await page(stack, path);
      expect(text).not.toMatch(/<script|href="javascript/i);
      expect(text).not.toContain('function');
    }
  });

  test('whose forms answer, bounce and complain, and say that they did', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    const form = { text: '네\r\n', client: 'gmail', verdict: 'dmarcFail' };
    const answered = await submit(stack, `${id}/reply?lang=ko`, form);
    expect([answered.status, answered.headers.get('location')]).toEqual([
      303,
      `/_local/mailbox/${id}?lang=ko&done=reply`,
    ]);
    const shown = await page(stack, `/${id}?lang=ko&done=reply`);
    expect(shown.text).toContain('답장이 도착했습니다.');
    const { ses } = (await received(stack))[0]!;
    expect(ses.receipt).toMatchObject({ dmarcVerdict: { status: 'FAIL' }, dmarcPolicy: 'reject' });
    for (const part of ['bounce', 'soft-bounce', 'complaint'])
      expect((await submit(stack, `${id}/${part}`)).status).toBe(303);
    await stack.settled();
    expect(stack.outside.outbox().map(({ type }) => type)).toEqual(
      expect.arrayContaining(['Email Bounced', 'Email Complaint Received']),
    );
  });

  test('that tells what was refused', async () => {
    const stack = await givenMailStack();
    const id = await stack.send({ ReplyToAddresses: ['nobody@elsewhere.example'] });
    const answered = await submit(stack, `${id}/reply`, { text: 'x', client: 'outlook', verdict: 'pass' });
    const shown = await page(stack, answered.headers.get('location')!.replace('/_local/mailbox', ''));
    expect(shown.text).toContain('No receipt rule is for any of the recipients.');
    expect((await submit(stack, `${id}/reply`, { text: 'x', client: 'pine' })).status).toBe(400);
    expect((await submit(stack, `${id}/nothing`)).status).toBe(400);
  });

  test('no other site can use', async () => {
    const stack = await givenMailStack();
    const id = await stack.send();
    const headers = { 'sec-fetch-site': 'cross-site' };
    const answer = await fetch(`${stack.url}/_local/mailbox/${id}/bounce`, { method: 'POST', headers });
    expect(answer.status).toBe(403);
  });
});
