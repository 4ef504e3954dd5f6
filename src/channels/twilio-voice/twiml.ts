/** What Twilio is answered. Phone menus are not made here yet: the owner's own TwiML takes the call over. */
import { type CallRequest, isOver } from './call-request';
import type { TwilioVoiceConfig } from './config';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Twilio asks again as soon as the answer of a waiting room runs out: this keeps it from asking all the time. */
const WAIT = '<Pause length="60"/>';

/** The answer: hand over to `continueUrl` where Twilio asks how to go on, nothing where it only tells. */
export function replyTo(call: CallRequest, config: TwilioVoiceConfig): { contentType: string; body: string } {
  const asks = ['voice', 'dial', 'queue', 'waiting'].includes(call.kind) && !isOver(call.fields.CallStatus);
  const nothingToDo = call.kind === 'waiting' ? WAIT : '';
  const then = config.continueUrl === undefined ? nothingToDo : redirect(config.continueUrl, call);
  return {
    contentType: 'text/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?><Response>${asks ? then : ''}</Response>`,
  };
}

/** The owner's TwiML is told where the call stands, since Twilio does not repeat it after a redirect. */
function redirect(continueUrl: string, { kind, fields }: CallRequest): string {
  const url = new URL(continueUrl);
  url.searchParams.set('event', kind);
  if (fields.DialCallStatus) url.searchParams.set('DialCallStatus', fields.DialCallStatus);
  if (fields.QueueResult) url.searchParams.set('QueueResult', fields.QueueResult);
  const text = url.href.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  return `<Redirect method="POST">${text}</Redirect>`;
}
