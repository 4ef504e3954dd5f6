/** How a channel brings customers back who were cut off. */
import { type Reconnect, reconnectSchema } from '../../../engine/reconnect-settings';
import { etagHeader } from '../etag';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound } from '../http';
import type { Call } from '../route';
import { named } from '../schemas';
import { changeChannel, ownChannel } from './channels';

export const reconnectShape = named('Reconnect', reconnectSchema);

type One<B = undefined> = Call<{ id: string }, B>;

export async function getReconnect(call: One, deps: ApiDeps): Promise<ApiResponse> {
  const record = await ownChannel(call, deps);
  if (!record) return notFound('channel');
  return record.reconnect ? answer(200, record.reconnect, etagHeader(record.version)) : notFound('reconnect setting');
}

/** Sets all of it; live within half a minute. */
export function putReconnect(call: One<Reconnect>, deps: ApiDeps): Promise<ApiResponse> {
  const set = { reconnect: call.body };
  return changeChannel(
    call,
    deps,
    (record) => ({ ...record, ...set }),
    ({ version }) => answer(200, call.body, etagHeader(version)),
  );
}

/** Customers who are gone are not waited for any more. */
export function deleteReconnect(call: One, deps: ApiDeps): Promise<ApiResponse> {
  return changeChannel(call, deps, ({ reconnect: _, ...record }) => record, noContent);
}
