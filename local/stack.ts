import { createControl, type LocalInfo } from './control';
import type { Serve } from './door';
import type { Denial, Instant, SchedulerFront, SqsFront, VirtualClock } from './front';
import { type Grant, listGrants, withdraw } from './grants';
import { type Ground, PLACE, prepareGround } from './ground';
import type { InvocationFailure, InvokeResult, LambdaFunction } from './lambda';
import type { Logs } from './logs';
import { createMailbox, type Mailbox } from './mailbox';
import { createMailPage } from './mailbox/routes';
import type { Outside } from './outside';
import { createRest, type Rest } from './rest';
import type { Ring } from './scheduler';
import { StackError } from './stack-error';
import type { Store } from './store';
import type { Wiring } from './template';
import { createTimeTravel, type NextWait, type TimeTravel } from './time-travel';
import { type Wired, wireUp } from './wired';

export { StackError } from './stack-error';
export { TemplateError } from './template';

export interface StackOptions {
  /** The synthesized app: a folder like `cdk.out`. */
  assembly: string;
  /** 0: any free one. */
  port: number;
  /** Everything the stack keeps; `:memory:` for none. */
  dataDir: string;
  /** Where mails come in; default any free one. */
  smtpPort?: number;
  frozen: boolean;
  /** Where a new data folder's time starts; default now. */
  startAt?: Instant;
  /** Threads per function, default 1. */
  concurrency?: number;
  /** Where in its minute a schedule rings, which AWS leaves open; default `hashed`, varied by `seed`. */
  ring?: Ring;
  seed?: string;
  onDenied?(denial: Denial): void;
  onFailure?(failure: InvocationFailure): void;
}

/** The whole of Threadkeeper on this machine, wired as the template says. */
export interface LocalStack extends Rest, TimeTravel {
  /** `http://localhost:PORT`: the HTTP API and the routes below `/_local`. */
  readonly url: string;
  /** Where the AWS services are served; the access key id `local-admin` may do everything. */
  readonly endpoint: string;
  readonly region: string;
  readonly wiring: Wiring;
  readonly clock: VirtualClock;
  /** Where the stack keeps everything. */
  readonly store: Store;
  readonly sqs: SqsFront;
  readonly scheduler: SchedulerFront;
  readonly outside: Outside;
  /** Where mails come in; undefined where none can. */
  readonly smtpPort: number | undefined;
  /** E-mails sent, and what their receivers do with them. */
  readonly mailbox: Mailbox;
  readonly logs: Logs;
  /** Calls that no policy allowed, in order. */
  readonly denied: readonly Denial[];
  /** Invocations that ended in an error, and schedules that rang in vain. */
  readonly failures: readonly InvocationFailure[];
  /** By the function's short name, as `evaluate`. */
  invoke(functionName: string, payload: unknown): Promise<InvokeResult>;
  /** Every single permission in the template. */
  grants(): Grant[];
  /** Takes a permission away, from running functions too; the result gives it back. Only while nothing runs. */
  withdraw(grant: Grant): Promise<() => Promise<void>>;
  /** What `GET /_local/info` tells. */
  describe(info: () => Promise<LocalInfo>): void;
  /** How `toNextWait` learns when the next wait is due; without it, nothing waits. */
  waitsBy(nextWait: NextWait): void;
  /** Serves what is below `/_local/demo`. */
  demoBy(serve: Serve): void;
  stop(): Promise<void>;
}

/** Starts everything; throws StackError or TemplateError, each with what to do. Nothing is left running when it throws. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const closers: (() => unknown)[] = [];
  const onStop = (close: () => unknown) => void closers.push(close);
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  const { denied, failures, onDenied, onFailure } = records(options);
  const onDropped = (errorMessage: string) =>
    onFailure({
      functionName: 'scheduler',
      requestId: '',
      error: { errorType: 'NotDelivered', errorMessage, trace: [] },
    });
  try {
    const ground = await prepareGround({ ...options, onDenied, onDropped }, onStop);
    const { assembly, dataDir, concurrency = 1, smtpPort = 0 } = options;
    const wired = await wireUp(ground, { assembly, dataDir, concurrency, smtpPort, onDenied, onFailure }, onStop);
    return { ...open(ground, wired), ...handles(wired), denied, failures, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keeps what went wrong, and tells it on. */
function records(options: StackOptions) {
  const denied: Denial[] = [];
  const failures: InvocationFailure[] = [];
  const onDenied = (denial: Denial) => {
    denied.push(denial);
    options.onDenied?.(denial);
  };
  const onFailure = (failure: InvocationFailure) => {
    failures.push(failure);
    options.onFailure?.(failure);
  };
  return { denied, failures, onDenied, onFailure };
}

/** Opens the door and takes up what an earlier run left in the queues. */
function open({ door, clock, services, outside, store }: Ground, { activity, feeds, gateway, mail, smtp }: Wired) {
  let nextWait: NextWait = async () => undefined;
  let info: () => Promise<LocalInfo | undefined> = async () => undefined;
  let demo: Serve | undefined;
  const rest = createRest(activity, [...feeds, mail.asyncs], clock);
  const travel = createTimeTravel(clock, rest, () => nextWait());
  const mailbox = createMailbox({ ses: services.ses, receipt: mail.receipt, clock, publicUrl: door.url });
  const smtpPort = smtp?.port;
  const mailPage = createMailPage({ mailbox, smtpPort });
  const told = async () => ({ ...(await info()), ...(smtpPort !== undefined && { smtpPort }) });
  door.open({
    gateway,
    control: createControl({ clock, rest, travel, outside, mailPage, demo: () => demo, info: told }),
  });
  for (const feed of feeds) feed.pump();
  const { endpoint, sqs, scheduler } = services;
  return {
    ...{
      url: door.url,
      endpoint,
      region: PLACE.region,
      clock,
      store,
      sqs,
      scheduler,
      outside,
      mailbox,
      smtpPort,
      ...rest,
      ...travel,
    },
    describe: (told: () => Promise<LocalInfo>) => {
      info = told;
    },
    waitsBy: (by: NextWait) => {
      nextWait = by;
    },
    demoBy: (by: Serve) => {
      demo = by;
    },
  };
}

function handles({ wiring, functions, feeds, logs }: Wired) {
  return {
    wiring,
    logs,
    invoke: (name: string, payload: unknown) => functionNamed(functions, name).invoke(payload),
    grants: () => listGrants(wiring),
    withdraw: async (grant: Grant) => {
      const giveBack = withdraw(grant);
      await Promise.all(functions.map((fn) => fn.recycle()));
      return async () => {
        giveBack();
        for (const feed of feeds) feed.mend();
      };
    },
  };
}

function functionNamed(functions: LambdaFunction[], name: string): LambdaFunction {
  const found = functions.find(({ spec }) => spec.name === name);
  if (found) return found;
  throw new StackError(`There is no function ${name}; there are ${functions.map(({ spec }) => spec.name).join(', ')}.`);
}
