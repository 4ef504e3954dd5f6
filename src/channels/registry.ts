/** Every kind of channel. A new one is added here and nowhere else (docs/how-to-add-a-channel.md). */
import type { ChannelKind } from './channel';
import { twilioVoice } from './twilio-voice';
import { webhook } from './webhook';

/** A kind whose channels come from the store: their config was checked by the kind's own schema when they were saved. */
export type AnyChannelKind = ChannelKind<Record<string, unknown>>;

export const channelKinds: Readonly<Record<string, AnyChannelKind>> = Object.fromEntries(
  [webhook, twilioVoice].map((kind) => [kind.kind, kind as AnyChannelKind]),
);

/** The kind of that name; undefined when there is none. */
export function channelKind(kind: string): AnyChannelKind | undefined {
  return Object.hasOwn(channelKinds, kind) ? channelKinds[kind] : undefined;
}
