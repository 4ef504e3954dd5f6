/** Does all tasks, at most `atOnce` at the same time, and answers their results in order. */
export async function inTurn<T, R>(tasks: readonly T[], atOnce: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = tasks.entries();
  const work = async (): Promise<void> => {
    for (const [at, task] of waiting) results[at] = await run(task);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, work));
  return results;
}
