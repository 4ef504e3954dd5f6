/** A text message: by the channel that the settings name for it, else by the conversation's, each in its provider's way. */
import { channelKind } from '../channels/registry';
import type { ChannelRecord } from '../ports/channels';
import { type Action, impossibleNow, type PlanContext } from './action';

const E164 = /^\+[1-9]\d{6,14}$/;
/** @see https://www.twilio.com/docs/messaging/api/message-resource and no network takes more. */
const LONGEST = 1_600;

export const smsSend: Action = {
  needsSettings: true,
  plan(effect, ref, context) {
    const channel = channelOf(context);
    if (typeof channel === 'string') return impossibleNow(channel);
    const to = numberOf(effect.fields.to);
    if (to === '')
      return impossibleNow(
        'There is nobody to send it to: no phone number of the customer is known, and the step names none.',
      );
    if (!E164.test(to))
      return impossibleNow('The number to send it to must be E.164, with its country, such as +821012345678.');
    const { text } = effect.fields;
    if (typeof text !== 'string' || text.trim() === '')
      return impossibleNow('The text is empty once its placeholders are filled.');
    if (text.length > LONGEST)
      return impossibleNow(`The text has ${text.length} characters, and an SMS at most ${LONGEST}.`);
    const sms = { ...effect, fields: { ...effect.fields, to } };
    const request = channelKind(channel.kind)?.send(sms, ref, channel, context.now);
    return request ? { kind: 'request', request, to: 'sms' } : impossibleNow(cannot(channel));
  },
};

function channelOf({ channel, settings, smsChannel }: PlanContext): ChannelRecord | string {
  const named = settings?.sms?.channelId;
  if (named !== undefined) return smsChannel ?? `The channel ${named}, which the settings name for SMS, was removed.`;
  return channel ?? 'The channel was removed; add it again to reach its conversations.';
}

/** As people write numbers: spaces, hyphens, dots and brackets are not part of one. */
const numberOf = (field: unknown) => (typeof field === 'string' ? field.replace(/[\s().-]/g, '') : '');

const cannot = ({ id }: ChannelRecord) =>
  `The channel ${id} cannot send this SMS: it needs a number of ours (Twilio) or a deliverUrl (webhook), or name another channel in the settings as sms.channelId.`;
