/** SDK errors become `StoreError`s: none passes a port. */
import { StoreError } from '../../ports/store-error';

const THROTTLED = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|TooManyRequests|LimitExceeded/;
const DENIED = /AccessDenied|NotAuthorized|UnauthorizedOperation|UnrecognizedClient|InvalidClientTokenId/;

/** Runs a call of the SDK. @throws StoreError saying whether trying again may help, and for a denial which action was denied */
export async function called<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeError(action, error);
  }
}

function storeError(action: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const {
    name = 'Error',
    message = '',
    $metadata,
  } = error as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  if (THROTTLED.test(name))
    return new StoreError('store.throttled', `${action} is throttled; it is tried again.`, {
      retry: true,
      cause: error,
    });
  if (DENIED.test(name))
    return new StoreError('store.denied', `${action} is denied: grant it in the role's policy. ${message}`, {
      retry: true,
      cause: error,
    });
  const status = $metadata?.httpStatusCode ?? 500;
  const retry = status >= 500 || status === 429;
  return new StoreError(retry ? 'store.unavailable' : 'store.refused', `${action} failed (${name}): ${message}`, {
    retry,
    cause: error,
  });
}
