/** The link back that a text to the customer names, made when the text is sent. */
import type { Effect } from '../../engine/effects';
import type { ConversationRef } from '../../engine/event';
import { namesLink, withLink } from '../../engine/reconnect-link';
import type { Deps } from '../deps';
import { type LinkedTo, linkTo } from './link';

export type FillDeps = Pick<Deps, 'channels' | 'conversations' | 'signingKeys'> & { publicUrl?: string };

/** The effect as it goes out; where nobody is brought back there is no link, and nothing in its place. @throws StoreError (retry) */
export async function withReconnectLink(effect: Effect, ref: ConversationRef, deps: FillDeps): Promise<Effect> {
  if (!namesLink(effect.type, effect.fields)) return effect;
  return { ...effect, fields: withLink(effect.fields, (await linkOf(ref, deps)) ?? '') };
}

async function linkOf(ref: ConversationRef, deps: FillDeps): Promise<string | undefined> {
  const { conversation } = await deps.conversations.load(ref);
  return conversation && linkBack(conversation, deps);
}

/** The link back into a conversation; undefined where its channel brings nobody back. @throws StoreError (retry) */
export async function linkBack(
  conversation: LinkedTo,
  { channels, signingKeys, publicUrl }: Omit<FillDeps, 'conversations'>,
): Promise<string | undefined> {
  const { channelId, workspaceId } = conversation.ref;
  const channel = await channels.get(channelId);
  const isOn = channel?.workspaceId === workspaceId && channel.reconnect?.enabled === true;
  return isOn && publicUrl !== undefined ? linkTo(conversation, { signingKeys, publicUrl }) : undefined;
}
