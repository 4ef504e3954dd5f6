import type { AwsRequest, AwsResponse } from '../wire';
import { preconditionFailed, S3Error } from './errors';
import type { StoredObject } from './objects';

/** What a GET may ask to be told instead of what was stored, by the name of the query parameter. */
const OVERRIDES = [
  'content-type',
  'content-language',
  'content-disposition',
  'content-encoding',
  'cache-control',
  'expires',
];

/** A stored object, or the part of it that `Range` asks for. Throws InvalidRange, PreconditionFailed. */
export function objectAnswer(object: StoredObject, { method, headers, query }: AwsRequest): AwsResponse {
  checkConditions(object, headers);
  const size = object.bytes.length;
  const range = rangeOf(headers.range, size);
  const bytes = range ? object.bytes.subarray(range.from, range.to + 1) : object.bytes;
  const isChecked = headers['x-amz-checksum-mode'] === 'ENABLED' && !range;
  const stored = Object.entries(object.headers).filter(([name]) => isChecked || !name.startsWith('x-amz-checksum-'));
  return {
    status: range ? 206 : 200,
    headers: {
      ...Object.fromEntries(stored),
      ...overridden(query),
      etag: object.etag,
      'last-modified': new Date(object.modified).toUTCString(),
      'accept-ranges': 'bytes',
      'content-length': String(bytes.length),
      ...(range && { 'content-range': `bytes ${range.from}-${range.to}/${size}` }),
    },
    body: method === 'HEAD' ? '' : bytes,
  };
}

function overridden(query: URLSearchParams): Record<string, string> {
  const asked = OVERRIDES.map((name) => [name, query.get(`response-${name}`)] as const);
  return Object.fromEntries(asked.filter((pair): pair is [string, string] => pair[1] !== null));
}

function checkConditions({ etag }: StoredObject, headers: AwsRequest['headers']) {
  const wanted = headers['if-match'];
  if (wanted !== undefined && wanted !== '*' && wanted !== etag) throw preconditionFailed();
}

/** One range in bytes; several, or another unit, are as none, which HTTP allows. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const from = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from <= to) return { from, to };
  throw new S3Error('InvalidRange', 416, 'The requested range is not satisfiable');
}

/** No body for HEAD: there S3 tells the status alone. */
export function errorAnswer({ name, status, message }: S3Error, method: string): AwsResponse {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${name}</Code><Message>${escaped(message)}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body: method === 'HEAD' ? '' : xml };
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
