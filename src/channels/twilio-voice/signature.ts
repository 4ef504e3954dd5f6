/**
 * Twilio's request signature: HMAC-SHA1 with the auth token over the public URL and the sorted parameters.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelOf, Verdict, WebhookRequest } from '../channel';
import type { TwilioVoiceConfig } from './config';
import { type Form, parseForm } from './form';

const EMPTY: Form = new Map();

/** The signature of a request; parameters sorted by name, several values of one name sorted and each counted once. */
export function twilioSignature(token: string, url: string, params: Form): string {
  const sorted = [...params].sort(([one], [other]) => (one < other ? -1 : 1));
  const signed = sorted.map(([name, values]) =>
    [...new Set(values)]
      .sort()
      .map((value) => name + value)
      .join(''),
  );
  return createHmac('sha1', token)
    .update(url + signed.join(''))
    .digest('base64');
}

/** Checks the signature for each auth token in use. A token belongs to one account, so the signature tells the account too. */
export function verify(request: WebhookRequest, channel: ChannelOf<TwilioVoiceConfig>): Verdict {
  const given = request.headers['x-twilio-signature'];
  if (!given) return refuse(401, 'signature.missing', 'Send the header X-Twilio-Signature.');
  // A JSON body is not among the signed parameters: its hash is in the URL, which is signed.
  const hash = URL.parse(request.url)?.searchParams.get('bodySHA256');
  const params = hash ? EMPTY : parseForm(request.body);
  if (!params)
    return refuse(400, 'twilio.malformedForm', 'The body is not a well-formed form; URL-encode it in UTF-8.');
  if (!isSigned(request.url, params, channel.secrets, given) || (hash && !isHash(hash, request.body))) {
    const detail = "The signature does not match; check the channel's auth token and the URL that Twilio calls.";
    return refuse(401, 'signature.invalid', detail);
  }
  return { ok: true };
}

function isSigned(url: string, params: Form, tokens: readonly string[], given: string): boolean {
  // An empty key would let anybody sign.
  const usable = tokens.filter((token) => token !== '');
  const expected = usable.flatMap((token) =>
    spellings(url).map((spelling) => twilioSignature(token, spelling, params)),
  );
  return expected.some((right) => sameText(right, given));
}

function isHash(hash: string, body: Uint8Array): boolean {
  return sameText(createHash('sha256').update(body).digest('hex'), hash.toLowerCase());
}

/** Twilio signs the URL with or without its port, not always as it calls it: each spelling is tried, as its own library does. */
function spellings(url: string): string[] {
  const [bare, ported] = [URL.parse(url), URL.parse(url)];
  if (!bare || !ported) return [];
  bare.port = '';
  const port = ported.port || (ported.protocol === 'https:' ? '443' : '80');
  const withPort = ported.href.replace(ported.host, `${ported.hostname}:${port}`);
  return [...new Set([url, bare.href, withPort])];
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

function refuse(status: 400 | 401, code: string, detail: string): Verdict {
  return { ok: false, status, code, detail };
}
