import { channelKind } from '../channels/registry';
import type { ChannelRecord } from '../ports/channels';
import { idsInPath } from './api/path-ids';

/** Where a channel's provider reaches us. Telephony is answered at an address of its own. */
export function channelAddress({ id, kind }: Pick<ChannelRecord, 'id' | 'kind'>, publicUrl: string): string {
  const { segments, query } = idsInPath([id]);
  return `${publicUrl}/${channelKind(kind)?.ask ? 'voice' : 'webhooks'}/${segments[0]}${query}`;
}
