import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allow, dataFolder, givenServices, MINUTE, refusal, T0 } from './services';

const DAY = 24 * 60 * MINUTE;
const policies = {
  Reader: [allow('s3:GetObject', 'arn:aws:s3:::mails/inbound/*')],
  Lister: [allow('s3:GetObject', 'arn:aws:s3:::mails/*'), allow('s3:ListBucket', 'arn:aws:s3:::mails')],
  Writer: [allow('s3:PutObject', 'arn:aws:s3:::mails/attachments/*')],
};
let local: Awaited<ReturnType<typeof givenServices>>;
const start = async (folder?: string) => {
  local = await givenServices({ policies, ...(folder && { folder }) });
  local.s3.createBucket('mails', [{ prefix: 'inbound/', days: 90 }]);
};
beforeEach(() => start());
afterEach(() => local.stop());

const put = (Key: string, Body: NonNullable<PutObjectCommandInput['Body']>, more: object = {}, caller?: string) =>
  local.s3Client(caller).send(new PutObjectCommand({ Bucket: 'mails', Key, Body, ...more }));
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}, caller?: string) =>
  local.s3Client(caller).send(new GetObjectCommand({ Bucket: 'mails', Key, ...more }));
const textOf = async (...wanted: Parameters<typeof get>) => (await get(...wanted)).Body!.transformToString();
const link = (Key: string, expiresIn: number, more: object = {}) =>
  getSignedUrl(local.s3Client('Reader'), new GetObjectCommand({ Bucket: 'mails', Key, ...more }), {
    expiresIn,
    signingDate: new Date(local.clock.now()),
  });

describe('an object', () => {
  test('is what was put, with what was said of it', async () => {
    const about = {
      ContentType: 'image/png',
      ContentDisposition: 'attachment; filename="a.png"',
      Metadata: { from: 'kim' },
    };
    const { ETag } = await put('inbound/가 나/ä+b%.png', '안녕', about);
    expect(ETag).toBe(`"${createHash('md5').update('안녕').digest('hex')}"`);
    const read = await get('inbound/가 나/ä+b%.png');
    expect(read).toMatchObject({ ...about, ETag, ContentLength: 6, LastModified: new Date(T0) });
    expect(await read.Body!.transformToString()).toBe('안녕');
    const head = new HeadObjectCommand({ Bucket: 'mails', Key: 'inbound/가 나/ä+b%.png' });
    expect(await local.s3Client().send(head)).toMatchObject({ ...about, ETag, ContentLength: 6 });
  });

  test('may be any bytes, put at once or in chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.boolean(), async (bytes, isStream) => {
        const half = Math.floor(bytes.length / 2);
        const chunks = [bytes.subarray(0, half), bytes.subarray(half)].map((chunk) => Buffer.from(chunk));
        const Body = isStream ? Readable.from(chunks) : bytes;
        await put('x', Body, { ContentLength: bytes.length });
        expect(Buffer.from(await (await get('x')).Body!.transformToByteArray())).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 15 },
    );
  });

  test('of 20 MB comes back whole, though it came in chunks', async () => {
    const chunk = Buffer.alloc(1_000_000, 'mail');
    await put('large', Readable.from(Array.from({ length: 20 }, () => chunk)), { ContentLength: 20 * chunk.length });
    const bytes = await (await get('large')).Body!.transformToByteArray();
    expect(Buffer.compare(bytes, Buffer.alloc(20 * chunk.length, 'mail'))).toBe(0);
  });

  test.each([
    ['bytes=0-1', '01', 'bytes 0-1/10'],
    ['bytes=8-', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
  ])('is read in part: %s', async (Range, text, ContentRange) => {
    await put('digits', '0123456789');
    const read = await get('digits', { Range });
    expect(read).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
    expect(await read.Body!.transformToString()).toBe(text);
  });

  test('has no part behind its end', async () => {
    await put('digits', '0123456789');
    await put('none', '', { ContentLength: 0 });
    for (const [key, Range] of [
      ['digits', 'bytes=10-'],
      ['none', 'bytes=0-9'],
    ] as const)
      expect(await refusal(get(key, { Range }))).toMatchObject({
        name: 'InvalidRange',
        $metadata: { httpStatusCode: 416 },
      });
  });

  test('is not there any more once deleted, and may be deleted again', async () => {
    await put('x', '1');
    for (let times = 0; times < 2; times += 1)
      await local.s3Client().send(new DeleteObjectCommand({ Bucket: 'mails', Key: 'x' }));
    expect(await refusal(get('x'))).toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  });

  test('is written only where there is none, if that was asked', async () => {
    await put('x', '1', { IfNoneMatch: '*' });
    expect(await refusal(put('x', '2', { IfNoneMatch: '*' }))).toMatchObject({ name: 'PreconditionFailed' });
    expect(await textOf('x')).toBe('1');
  });

  test('is still there after a restart', async () => {
    const { folder, remove } = dataFolder();
    await local.stop();
    await start(folder);
    await put('inbound/1', 'kept');
    await local.stop();
    await start(folder);
    expect(await textOf('inbound/1')).toBe('kept');
    remove();
  });

  test('expires as the bucket says, at a midnight', async () => {
    await put('inbound/1', 'x');
    await put('attachments/1', 'x');
    local.clock.moveTo(T0 + 90 * DAY);
    expect(await textOf('inbound/1')).toBe('x');
    local.clock.moveTo(T0 + 91 * DAY);
    expect(await refusal(get('inbound/1'))).toMatchObject({ name: 'NoSuchKey' });
    expect(await textOf('attachments/1')).toBe('x');
  });
});

describe('a link to an object', () => {
  test('shows it to anybody, as its maker says, until it is over', async () => {
    await put('inbound/1', 'hello', { ContentType: 'text/plain' });
    const url = await link('inbound/1', 60, { ResponseContentDisposition: 'attachment; filename="b.txt"' });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, 'hello']);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="b.txt"');
    local.clock.moveTo(T0 + 61_000);
    const late = await fetch(url);
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  test('is worth what its maker may do', async () => {
    await put('attachments/1', 'x');
    expect((await fetch(await link('attachments/1', 60))).status).toBe(403);
    expect(local.denials).toMatchObject([{ caller: 'Reader', action: 's3:GetObject' }]);
  });
});

describe('who may not is refused', () => {
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

  test('by action and key', async () => {
    await put('inbound/1', 'x');
    expect(await refusal(put('inbound/1', 'y', {}, 'Reader'))).toMatchObject(denied);
    expect(await refusal(put('inbound/1', 'y', {}, 'Writer'))).toMatchObject(denied);
    expect(await refusal(get('inbound/1', {}, 'Writer'))).toMatchObject(denied);
    expect(local.denials).toContainEqual({
      caller: 'Writer',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::mails/inbound/1',
    });
    expect(await textOf('inbound/1', {}, 'Reader')).toBe('x');
  });

  test('what is not there is told only to whom may list the bucket', async () => {
    expect(await refusal(get('inbound/gone', {}, 'Lister'))).toMatchObject({ name: 'NoSuchKey' });
    expect(await refusal(get('inbound/gone', {}, 'Reader'))).toMatchObject(denied);
    expect(local.denials).toEqual([{ caller: 'Reader', action: 's3:ListBucket', resource: 'arn:aws:s3:::mails' }]);
  });
});

describe('what S3 would refuse is refused', () => {
  test('a bucket that is not there', async () => {
    const other = new GetObjectCommand({ Bucket: 'gone', Key: 'x' });
    expect(await refusal(local.s3Client().send(other))).toMatchObject({ name: 'NoSuchBucket' });
  });

  test('bytes that are not those of the checksum', async () => {
    const wrong = put('x', 'text', { ChecksumSHA256: createHash('sha256').update('other').digest('base64') });
    expect(await refusal(wrong)).toMatchObject({ name: 'BadDigest' });
    expect(await refusal(get('x'))).toMatchObject({ name: 'NoSuchKey' });
  });

  test('a body that is not in chunks, or ends within one', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=local-admin/20260105/eu-west-1/s3/aws4_request, Signature=x';
    const headers = { authorization, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const send = async (body: string) => {
      const answer = await fetch(`${local.endpoint}/mails/x`, { method: 'PUT', headers, body });
      return [answer.status, /<Code>(.*)<.Code>/.exec(await answer.text())?.[1]];
    };
    expect(await send('no chunks')).toEqual([400, 'InvalidRequest']);
    expect(await send('ff\r\nshort')).toEqual([400, 'IncompleteBody']);
    expect(await send('2\r\nok\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n')).toEqual([400, 'BadDigest']);
    expect(await send('2\r\nok\r\n0\r\n\r\n')).toEqual([200, undefined]);
  });

  test('operations that are not played, by name', async () => {
    const client = local.s3Client();
    const copy = new CopyObjectCommand({ Bucket: 'mails', Key: 'x', CopySource: 'mails/y' });
    const list = new ListObjectsV2Command({ Bucket: 'mails' });
    for (const refused of [await refusal(client.send(list)), await refusal(client.send(copy))])
      expect(refused).toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('local stack') });
  });
});
