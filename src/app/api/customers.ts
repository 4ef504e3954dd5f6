/** What is known of a customer. */
import type * as z from 'zod';
import { customerSchema } from '../../engine/event';
import { formatInstant } from '../../engine/time';
import type { CustomerRecord } from '../../ports/customers';
import { etagHeader } from './etag';
import { type ApiDeps, type ApiResponse, answer, notFound } from './http';
import type { Call } from './route';
import { named, time } from './schemas';

named('CustomerFields', customerSchema);
export const customerShape = named('Customer', customerSchema.extend({ createdAt: time, updatedAt: time }));

export async function getCustomer(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const record = await deps.customers.get(call.key.workspaceId, call.params.id);
  return record ? answer(200, toCustomer(record), etagHeader(record.version)) : notFound('customer');
}

function toCustomer(record: CustomerRecord): z.infer<typeof customerShape> {
  const { schema: _, workspaceId: __, version: ___, applied: ____, conversations: _____, ...fields } = record;
  const { createdAt, updatedAt } = record;
  return { ...fields, createdAt: formatInstant(createdAt), updatedAt: formatInstant(updatedAt) };
}
