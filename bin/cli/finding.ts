/** What a check of `threadkeeper doctor` finds. */
export interface Finding {
  result: 'ok' | 'warn' | 'fail';
  what: string;
  /** What to do; of warnings and failures. */
  remedy?: string;
}

export type Tell = (finding: Finding) => void;

export const ok = (what: string): Finding => ({ result: 'ok', what });
export const warn = (what: string, remedy: string): Finding => ({ result: 'warn', what, remedy });
export const fail = (what: string, remedy: string): Finding => ({ result: 'fail', what, remedy });

/** What the work gives, or what it threw. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
