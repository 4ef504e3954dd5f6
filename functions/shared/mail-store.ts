import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from '../../src/adapters/aws/client-options';
import { s3MailStore } from '../../src/adapters/aws/s3-mail-store';
import type { Config } from '../../src/config';
import type { MailStore } from '../../src/ports/mail-store';

/** Where mails are kept. The embedded stack has no host for each bucket: there buckets are paths. */
export function openMailStore({ mailBucket }: Pick<Config, 'mailBucket'>): MailStore {
  const endpoint = process.env.AWS_ENDPOINT_URL_S3;
  const forcePathStyle = endpoint !== undefined && isLoopback(new URL(endpoint).hostname);
  return s3MailStore(new S3Client({ ...clientOptions, forcePathStyle }), mailBucket);
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.');
