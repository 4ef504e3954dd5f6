import { describe, expect, test } from '@jest/globals';
import { isFor } from '../../local/mail-receipt';
import { MEMORY } from '../../local/store';
import { allow, type Resources, temporaryFolder } from './fixtures/toy-app';
import { bucketPolicy, givenMailStack, type MailStack, mailRule, toyMail } from './fixtures/toy-mail';
import { MINUTE, T0 } from './fixtures/toy-stack';

const given = (changes: Resources = {}, dataDir = MEMORY): Promise<MailStack> => givenMailStack({ changes, dataDir });

const mail = (subject: string, more: string[] = []) =>
  [
    'From: "Kim" <kim@example.com>',
    'To: r@reply.shop.example',
    ...more,
    `Subject: ${subject}`,
    '',
    '안녕하세요',
    '',
  ].join('\r\n');
const deliver = (stack: MailStack, raw: string | Buffer, more: object = {}) =>
  stack.mailbox.deliver({
    raw: Buffer.from(raw),
    mailFrom: 'kim@example.com',
    recipients: ['r+1@reply.shop.example'],
    ...more,
  });

interface Told {
  tries: number;
  ses: { mail: Record<string, unknown>; receipt: Record<string, unknown> };
  raw: string;
}
const told = (stack: MailStack) => stack.told<Told>('mail');
const failed = (stack: MailStack) =>
  stack.sqs
    .receive('Toy-MailFailed', { max: 10 })
    .map(({ Body }) => JSON.parse(Body) as Record<string, Record<string, unknown>>);

describe('a mail that comes in', () => {
  test('is stored with what SES writes above it, then its function is told', async () => {
    const stack = await given();
    const raw = mail('=?UTF-8?B?67CY7ZKI?=', ['Message-ID: <1@example.com>', 'Date: Mon, 05 Jan 2026 09:00:00 +0000']);
    const received = deliver(stack, raw, { helo: 'mx.example.com', ip: '203.0.113.7' });
    await stack.settled();
    const [{ ses, raw: stored }] = told(stack) as [Told];
    expect(received).toEqual({ ok: true, messageId: ses.mail.messageId });
    expect(ses.mail).toMatchObject({
      timestamp: '2026-01-05T09:00:00.000Z',
      source: 'kim@example.com',
      messageId: expect.stringMatching(/^[0-9a-z]{40}$/),
      destination: ['r+1@reply.shop.example'],
      headersTruncated: false,
      commonHeaders: {
        returnPath: 'kim@example.com',
        from: ['Kim <kim@example.com>'],
        to: ['r@reply.shop.example'],
        date: 'Mon, 05 Jan 2026 09:00:00 +0000',
        messageId: '<1@example.com>',
        subject: '반품',
      },
    });
    expect(ses.receipt).toMatchObject({
      recipients: ['r+1@reply.shop.example'],
      spamVerdict: { status: 'PASS' },
      virusVerdict: { status: 'PASS' },
      spfVerdict: { status: 'PASS' },
      dkimVerdict: { status: 'PASS' },
      dmarcVerdict: { status: 'PASS' },
      action: { type: 'Lambda', invocationType: 'Event' },
    });
    expect(ses.receipt).not.toHaveProperty('dmarcPolicy');
    const above = Buffer.from(stored, 'latin1').toString().replace(raw, '').replace(/\r\n /g, ' ').split('\r\n');
    expect(above).toEqual([
      'Return-Path: <kim@example.com>',
      expect.stringMatching(
        /^Received: from mx\.example\.com \(mx\.example\.com \[203\.0\.113\.7\]\) by inbound-smtp\.us-east-1\.amazonaws\.com .*; Mon, 05 Jan 2026 09:00:00 \+0000 \(UTC\)$/,
      ),
      'X-SES-Spam-Verdict: PASS',
      'X-SES-Virus-Verdict: PASS',
      expect.stringMatching(/^Received-SPF: pass .*client-ip=203\.0\.113\.7; envelope-from=kim@example\.com/),
      expect.stringMatching(
        /^Authentication-Results: amazonses\.com; spf=pass .*; dkim=pass header\.i=@example\.com; dmarc=pass header\.from=example\.com;$/,
      ),
      '',
    ]);
    expect([stack.denied, stack.failures]).toEqual([[], []]);
  });

  test('is judged as its own header says, which nobody sees', async () => {
    const stack = await given();
    const said = 'X-Threadkeeper-Verdict: dmarc=fail spf=gray,\r\n  dkim=pass; dkimDomain=other.example spam=FAIL';
    deliver(stack, mail('x', [said]));
    await stack.settled();
    const [{ ses, raw }] = told(stack) as [Told];
    expect(ses.receipt).toMatchObject({
      spamVerdict: { status: 'FAIL' },
      spfVerdict: { status: 'GRAY' },
      dmarcVerdict: { status: 'FAIL' },
      dmarcPolicy: 'reject',
    });
    expect(raw).toContain('dkim=pass header.i=@other.example;\r\n dmarc=fail (p=reject)');
    expect(raw + JSON.stringify(ses)).not.toMatch(/threadkeeper-verdict/i);
  });

  test('whose verdict cannot be read is refused, and why', async () => {
    const stack = await given();
    const received = deliver(stack, mail('x', ['X-Threadkeeper-Verdict: dmarc=maybe']));
    expect(received).toMatchObject({ ok: false, code: 554, reason: expect.stringContaining('"dmarc=fail') });
  });

  test('is told of with 10 KB of its headers, and stored whole', async () => {
    const stack = await given();
    const many = Array.from({ length: 400 }, (_, index) => `X-Many-${index}: ${'x'.repeat(60)}`);
    deliver(stack, mail('x', many));
    await stack.settled();
    const [{ ses, raw }] = told(stack) as [Told];
    expect(ses.mail.headersTruncated).toBe(true);
    expect((ses.mail.headers as unknown[]).length).toBeLessThan(200);
    expect(raw).toContain('X-Many-399:');
  });

  test('may be anything, and is stored byte by byte', async () => {
    const stack = await given();
    const raws = [
      'From: a@example.com\nSubject: x\n\nbare line feeds\n',
      'From: a@example.com\r\nSubject: no body',
      'From: a@example.com\r\nSubject: no empty line\r\n',
      '\r\nno header',
      '',
      'From a@example.com Mon Jan 5\r\n: x\r\nSubject: lines that are no headers\r\n\r\nhello',
      Buffer.from([0x53, 0x3a, 0xff, 0xfe, 13, 10, 13, 10, 0, 0xc3, 0x28]),
      `${'To: a@b.example, '.repeat(50_000)}\r\n\r\nmany`,
    ];
    for (const raw of raws) expect(deliver(stack, raw)).toMatchObject({ ok: true });
    await stack.settled();
    for (const [index, { raw }] of told(stack).entries())
      expect(raw.includes(Buffer.from(raws[index]!).toString('latin1'))).toBe(true);
    expect([told(stack).length, stack.failures]).toEqual([raws.length, []]);
  });
});

describe('a receipt rule is for', () => {
  test.each([
    ['a domain', ['reply.shop.example'], 'any+x@Reply.Shop.Example', true],
    ['a domain, not what is below it', ['shop.example'], 'a@reply.shop.example', false],
    ['what is below a domain', ['.shop.example'], 'a@reply.shop.example', true],
    ['an address, whatever follows its +', ['reply@shop.example'], 'reply+token@shop.example', true],
    ['one address only', ['reply@shop.example'], 'other@shop.example', false],
    ['everything', [], 'a@b.example', true],
  ])('%s', (_what, recipients, address, isTaken) => {
    expect(isFor({ recipients }, address)).toBe(isTaken);
  });

  test('those of the recipients that it names', async () => {
    const stack = await given();
    deliver(stack, mail('x'), { recipients: ['a@elsewhere.example', 'b@reply.shop.example'] });
    await stack.settled();
    expect(told(stack)[0]!.ses).toMatchObject({
      mail: { destination: ['a@elsewhere.example', 'b@reply.shop.example'] },
      receipt: { recipients: ['b@reply.shop.example'] },
    });
  });

  test('nothing while it is switched off; then no mail can come in', async () => {
    const stack = await given({ MailReceiptRule: mailRule({ Enabled: false }) });
    expect(stack.smtpPort).toBeUndefined();
    expect(deliver(stack, mail('x'))).toMatchObject({ ok: false, code: 550 });
  });
});

describe('a function that fails on a mail', () => {
  test('is told again after one minute and after two more', async () => {
    const stack = await given();
    deliver(stack, mail('fail 2'));
    await stack.settled();
    expect(told(stack)).toEqual([]);
    await stack.advance(MINUTE);
    expect(told(stack)).toEqual([]);
    await stack.advance(2 * MINUTE);
    expect(told(stack)).toMatchObject([{ tries: 3 }]);
    expect(stack.outside.outbox().at(-1)?.at).toBe(new Date(T0 + 3 * MINUTE).toISOString());
    expect(failed(stack)).toEqual([]);
  });

  test('three times is told no more; the event lies in the queue for what failed', async () => {
    const stack = await given();
    const received = deliver(stack, mail('fail 3'));
    await stack.advance(10 * MINUTE);
    expect(told(stack)).toEqual([]);
    expect(failed(stack)).toEqual([
      {
        version: '1.0',
        timestamp: new Date(T0 + 3 * MINUTE).toISOString(),
        requestContext: {
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Toy-MailInF1:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 3,
        },
        requestPayload: { Records: [{ eventSource: 'aws:ses', eventVersion: '1.0', ses: expect.anything() }] },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'RangeError', errorMessage: 'as told', trace: expect.anything() },
      },
    ]);
    expect(received.ok).toBe(true);
  });

  test('goes on where it was after the stack was started again', async () => {
    const dataDir = temporaryFolder();
    const before = await given({}, dataDir);
    deliver(before, mail('fail 1'));
    await before.settled();
    await before.stop();
    const after = await given({}, dataDir);
    expect(told(after)).toEqual([]);
    await after.advance(MINUTE);
    expect(failed(after)).toEqual([]);
    await after.advance(2 * MINUTE);
    expect(told(after)).toHaveLength(1);
  });

  test('and may not send to the queue for what failed loses it, which is reported', async () => {
    const { MailInRolePolicy, ...rest } = toyMail();
    const objects = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['MailBucket', 'Arn'] }, '/*']] };
    const policy = MailInRolePolicy as { Properties: { PolicyDocument: { Statement: object[] } } };
    policy.Properties.PolicyDocument.Statement.splice(1, 2, allow(['s3:GetObject'], objects));
    const stack = await given({ ...rest, MailInRolePolicy: policy as never });
    deliver(stack, mail('fail 3'));
    await stack.advance(5 * MINUTE);
    expect(stack.denied).toMatchObject([{ caller: 'MailInF1', action: 'sqs:SendMessage' }]);
    expect(stack.failures.at(-1)?.error.errorType).toBe('Local.EventLost');
  });
});

describe('what is accepted', () => {
  test('is not lost by an end in the middle of it', async () => {
    const dataDir = temporaryFolder();
    const before = await given({}, dataDir);
    const received = deliver(before, mail('x'));
    await before.stop();
    const after = await given({}, dataDir);
    await after.settled();
    const ids = told(after).map(({ ses }) => ses.mail.messageId);
    expect(new Set(ids)).toEqual(new Set([received.ok && received.messageId]));
  });

  test('counts as activity: time does not pass over it', async () => {
    const stack = await given();
    deliver(stack, mail('x'));
    await stack.advance(MINUTE);
    expect(stack.outside.outbox().map(({ type, at }) => [type, at])).toEqual([['mail', new Date(T0).toISOString()]]);
  });
});

describe('SES may do only what it was allowed', () => {
  test.each([
    ['bucket', { MailBucketPolicy: bucketPolicy([]) }, 's3:PutObject'],
    ['function', { MailInPermission: { Type: 'AWS::CDK::Metadata' } }, 'lambda:InvokeFunction'],
  ])('the %s does not let it', async (_what, changes, action) => {
    const stack = await given(changes);
    expect(deliver(stack, mail('x'))).toMatchObject({ ok: false, code: 451 });
    expect(stack.denied).toMatchObject([{ caller: 'ses.amazonaws.com', action }]);
  });

  test('the bucket lets in another rule only', async () => {
    const other = {
      ...allow(['s3:PutObject'], '*'),
      Condition: {
        StringEquals: { 'aws:SourceArn': 'arn:aws:ses:us-east-1:000000000000:receipt-rule-set/x:receipt-rule/y' },
      },
      Principal: { Service: 'ses.amazonaws.com' },
    };
    const stack = await given({ MailBucketPolicy: bucketPolicy([other]) });
    expect(deliver(stack, mail('x'))).toMatchObject({ ok: false, code: 451 });
  });
});
