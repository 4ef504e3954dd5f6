import { devNull } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Activity } from './activity';
import type { Access, VirtualClock } from './front';
import type { InvocationError } from './lambda-protocol';
import { type Answer, FunctionThread } from './lambda-thread';
import type { Logs } from './logs';
import { stripped } from './stripped';
import type { FunctionSpec } from './template';
import { uuid } from './uuid';

export type InvokeResult = { ok: true; payload: unknown } | { ok: false; error: InvocationError };

/** An invocation that ended in an error, was too long or crashed. */
export interface InvocationFailure {
  functionName: string;
  requestId: string;
  error: InvocationError;
}

export interface LambdaOptions {
  clock: VirtualClock;
  access: Access;
  logs: Logs;
  activity: Activity;
  account: string;
  region: string;
  /** Where AWS services are served, and the outside world. */
  endpoint: string;
  outsideUrl: string;
  /** Distinguishes this run of the stack from those before it, so that no request id comes twice. */
  run: number;
  /** Threads, and so invocations at the same time, per function; default 1. */
  concurrency?: number;
  onFailure(failure: InvocationFailure): void;
}

/** The right to run one invocation at a time, until released. */
export interface Slot {
  /** @param requestId default a new one */
  invoke(event: unknown, requestId?: string): Promise<InvokeResult>;
  release(): void;
}

/** Lambda's limit for the payload of a synchronous invocation and for its answer, in bytes. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const CLOCK = stripped(new URL('./clock.ts', import.meta.url));

/** A Lambda function as the template describes it, in threads of its own. Threads start with the first invocation. */
export class LambdaFunction {
  readonly spec: FunctionSpec;
  readonly #options: LambdaOptions;
  readonly #free: FunctionThread[];
  readonly #threads: readonly FunctionThread[];
  readonly #waiting: ((thread: FunctionThread) => void)[] = [];
  #invocations = 0;

  constructor(spec: FunctionSpec, options: LambdaOptions) {
    this.spec = spec;
    this.#options = options;
    const environment = environmentOf(spec, options);
    const setup = {
      module: pathToFileURL(spec.module).href,
      handler: spec.handler,
      clockModule: CLOCK.href,
      clock: options.clock.shared,
    };
    const print = (text: string) => options.logs.append(spec.name, text);
    const mayStart = () => this.#checkLogs();
    this.#threads = Array.from(
      { length: options.concurrency ?? 1 },
      () => new FunctionThread({ setup, environment, print, mayStart }),
    );
    this.#free = [...this.#threads];
  }

  /** Invokes the function when its turn comes; never rejects. */
  async invoke(event: unknown, requestId?: string): Promise<InvokeResult> {
    const slot = await this.acquire();
    try {
      return await slot.invoke(event, requestId);
    } finally {
      slot.release();
    }
  }

  /** Resolves when a thread is free; first come, first served. Counts as activity until released. */
  async acquire(): Promise<Slot> {
    const ended = this.#options.activity.begin();
    const thread = this.#free.shift() ?? (await new Promise<FunctionThread>((resolve) => this.#waiting.push(resolve)));
    return {
      invoke: (event, requestId) => this.#run(thread, event, requestId ?? this.#nextRequestId()),
      release: () => {
        const next = this.#waiting.shift();
        if (next) next(thread);
        else this.#free.push(thread);
        ended();
      },
    };
  }

  /** Ends the threads; the next invocation starts new ones, with the permissions of then. */
  async recycle(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }

  async #run(thread: FunctionThread, event: unknown, requestId: string): Promise<InvokeResult> {
    const { spec } = this;
    const answer = await thread.run({
      event: JSON.stringify(event) ?? 'null',
      requestId,
      timeoutMs: spec.timeoutMs,
      functionName: spec.functionName,
      functionArn: spec.arn,
      memoryMegabytes: spec.memoryMegabytes,
      logGroup: spec.logGroup,
      logStream: LOG_STREAM,
    });
    const result = resultOf(answer);
    if (!result.ok) this.#failed(requestId, result.error);
    return result;
  }

  #failed(requestId: string, error: InvocationError) {
    this.#options.logs.append(this.spec.name, `ERROR Invoke Error ${JSON.stringify({ requestId, ...error })}\n`);
    this.#options.onFailure({ functionName: this.spec.name, requestId, error });
  }

  /** In the form of Lambda's, never given out twice by one data folder. */
  #nextRequestId(): string {
    this.#invocations += 1;
    return uuid(`${this.#options.run}/${this.spec.logicalId}/${this.#invocations}`);
  }

  /** Without them Lambda would run the function and lose what it logs; here that is an error. */
  #checkLogs() {
    const { access, region, account } = this.#options;
    const stream = `arn:aws:logs:${region}:${account}:log-group:${this.spec.logGroup}:log-stream:${LOG_STREAM}`;
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
      access.check(this.spec.logicalId, action, stream);
  }
}

const LOG_STREAM = 'local';

function resultOf(answer: Answer): InvokeResult {
  if (answer.kind === 'failed') return { ok: false, error: answer.error };
  if (Buffer.byteLength(answer.payload) <= MAX_PAYLOAD_BYTES) return { ok: true, payload: JSON.parse(answer.payload) };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`;
  return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage, trace: [] } };
}

/** The template's environment, what Lambda adds, and where the services are. Nothing of this process's own environment. */
function environmentOf(spec: FunctionSpec, { region, endpoint, outsideUrl }: LambdaOptions): Record<string, string> {
  return {
    ...spec.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: spec.logicalId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_SCHEDULER: endpoint,
    AWS_ENDPOINT_URL_SESV2: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    OUTSIDE_URL: outsideUrl,
    // The configuration files of whoever runs this are not the function's.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: LOG_STREAM,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    TZ: ':UTC',
  };
}
