/** Ports of a process that dies at one of its calls: nothing of it is heard after that. */

class Killed extends Error {
  override readonly name = 'Killed';
}

/** @param at the number of the call at which it dies, from 1; `after`: that call is done, and nobody hears of it */
export function mortal<Deps extends object>(deps: Deps, at: number, when: 'before' | 'after' = 'before'): Deps {
  let calls = 0;
  const call = async (run: () => unknown) => {
    calls += 1;
    if (calls > at || (calls === at && when === 'before')) throw new Killed();
    const answer = await run();
    // It may have died while this call was on its way.
    if (calls >= at) throw new Killed();
    return answer;
  };
  const port = (of: object) =>
    new Proxy(of, {
      get(target, name) {
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? (...args: unknown[]) => call(() => value.apply(target, args)) : value;
      },
    });
  const isPort = (value: unknown): value is object => typeof value === 'object' && value !== null;
  return Object.fromEntries(
    Object.entries(deps).map(([name, value]) => [name, isPort(value) && name !== 'clock' ? port(value) : value]),
  ) as Deps;
}
