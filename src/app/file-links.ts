import { signToken } from '../mail/signed-token';
import type { SigningKey } from '../ports/signing-keys';
import type { Deps } from './deps';

/** Makes links to what stands in the mail store: whoever has one can read that file, and no other. */
export async function fileLinks({
  signingKeys,
  publicUrl,
}: Pick<Deps, 'signingKeys'> & { publicUrl: string }): Promise<(key: string) => string> {
  const [newest] = (await signingKeys.list()) as [SigningKey, ...SigningKey[]];
  return (key) => `${publicUrl}/files/${signToken('files', key, newest)}`;
}
