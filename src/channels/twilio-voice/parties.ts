/** Who is at the ends of a call: phones, SIP addresses and the browsers and apps of agents (`client:…`). */
import type { CustomerFields } from '../../engine/event';

const E164 = /^\+[1-9]\d{6,14}$/;

/** Keypad spellings of ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE, which Twilio gives for a withheld number. */
const WITHHELD = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);

/** The phone number behind an address, `sip:+82…@host` too; undefined when there is none or the caller withheld it. */
export function phoneOf(address: string | undefined): string | undefined {
  const user = address?.replace(/^sips?:/i, '').replace(/@.*$/s, '') ?? '';
  return E164.test(user) && !WITHHELD.has(user) ? user : undefined;
}

/** What `call.from` and `call.to` say: the phone number, else the address as it came, as long as fits. */
export function partyOf(address: string | undefined): string | undefined {
  return phoneOf(address) ?? address?.slice(0, 64).toWellFormed();
}

/**
 * Our own people: browsers and apps, and SIP phones registered at Twilio by a name. A number there may come from a trunk, and a
 * SIP address elsewhere be anybody's.
 */
export function isAgentDevice(address: string | undefined): boolean {
  if (address === undefined || phoneOf(address) !== undefined) return false;
  return /^client:/i.test(address) || /^sips?:[^@]*@[^@]+\.sip\.[^@]*twilio\.com/i.test(address);
}

/** The agent's id: the name of the client, the user of the SIP address, else the number. */
export function agentIdOf(address: string | undefined): string | undefined {
  const id = address?.replace(/^(client|sips?):/i, '').replace(/@.*$/s, '');
  return id === '' ? undefined : id?.slice(0, 128).toWellFormed();
}

/** The customer known by a phone number. `country` is that of the number, as Twilio tells it. */
export function customerOf(address: string | undefined, country: string | undefined): CustomerFields | undefined {
  const phone = phoneOf(address);
  if (phone === undefined) return undefined;
  return { id: `tel:${phone}`, phone, ...(country !== undefined && /^[A-Z]{2}$/.test(country) && { country }) };
}
