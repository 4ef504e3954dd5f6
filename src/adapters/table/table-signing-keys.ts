import type { Instant } from '../../engine/time';
import type { Clock } from '../../ports/clock';
import type { SigningKey, SigningKeys } from '../../ports/signing-keys';
import { StoreError } from '../../ports/store-error';
import { storedIn, storing } from './codec';
import { numberOf } from './item';
import { SIGNING_KEYS } from './keys';
import { ABSENT, type Condition, type Table } from './table';

const SECRET_BYTES = 32;
const MOST_KEYS = 8;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TRIES = 8;

type StoredKey = Omit<SigningKey, 'secret'> & { secret: string };
export type Random = (bytes: number) => Uint8Array;

/** Signing keys over the table: one item with all of them, written over the version that was read alone. */
export function tableSigningKeys(table: Table, clock: Clock, random: Random): SigningKeys {
  async function read(): Promise<{ keys: SigningKey[]; version: number }> {
    const item = await table.get(SIGNING_KEYS);
    if (!item) return { keys: [], version: 0 };
    return { keys: storedIn<StoredKey[]>(item).map(keyOf), version: numberOf(item, 'version') };
  }
  /** `next` undefined: all stays as it is. Answers what stands, newest first. */
  async function edit(change: (keys: SigningKey[]) => SigningKey[] | undefined): Promise<SigningKey[]> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { keys, version } = await read();
      const next = change(keys);
      if (!next) return keys;
      const when: Condition = version === 0 ? ABSENT : [[{ is: ['version', version] }]];
      const item = { ...SIGNING_KEYS, version: version + 1, ...storing(next.map(storedKey)) };
      if (await table.put(item, when)) return next;
    }
    throw new StoreError('store.conflict', 'The signing keys are changed by many at once: try again.', { retry: true });
  }
  const made = (keys: readonly SigningKey[], now: Instant): SigningKey => ({
    id: nextId(keys),
    secret: random(SECRET_BYTES),
    createdAt: now,
  });
  return {
    list: () => edit((keys) => (keys.length === 0 ? [made(keys, clock.now())] : undefined)),
    async rotate(now) {
      const [newest] = await edit((keys) => {
        if (keys.length >= MOST_KEYS) throw tooMany();
        return [made(keys, now), ...keys];
      });
      return newest as SigningKey;
    },
    async retire(id) {
      let isThere = false;
      await edit((keys) => {
        isThere = keys.some((key) => key.id === id);
        if (isThere && keys.length === 1) throw theLast();
        return isThere ? keys.filter((key) => key.id !== id) : undefined;
      });
      return isThere;
    },
  };
}

/** The next letter that no key in use has, so that a letter means another key only long after. */
function nextId(keys: readonly SigningKey[]): string {
  const from = ALPHABET.indexOf(keys[0]?.id ?? '') + 1;
  const letters = [...ALPHABET.slice(from), ...ALPHABET.slice(0, from)];
  return letters.find((letter) => keys.every(({ id }) => id !== letter)) as string;
}

const storedKey = ({ secret, ...key }: SigningKey): StoredKey => ({
  ...key,
  secret: Buffer.from(secret).toString('base64url'),
});
const keyOf = ({ secret, ...key }: StoredKey): SigningKey => ({ ...key, secret: Buffer.from(secret, 'base64url') });

const tooMany = () => {
  const says = `There are ${MOST_KEYS} signing keys: retire one that has signed nothing for a long time, then rotate again.`;
  return new StoreError('store.tooManyKeys', says, { retry: false });
};
const theLast = () => {
  const says = 'This is the only signing key: rotate first, then retire it.';
  return new StoreError('store.lastKey', says, { retry: false });
};
