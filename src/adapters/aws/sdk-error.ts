/** The one translator of SDK errors: none passes a port. */
import { StoreError } from '../../ports/store-error';

const THROTTLED =
  /Throttl|ThroughputExceeded|RequestLimitExceeded|TooManyRequests|OverLimit|SlowDown|LimitExceededException/;
const DENIED =
  /AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|IncompleteSignature|InvalidSignature|OptInRequired|CredentialsProvider/;
const MISSING = /ResourceNotFound|NonExistentQueue|NoSuchBucket|QueueDoesNotExist|AddressNotFound/;
const REFUSED =
  /Validation|InvalidParameter|InvalidMessageContents|MalformedQueryString|Serialization|UnsupportedOperation|BatchRequestTooLong|ItemCollectionSizeLimit/;
const TOO_LARGE = /size.* exceeded|too long|must be shorter than|message length|RequestEntityTooLarge/i;

/**
 * What an SDK error means to who called the port: `store.throttled`, `store.denied`, `store.missing` and `store.unavailable`
 * may pass, `store.tooLarge` and `store.refused` never will.
 * @param action the IAM action, such as `dynamodb:PutItem`
 */
function storeError(action: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  const make = (code: string, retry: boolean, advice: string) =>
    new StoreError(code, `${action}: ${advice} (${name}: ${message})`, { retry, cause });
  if (THROTTLED.test(name)) return make('store.throttled', true, 'AWS takes fewer calls than we make; try again.');
  if (DENIED.test(name))
    return make('store.denied', true, `the role of this function lacks ${action} or its credentials are over.`);
  if (MISSING.test(name))
    return make('store.missing', true, 'what it works on does not exist; deploy the stack again.');
  if (REFUSED.test(name) && TOO_LARGE.test(message))
    return make('store.tooLarge', false, 'this is larger than AWS takes.');
  if (REFUSED.test(name)) return make('store.refused', false, 'AWS does not take this; it will not succeed.');
  return make('store.unavailable', true, 'no answer, or none of use; try again.');
}

/** Runs a call of the SDK. @throws StoreError alone */
export async function called<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeError(action, error);
  }
}
