import type { Access, Instant, S3Front, VirtualClock } from './front';
import { AccessDenied } from './iam';
import { errorAnswer, objectAnswer } from './s3/answers';
import { uploaded } from './s3/body';
import { invalid, noSuchBucket, noSuchKey, preconditionFailed, S3Error } from './s3/errors';
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
export function createS3(options: S3Options): S3Front & { serve: AwsService } {
  return new S3(options);
}

class S3 implements S3Front {
  readonly #access: Access;
  readonly #clock: VirtualClock;
  readonly #objects: Objects;
  readonly #buckets = new Map<string, Expiration[]>();

  constructor({ store, clock, access }: S3Options) {
    this.#access = access;
    this.#clock = clock;
    this.#objects = new Objects(store, clock);
  }

  createBucket(name: string, expirations: readonly Expiration[]) {
    this.#buckets.set(
      name,
      [...expirations].sort((a, b) => a.days - b.days),
    );
  }

  put(bucket: string, key: string, bytes: Buffer, type: string) {
    this.#store({ bucket, key }, { bytes, headers: { 'content-type': type } });
  }

  serve: AwsService = async (request) => {
    try {
      checkExpiry(request.query, this.#clock.now());
      return this.#route(request, placeOf(request));
    } catch (error) {
      if (error instanceof AccessDenied)
        return errorAnswer(new S3Error('AccessDenied', 403, error.message), request.method);
      if (error instanceof S3Error) return errorAnswer(error, request.method);
      throw error;
    }
  };

  #route(request: AwsRequest, place: Place): AwsResponse {
    const { method, path, query, headers } = request;
    const other = OTHERS.find((name) => query.has(name)) ?? (headers['x-amz-copy-source'] && 'copy');
    if (other !== undefined) throw notPlayed(`${method} ${path} (${other})`);
    if (!this.#buckets.has(place.bucket)) throw noSuchBucket(place.bucket);
    if (method === 'PUT') return this.#put(request, place);
    if (method === 'DELETE') return this.#delete(place);
    if (method === 'GET' || method === 'HEAD') return objectAnswer(this.#get(place), request);
    throw notPlayed(`${method} ${path}`);
  }

  #put(request: AwsRequest, place: Place): AwsResponse {
    this.#check('s3:PutObject', place);
    const { bytes, checksums } = uploaded(request);
    if (request.headers['if-none-match'] === '*' && this.#objects.get(place.bucket, place.key))
      throw preconditionFailed();
    const etag = this.#store(place, { bytes, headers: { ...keptOf(request), ...checksums } });
    return { status: 200, headers: { etag, ...checksums }, body: '' };
  }

  /** To whom may not list the bucket, S3 does not say that there is no such key. */
  #get(place: Place): StoredObject {
    this.#check('s3:GetObject', place);
    const object = this.#objects.get(place.bucket, place.key);
    if (object) return object;
    const list = { caller: place.caller, action: 's3:ListBucket', resource: `arn:aws:s3:::${place.bucket}` };
    throw this.#access.allows(list.caller, list.action, list.resource) ? noSuchKey() : new AccessDenied(list);
  }

  #delete(place: Place): AwsResponse {
    this.#check('s3:DeleteObject', place);
    this.#objects.delete(place.bucket, place.key);
    return { status: 204, headers: {}, body: '' };
  }

  #check(action: string, { caller, bucket, key }: Place) {
    this.#access.check(caller, action, `arn:aws:s3:::${bucket}/${key}`);
  }

  /** Answers the ETag. */
  #store({ bucket, key }: Omit<Place, 'caller'>, object: Pick<StoredObject, 'bytes' | 'headers'>): string {
    const expirations = this.#buckets.get(bucket);
    if (!expirations) throw noSuchBucket(bucket);
    const soonest = expirations.find(({ prefix }) => key.startsWith(prefix));
    return this.#objects.put(bucket, key, object, soonest);
  }
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
