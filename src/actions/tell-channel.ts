/** Most steps: the provider of the conversation's channel is told, and does it. */
import { channelKind } from '../channels/registry';
import type { Action } from './action';

export const tellChannel: Action = (effect, ref, { channel, now }) => {
  if (!channel) {
    return { kind: 'impossible', detail: 'The channel was removed; add it again to reach its conversations.' };
  }
  const kind = channelKind(channel.kind);
  if (!kind) return { kind: 'impossible', detail: `This version knows no channels of the kind ${channel.kind}.` };
  const request = kind.send(effect, ref, channel, now);
  if (!request) return { kind: 'kept', detail: 'Kept in Threadkeeper only: the channel has no counterpart for it.' };
  return { kind: 'request', request, to: request.to ?? 'channel' };
};
