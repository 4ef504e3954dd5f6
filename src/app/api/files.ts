/** Files that customers sent by e-mail: whoever has a link of ours to one gets a link of the mail store, good for five minutes. */
import { StoreError } from '../../ports/store-error';
import { readLink } from '../read-link';
import type { ApiDeps, ApiResponse } from './http';
import { deadLink } from './link-notice';
import type { OpenCall } from './route';

const SECONDS = 300;

export async function openFile({ request, params }: OpenCall, deps: ApiDeps): Promise<ApiResponse> {
  const key = await readLink('files', params.token ?? '', deps);
  if (key === undefined || !deps.mailStore) return deadLink('linkInvalid', request);
  const file = await deps.mailStore.get(key, 1).catch(isGone);
  if (!file) return deadLink('fileGone', request);
  return { status: 302, headers: { location: await deps.mailStore.link(key, SECONDS), ...PRIVATE }, body: '' };
}

const PRIVATE = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** The function may read all files and list none: of one that is not there any more S3 says no more than that it may not be read. */
function isGone(error: unknown): undefined {
  if (!(error instanceof StoreError) || error.code !== 'store.denied') throw error;
}
