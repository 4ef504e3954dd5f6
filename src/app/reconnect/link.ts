/** Links back into a conversation, for whoever may hand them to its customer. */
import type { Conversation } from '../../engine/conversation';
import { sessionOf } from '../../engine/reconnect';
import type { SigningKeys } from '../../ports/signing-keys';
import { type LinkedSession, linkToken, readLinkToken } from './link-token';

export type LinkedTo = Pick<Conversation, 'ref' | 'openedCount' | 'session'>;

export interface LinkDeps {
  signingKeys: SigningKeys;
  /** https URL without trailing slash. */
  publicUrl: string;
}

/** The link to the session that goes on, or, before there is one, to the first. @throws StoreError (retry) */
export async function linkTo(
  { ref, ...conversation }: LinkedTo,
  { signingKeys, publicUrl }: LinkDeps,
): Promise<string> {
  const [key] = await signingKeys.list();
  // A list that is never empty: the first key is made when it is asked for.
  return `${publicUrl}/r/${linkToken({ ref, session: Math.max(1, sessionOf(conversation)) }, key as NonNullable<typeof key>)}`;
}

/** What a link leads to; undefined for any text that is none of ours. A key may be newer than the copy at hand. @throws StoreError (retry) */
export async function linkedSession(token: string, signingKeys: SigningKeys): Promise<LinkedSession | undefined> {
  return (
    readLinkToken(token, await signingKeys.list()) ?? readLinkToken(token, await signingKeys.list({ fresh: true }))
  );
}

/** The portal's address with the token of the link that led there, beside the query and the fragment that it has. */
export function portalWith(portalUrl: string, token: string): string {
  const { href } = new URL(portalUrl);
  const [address = '', ...fragment] = href.split('#');
  const joint = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?';
  return [`${address}${joint}threadkeeper=${token}`, ...fragment].join('#');
}
