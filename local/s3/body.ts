import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { AwsRequest } from '../wire';
import { invalid, S3Error } from './errors';

const CHECKSUM = 'x-amz-checksum-';

const CHECKSUMS: Record<string, (bytes: Buffer) => string> = {
  crc32(bytes) {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString('base64');
  },
  sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/**
 * The bytes that a request uploads, out of the chunks in which SDKs send them, and the checksum headers that came along.
 * Throws BadDigest where one does not agree.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function uploaded({ headers, body }: AwsRequest): { bytes: Buffer; checksums: Record<string, string> } {
  const isChunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const { bytes, trailers } = isChunked ? unchunked(body) : { bytes: body, trailers: {} };
  const told = Object.entries({ ...headers, ...trailers }).filter(([name]) => name.startsWith(CHECKSUM));
  const checksums = Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
  for (const [name, value] of Object.entries(checksums)) check(name.slice(CHECKSUM.length), value, bytes);
  const md5 = headers['content-md5'];
  if (md5 !== undefined && md5 !== createHash('md5').update(bytes).digest('base64')) throw badDigest('Content-MD5');
  return { bytes, checksums };
}

function check(algorithm: string, value: string, bytes: Buffer) {
  const sum = CHECKSUMS[algorithm];
  if (!sum) {
    const known = Object.keys(CHECKSUMS).join(', ');
    throw new S3Error('NotImplemented', 501, `The local stack checks ${known}, not ${algorithm}.`);
  }
  if (sum(bytes) !== value) throw badDigest(algorithm);
}

const badDigest = (what: string) =>
  new S3Error('BadDigest', 400, `The ${what} you specified did not match the calculated checksum.`);

/** `SIZE[;chunk-signature=…]`, that many bytes, and so on; a chunk of none ends them, then trailers. */
function unchunked(body: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = /^[0-9a-f]{1,8}(?=;|$)/i.exec(body.toString('latin1', at, Math.min(end, at + 200)))?.[0];
    if (end < 0 || size === undefined) throw invalid('The body is not in chunks, as its headers say.');
    const from = end + 2;
    const to = from + Number.parseInt(size, 16);
    if (to === from) return { bytes: Buffer.concat(chunks), trailers: trailersIn(body.toString('latin1', from)) };
    if (to + 2 > body.length) throw new S3Error('IncompleteBody', 400, 'The body ends within a chunk.');
    chunks.push(body.subarray(from, to));
    at = to + 2;
  }
}

function trailersIn(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
