/** Mails and their attachments in Amazon S3. The bucket encrypts and expires them by itself. */
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MailStore } from '../../ports/mail-store';
import { asDownload } from './content-disposition';
import { called } from './sdk-error';

/** @param bucket its policy lets this function list it too: to whom may not, S3 does not say that a key is not there */
export function s3MailStore(client: S3Client, bucket: string): MailStore {
  return {
    get: (key, maxBytes) =>
      called('s3:GetObject', async () => {
        try {
          return await read(client, { Bucket: bucket, Key: key, Range: `bytes=0-${Math.max(maxBytes, 1) - 1}` });
        } catch (error) {
          const name = error instanceof Error ? error.name : '';
          if (name === 'NoSuchKey') return undefined;
          // Of nothing there is no first byte.
          if (name === 'InvalidRange') return { bytes: new Uint8Array(), size: 0 };
          throw error;
        }
      }),
    put: (Key, Body, { type, name }) =>
      called('s3:PutObject', async () => {
        const about = { ContentType: type, ContentDisposition: asDownload(name) };
        await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...about }));
      }),
    link: (Key, expiresIn) =>
      called('s3:GetObject', () => getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn })),
  };
}

async function read(client: S3Client, about: { Bucket: string; Key: string; Range: string }) {
  const { Body, ContentRange } = await client.send(new GetObjectCommand(about));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return { bytes, size: Number(ContentRange?.split('/')[1] ?? bytes.length) };
}
