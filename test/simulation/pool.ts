import { Worker } from 'node:worker_threads';
import type { Job, JobResult } from './job';

/** Does jobs on several cores. Results come in the order of the jobs, whoever did them. */
export class Pool {
  private readonly workers: Worker[];

  constructor(size: number) {
    this.workers = Array.from({ length: size }, () => new Worker(new URL('./worker.ts', import.meta.url)));
  }

  async run(jobs: readonly Job[], onDone: (result: JobResult) => void): Promise<JobResult[]> {
    const results: JobResult[] = [];
    const left = jobs.entries();
    const work = async (worker: Worker) => {
      for (const [at, job] of left) {
        const result = await ask(worker, job);
        results[at] = result;
        onDone(result);
      }
    };
    await Promise.all(this.workers.map(work));
    return results;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const done = (result: JobResult) => {
      worker.off('error', reject);
      resolve(result);
    };
    worker.once('message', done);
    worker.once('error', reject);
    worker.postMessage(job);
  });
}
