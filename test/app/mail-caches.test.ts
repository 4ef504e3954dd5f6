/** What is remembered of the account and of the keys, and for how long. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { cachedMailAccount } from '../../src/app/cached-mail-account';
import { cachedSigningKeys } from '../../src/app/cached-signing-keys';
import { START, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.open();
});

describe("the account's quota", () => {
  const cached = () => cachedMailAccount(world.ports.mailAccount, world.clock);

  test('is asked for once in ten minutes', async () => {
    const account = cached();
    for (const _ of [1, 2, 3]) await account.quota();
    world.clock.pass(599_999);
    expect(await account.quota()).toMatchObject({ perSecond: 10 });
    expect(world.ports.mailAccount.asked).toBe(1);
    world.ports.mailAccount.quotaNow = { perSecond: 50, perDay: 1, sentLastDay: 0, enabled: true };
    world.clock.pass(1);
    expect(await account.quota()).toMatchObject({ perSecond: 50 });
  });

  test('that could not be told is asked for again in a minute', async () => {
    world.ports.mailAccount.quotaNow = undefined;
    const account = cached();
    expect(await account.quota()).toBeUndefined();
    world.ports.mailAccount.quotaNow = { perSecond: 50, perDay: 1, sentLastDay: 0, enabled: true };
    expect(await account.quota()).toBeUndefined();
    world.clock.pass(60_000);
    expect(await account.quota()).toMatchObject({ perSecond: 50 });
  });
});

describe('the signing keys', () => {
  test('that another process made sign within half a minute, and verify at once where somebody asks anew', async () => {
    const { signingKeys } = world.deps;
    const cached = cachedSigningKeys(signingKeys, world.clock);
    const before = await cached.list();
    const made = await signingKeys.rotate(START);
    expect(await cached.list()).toEqual(before);
    expect(await cached.list({ fresh: true })).toEqual([made, ...before]);
    await signingKeys.retire(made.id);
    world.clock.pass(30_000);
    expect(await cached.list()).toEqual(before);
  });

  test('that this process changed are seen by it at once', async () => {
    const cached = cachedSigningKeys(world.deps.signingKeys, world.clock);
    const [first] = await cached.list();
    const made = await cached.rotate(START);
    expect(await cached.list()).toEqual([made, first]);
    await cached.retire(first?.id ?? '');
    expect(await cached.list()).toEqual([made]);
  });
});
