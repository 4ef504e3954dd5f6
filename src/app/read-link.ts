import { readToken, type TokenPurpose } from '../mail/signed-token';
import type { Deps } from './deps';

/**
 * The payload of a link's token; undefined for one that we did not sign. Keys are looked at anew before a link is called invalid:
 * another process may have made the one that signed it.
 */
export async function readLink(
  purpose: TokenPurpose,
  token: string,
  { signingKeys }: Pick<Deps, 'signingKeys'>,
): Promise<string | undefined> {
  const read =
    readToken(purpose, token, await signingKeys.list()) ??
    readToken(purpose, token, await signingKeys.list({ fresh: true }));
  return read?.payload;
}
