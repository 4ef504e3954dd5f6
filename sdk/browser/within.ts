/** Rejects when the work takes longer, and tells it to stop. @param ms milliseconds */
export function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`));
      control.abort();
    }, ms);
    work(control.signal)
      .then(resolve, reject)
      .then(() => clearTimeout(timer));
  });
}
