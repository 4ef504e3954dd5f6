/** A channel as the API tells it: secrets only by their hints, but for the one that was just made. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { formatInstant } from '../../../engine/time';
import type { ChannelRecord } from '../../../ports/channels';
import { channelAddress } from '../../channel-address';
import { id, listOf, named, time } from '../schemas';

const name = z.string().min(1).max(200);
const config = z.record(z.string(), z.unknown());
const secret = z.string().min(1).max(500);
const hint = z.string();

/** Without `secret` one is generated, where the provider does not give it out. */
export const newChannelShape = named(
  'NewChannel',
  z.strictObject({
    kind: z.string().min(1).max(60),
    ...{ id: id.optional(), name: name.optional(), config: config.default({}), secret: secret.optional() },
  }),
);
export const channelEditShape = named(
  'ChannelEdit',
  z.strictObject({ name: name.optional(), config: config.default({}) }),
);
export const newSecretShape = named('NewSecret', z.strictObject({ secret: secret.optional() }));

export const channelShape = named(
  'Channel',
  z.strictObject({
    ...{ id, kind: z.string(), name: name.optional(), config, createdAt: time },
    /** Where the provider sends its webhooks. */
    webhookUrl: z.string(),
    /** Newest first. */
    secrets: z.array(z.strictObject({ hint })),
  }),
);
export const channelList = listOf('ChannelList', channelShape);
export const madeChannelShape = named('ChannelWithSecret', channelShape.extend({ secret }));
export const madeSecretShape = named('Secret', z.strictObject({ hint, secret }));

/** Tells secrets apart without telling anything of them: the beginning of their hash. */
export const hintOf = (of: string): string => createHash('sha256').update(of).digest('hex').slice(0, 8);

export function toChannel(record: ChannelRecord, publicUrl: string): z.infer<typeof channelShape> {
  return {
    ...{ id: record.id, kind: record.kind, config: record.config, createdAt: formatInstant(record.createdAt) },
    ...(record.name !== undefined && { name: record.name }),
    webhookUrl: channelAddress(record, publicUrl),
    secrets: record.secrets.map((one) => ({ hint: hintOf(one) })),
  };
}
