import type { Access, Instant, S3Front, VirtualClock } from './front';
import { AccessDenied } from './iam';
import { errorAnswer, objectAnswer } from './s3/answers';
import { uploaded } from './s3/body';
import { invalid, noSuchBucket, noSuchKey, S3Error } from './s3/errors';
import { type Expiration, Objects, type StoredObject } from './s3/objects';
import type { Store } from './store';
import type { AwsRequest, AwsResponse, AwsService } from './wire';

export interface S3Options {
  store: Store;
  clock: VirtualClock;
  access: Access;
}

/** Of a request, what is kept with the object and told again. */
const KEPT = /^(content-(type|disposition|language)|cache-control|expires|x-amz-meta-.+)$/;
/** Queries that make another operation of a request. */
const OTHERS = [
  'acl',
  'tagging',
  'uploads',
  'uploadId',
  'versionId',
  'attributes',
  'retention',
  'legal-hold',
  'list-type',
];

/**
 * Amazon S3, as far as single objects are put, read and deleted in it, by paths (`/BUCKET/KEY`), each call checked against its
 * caller's policies.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function createS3({ store, clock, access }: S3Options): S3Front & { serve: AwsService } {
  const objects = new Objects(store, clock);
  const buckets = new Map<string, Expiration[]>();

  const put = (bucket: string, key: string, object: Pick<StoredObject, 'bytes' | 'headers'>): string => {
    const kept = buckets.get(bucket)?.filter(({ prefix }) => key.startsWith(prefix));
    const [shortest] = kept?.sort((a, b) => a.days - b.days) ?? [];
    return objects.put(bucket, key, object, shortest);
  };
  /** To whom may not list the bucket, S3 does not say that there is no such key. */
  const find = ({ bucket, key, caller }: Place): StoredObject => {
    const object = objects.get(bucket, key);
    if (object) return object;
    const list = { caller, action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
    throw access.allows(caller, list.action, list.resource) ? noSuchKey() : new AccessDenied(list);
  };
  const check = (action: string, { caller, bucket, key }: Place) => {
    if (!buckets.has(bucket)) throw noSuchBucket(bucket);
    access.check(caller, action, `arn:aws:s3:::${bucket}/${key}`);
  };

  const operations: Record<string, (request: AwsRequest, place: Place) => AwsResponse> = {
    PUT(request, place) {
      check('s3:PutObject', place);
      if (request.headers['x-amz-copy-source']) throw notPlayed('CopyObject');
      const { bytes, checksums } = uploaded(request);
      if (request.headers['if-none-match'] === '*' && objects.get(place.bucket, place.key))
        throw new S3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
      const etag = put(place.bucket, place.key, { bytes, headers: { ...keptOf(request), ...checksums } });
      return { status: 200, headers: { etag, ...checksums }, body: '' };
    },
    GET(request, place) {
      check('s3:GetObject', place);
      return objectAnswer(find(place), request);
    },
    HEAD(request, place) {
      check('s3:GetObject', place);
      return objectAnswer(find(place), request);
    },
    DELETE(_request, place) {
      check('s3:DeleteObject', place);
      objects.delete(place.bucket, place.key);
      return { status: 204, headers: {}, body: '' };
    },
  };

  return {
    createBucket: (name, expirations) => void buckets.set(name, [...expirations]),
    put: (bucket, key, bytes, type) => {
      if (!buckets.has(bucket)) throw noSuchBucket(bucket);
      put(bucket, key, { bytes, headers: { 'content-type': type } });
    },
    async serve(request) {
      try {
        checkExpiry(request.query, clock.now());
        const operation = operations[request.method];
        const other = OTHERS.find((name) => request.query.has(name));
        if (!operation || other !== undefined)
          throw notPlayed(`${request.method} ${request.path} ${other ?? ''}`.trim());
        return operation(request, placeOf(request));
      } catch (error) {
        if (error instanceof AccessDenied)
          return errorAnswer(new S3Error('AccessDenied', 403, error.message), request.method);
        if (error instanceof S3Error) return errorAnswer(error, request.method);
        throw error;
      }
    },
  };
}

interface Place {
  caller: string;
  bucket: string;
  key: string;
}

const notPlayed = (what: string) =>
  new S3Error(
    'NotImplemented',
    501,
    `The local stack knows no S3 operation ${what}, only Put, Get, Head and Delete of an object.`,
  );

function placeOf({ path, caller }: AwsRequest): Place {
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/s.exec(path) ?? [];
  if (!bucket || !key) throw notPlayed(`on ${path}`);
  try {
    return { caller, bucket, key: decodeURIComponent(key) };
  } catch {
    throw invalid('The key is not percent-encoded UTF-8.');
  }
}

function keptOf({ headers }: AwsRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
  };
}

/** A link, that is a request signed in its query, is good for so many seconds. Throws AccessDenied. */
function checkExpiry(query: URLSearchParams, now: Instant) {
  const seconds = query.get('X-Amz-Expires');
  if (seconds === null) return;
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  const signed = Date.parse(`${date?.replace(/(....)(..)/, '$1-$2-')}T${time?.replace(/(..)(..)/, '$1:$2:')}Z`);
  if (!(now <= signed + Number(seconds) * 1_000)) throw new S3Error('AccessDenied', 403, 'Request has expired');
}
