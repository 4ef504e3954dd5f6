/** How many conversations take an agent up, for routers. */
import * as z from 'zod';
import { formatInstant } from '../../engine/time';
import { type ApiDeps, type ApiResponse, answer } from './http';
import type { Call } from './route';
import { count, id, named, time } from './schemas';

/** `reserved`: kept for customers who are gone, beside those that are active. */
export const capacityShape = named(
  'AgentCapacity',
  z.strictObject({
    ...{ agentId: id, active: count },
    reserved: z.array(z.strictObject({ channelId: id, conversationId: id, until: time })),
  }),
);

/** Of channels that bring customers back; an agent of whom nothing is known has none. */
export async function getCapacity(call: Call<{ id: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const { id: agentId } = call.params;
  const held = await deps.agents.heldBy(call.key.workspaceId, agentId);
  const reserved = held.flatMap(({ until, ...ids }) => (until === undefined ? [] : [{ ...ids, until }]));
  const now = deps.clock.now();
  // Whose time is up is free, though the conversation be told of it a moment later.
  const left = reserved.filter(({ until }) => until > now).toSorted((a, b) => a.until - b.until);
  return answer(200, {
    ...{ agentId, active: held.length - reserved.length },
    reserved: left.map(({ until, ...ids }) => ({ ...ids, until: formatInstant(until) })),
  });
}
