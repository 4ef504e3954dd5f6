/** Twilio Programmable Voice: what a caller hears, status callbacks of calls, and what Dial and Enqueue tell. */
import { defineChannel } from '../channel';
import { ask } from './ask';
import { authToken, twilioVoiceConfig } from './config';
import { send } from './send';
import { verify } from './signature';
import { translate } from './translate';

export const twilioVoice = defineChannel({
  kind: 'twilio-voice',
  title: 'Phone calls (Twilio Voice)',
  config: twilioVoiceConfig,
  secret: authToken,
  verify,
  translate,
  ask,
  send,
});
