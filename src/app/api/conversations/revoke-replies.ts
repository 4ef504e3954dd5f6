/** Takes a reply address out of use, for good: whoever has seen it can write to the conversation no more. */
import * as z from 'zod';
import { formatInstant } from '../../../engine/time';
import { threadId } from '../../../mail/reply-address';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import type { Call } from '../route';
import { named, time } from '../schemas';
import { type ConversationParams, refOfCall } from './read';

/** `address`: whom the e-mails went to; absent: the customer's address of today. */
export const revokeShape = named('RevokeReplies', z.strictObject({ address: z.string().min(1).max(320).optional() }));
export const revokedShape = named('RevokedReplies', z.strictObject({ address: z.string(), revokedAt: time }));

export async function revokeReplies(
  call: Call<ConversationParams, z.infer<typeof revokeShape>>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const ref = refOfCall(call);
  const address = call.body.address ?? (await customersAddress(ref, deps));
  const id = address === undefined ? undefined : threadId(ref, address);
  if (id === undefined || !(await deps.mailThreads.revoke(id, deps.clock.now()))) return notFound('reply address');
  const thread = await deps.mailThreads.get(id);
  if (thread?.revokedAt === undefined) return notFound('reply address');
  return answer(200, { address: thread.address, revokedAt: formatInstant(thread.revokedAt) });
}

async function customersAddress(ref: ReturnType<typeof refOfCall>, deps: ApiDeps): Promise<string | undefined> {
  const { conversation, customer } = await deps.conversations.load(ref);
  return conversation && customer?.email;
}
