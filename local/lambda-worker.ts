/**
 * The thread in which a function lives, as Lambda's runtime: loads the bundle, takes one invocation at a time, answers it.
 * Its time is the stack's. Run by Node itself, without its types: nothing but Node's modules may be imported here.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, InvocationError, WorkerMessage, WorkerSetup } from './lambda-protocol';

type Handler = (event: unknown, context: object) => unknown;

const { module, handler, clockModule, clock } = workerData as WorkerSetup;
const { clockView } = (await import(clockModule)) as typeof import('./clock');

const tell = (message: WorkerMessage) => parentPort!.postMessage(message);

replaceDate(clockView(clock).now);
try {
  const run = await load();
  parentPort!.on('message', (invocation: Invocation) => void answer(run, invocation).then(tell));
  tell({ kind: 'ready' });
} catch (error) {
  tell({ kind: 'failed', error: describe(error) });
}

async function load(): Promise<Handler> {
  const run = ((await import(module)) as Record<string, unknown>)[handler];
  if (typeof run !== 'function') throw new TypeError(`${handler} is not a function exported by the bundle`);
  return run as Handler;
}

async function answer(run: Handler, invocation: Invocation): Promise<WorkerMessage> {
  try {
    const result = await run(JSON.parse(invocation.event), contextOf(invocation));
    return { kind: 'answered', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', error: describe(error) };
  }
}

function contextOf(invocation: Invocation): object {
  const endsAt = performance.now() + invocation.timeoutMs;
  return {
    functionName: invocation.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: invocation.functionArn,
    memoryLimitInMB: String(invocation.memoryMegabytes),
    awsRequestId: invocation.requestId,
    logGroupName: invocation.logGroup,
    logStreamName: invocation.logStream,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(endsAt - performance.now())),
  };
}

function describe(error: unknown): InvocationError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** `Date.now()`, `new Date()` and `Date()` tell the stack's time; all else of Date is as it was. */
function replaceDate(now: () => number) {
  const RealDate = Date;
  const VirtualDate: DateConstructor = new Proxy(RealDate, {
    construct: (target, args, newTarget): Date =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget === VirtualDate ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, property) => (property === 'now' ? now : Reflect.get(target, property)),
  });
  RealDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}
