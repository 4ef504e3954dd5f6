/** Plays the provider: turns a recorded line into the signed request that it would send. */
import { createHash } from 'node:crypto';
import { twilioSignature } from '../../src/channels/twilio-voice/signature';
import { signatureHeaders } from '../../src/channels/webhook/signature';
import { formatInstant, type Instant } from '../../src/engine/time';
import { Failure } from './failure';
import type { Outgoing } from './http';
import { type RecordedLine, withTimes } from './recording';

/** A channel to play, and the secret that the provider shares with it. */
export interface PlayedChannel {
  id: string;
  kind: string;
  secret: string;
  webhookUrl: string;
}

/** When a line happens as the recording has it (in the replay's time), and what the clock says as it is sent. */
export interface Moment {
  planned: Instant;
  now: Instant;
}

type Play = (line: RecordedLine, channel: PlayedChannel, moment: Moment) => Outgoing;

const plays: Readonly<Record<string, { takes: 'body' | 'form'; door: string; play: Play }>> = {
  webhook: { takes: 'body', door: 'webhooks', play: playWebhook },
  'twilio-voice': { takes: 'form', door: 'voice', play: playTwilio },
};

/** Where a channel of this kind is reached unless told otherwise. */
export function addressOf({ id, kind }: Pick<PlayedChannel, 'id' | 'kind'>, url: string): string {
  return `${url}/${plays[kind]?.door ?? 'webhooks'}/${encodeURIComponent(id)}`;
}

/** The request for a line. @throws Failure when its channel cannot be played; see `checkPlayable` */
export function requestFor(line: RecordedLine, channel: PlayedChannel, moment: Moment): Outgoing {
  const { play } = playOf(line, channel, 'the recording');
  return { method: 'POST', ...play(line, channel, moment) };
}

/** Looks at every line before the first is sent. @throws Failure naming the line */
export function checkPlayable(lines: readonly RecordedLine[], channels: readonly PlayedChannel[], name: string): void {
  for (const line of lines) {
    const channel = channels.find(({ id }) => id === line.channel);
    if (channel === undefined) {
      const known = channels.map(({ id }) => id).join(', ') || 'none';
      throw new Failure(`${name} line ${line.number}: unknown channel "${line.channel}"; known are ${known}.`, {
        exitCode: 2,
      });
    }
    playOf(line, channel, name);
  }
}

function playOf(line: RecordedLine, channel: PlayedChannel, name: string) {
  const where = `${name} line ${line.number}`;
  const found = plays[channel.kind];
  if (found === undefined) {
    const known = Object.keys(plays).join(', ');
    throw new Failure(`${where}: channel "${channel.id}" is of kind ${channel.kind}; a replay can play ${known}.`);
  }
  if (line[found.takes] === undefined) {
    throw new Failure(`${where}: channel "${channel.id}" is of kind ${channel.kind}; give ${found.takes}.`, {
      exitCode: 2,
    });
  }
  return found;
}

/** CloudEvents that tell no time happened when the recording has them. */
function playWebhook(line: RecordedLine, channel: PlayedChannel, { planned, now }: Moment): Outgoing {
  const filled = withTimes(line.body ?? {}, planned);
  const isCloudEvent = filled.specversion !== undefined && filled.time === undefined;
  const body = JSON.stringify(isCloudEvent ? { ...filled, time: formatInstant(planned) } : filled);
  const signed = signatureHeaders([channel.secret], deliveryId(filled, body), now, Buffer.from(body));
  return { headers: { 'content-type': 'application/json', ...signed }, body };
}

/** The same for each try of the same event. */
function deliveryId({ id }: Record<string, unknown>, body: string): string {
  if (typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id)) return id;
  return `msg_${createHash('sha256').update(body).digest('base64url')}`;
}

function playTwilio(line: RecordedLine, channel: PlayedChannel, { planned }: Moment): Outgoing {
  const form = withTimes(line.form ?? {}, planned, (instant) =>
    new Date(instant).toUTCString().replace('GMT', '+0000'),
  );
  const params = new Map(Object.entries(form).map(([name, value]) => [name, [value]]));
  const signature = twilioSignature(channel.secret, channel.webhookUrl, params);
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  return { headers, body: new URLSearchParams(form).toString() };
}
