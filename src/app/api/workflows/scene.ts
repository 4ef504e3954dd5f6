/** What a dry run is played on: an event made up, or one of the past with the conversation as it was then. */
import type { DecideInput } from '../../../engine/decide';
import { customerTold, type PublicEvent } from '../../../engine/event';
import type { Instant } from '../../../engine/time';
import { problemResponse } from '../../problem';
import { refold } from '../../refold';
import { type Checked, refused } from '../body';
import { fromSample } from '../conversations/sample';
import type { ApiDeps } from '../http';
import type { DryRun } from './dry-run-body';

export type Scene = Omit<DecideInput, 'matcher' | 'settings' | 'configuration'>;

export async function sceneOf(workspaceId: string, body: DryRun, deps: ApiDeps): Promise<Checked<Scene>> {
  const { on } = body;
  if ('event' in on) return { ok: true, value: await madeUp(workspaceId, on, body.now, deps) };
  const { channelId, conversationId } = on;
  const refolded = await refold({ workspaceId, channelId, conversationId }, on.entry, deps);
  if (!refolded.ok) return refused(problemResponse(refolded.problem));
  const { configuration: _, ...input } = refolded.input;
  return { ok: true, value: input };
}

async function madeUp(
  workspaceId: string,
  { event: told, conversation: sample }: Extract<DryRun['on'], { event: unknown }>,
  now: Instant | undefined,
  deps: ApiDeps,
): Promise<Scene> {
  const arrived = told.time ?? now ?? deps.clock.now();
  const { source: channelId, subject: conversationId, ...rest } = told;
  const ref = { workspaceId, channelId, conversationId };
  const of = { schema: 1, workspaceId, channelId, subject: conversationId, receivedAt: arrived };
  const event = { ...rest, ...of } as PublicEvent;
  const isCall = event.type.startsWith('call.');
  const conversation = sample && fromSample(sample, ref, isCall ? 'call' : 'chat', arrived);
  const customerId = customerTold(event, conversation?.customerId)?.id ?? conversation?.customerId;
  const [channel, customer] = await Promise.all([
    deps.channels.get(channelId),
    customerId === undefined ? undefined : deps.customers.get(workspaceId, customerId),
  ]);
  return {
    ...{ event, now: arrived },
    ...(conversation && { conversation }),
    ...(customer && { customer }),
    ...(channel?.workspaceId === workspaceId && { channelKind: channel.kind }),
    ...(isCall && { heard: true as const }),
  };
}
