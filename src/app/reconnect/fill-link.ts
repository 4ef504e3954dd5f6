/** The link back that a text to the customer names, made when the text is sent. */
import type { Effect } from '../../engine/effects';
import type { ConversationRef } from '../../engine/event';
import { namesLink, withLink } from '../../engine/reconnect-link';
import type { Deps } from '../deps';
import { linkTo } from './link';

export type FillDeps = Pick<Deps, 'channels' | 'conversations' | 'signingKeys'> & { publicUrl?: string };

/** The effect as it goes out; where nobody is brought back there is no link, and nothing in its place. @throws StoreError (retry) */
export async function withReconnectLink(effect: Effect, ref: ConversationRef, deps: FillDeps): Promise<Effect> {
  if (!namesLink(effect.type, effect.fields)) return effect;
  return { ...effect, fields: withLink(effect.fields, (await linkOf(ref, deps)) ?? '') };
}

async function linkOf(ref: ConversationRef, deps: FillDeps): Promise<string | undefined> {
  const { publicUrl, signingKeys } = deps;
  const channel = await deps.channels.get(ref.channelId);
  const isOn = channel?.workspaceId === ref.workspaceId && channel.reconnect?.enabled === true;
  if (!isOn || publicUrl === undefined) return undefined;
  const { conversation } = await deps.conversations.load(ref);
  return conversation && linkTo(conversation, { signingKeys, publicUrl });
}
