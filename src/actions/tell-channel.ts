/** Most steps: the provider of the conversation's channel is told, and does it. */
import { channelKind } from '../channels/registry';
import { type Action, impossibleNow } from './action';

export const tellChannel: Action = {
  plan(effect, ref, { channel, now, address }) {
    if (!channel) return impossibleNow('The channel was removed; add it again to reach its conversations.');
    const kind = channelKind(channel.kind);
    if (!kind) return impossibleNow(`This version knows no channels of the kind ${channel.kind}.`);
    const request = kind.send(effect, ref, channel, now, address);
    if (!request) return { kind: 'kept', detail: 'Kept in Threadkeeper only: the channel has no counterpart for it.' };
    return { kind: 'request', request, to: request.to ?? 'channel' };
  },
};
