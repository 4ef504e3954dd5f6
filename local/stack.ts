import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Activity } from './activity';
import { createGateway } from './api-gateway';
import { createClock } from './clock';
import { createControl, type LocalInfo } from './control';
import { Feed } from './event-sources';
import type { Denial, Instant, PolicyDocument, SchedulerFront, SqsFront, VirtualClock } from './front';
import { type Grant, listGrants, withdraw } from './grants';
import { closeServer, listen } from './http';
import { type InvocationFailure, type InvokeResult, LambdaFunction } from './lambda';
import { createLogs, type Logs } from './logs';
import { createOutside, type Outside } from './outside';
import { Rates } from './rates';
import { createQueues, createTables } from './resources';
import { createRest, type Rest } from './rest';
import { startServices } from './service-host';
import { StackError } from './stack-error';
import { openStore, type Store } from './store';
import { readWiring, TemplateError, type Wiring } from './template';
import { createTimeTravel, type NextWait, type TimeTravel } from './time-travel';

export { StackError } from './stack-error';
export { TemplateError } from './template';

export interface StackOptions {
  /** The synthesized app: a folder like `cdk.out`. */
  assembly: string;
  /** 0: any free one. */
  port: number;
  /** Everything the stack keeps; `:memory:` for none. */
  dataDir: string;
  frozen: boolean;
  /** Where a new data folder's time starts; default now. */
  startAt?: Instant;
  /** Threads per function, default 1. */
  concurrency?: number;
  /** Varies what AWS leaves open: where in its minute a schedule rings. */
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
  readonly sqs: SqsFront;
  readonly scheduler: SchedulerFront;
  readonly outside: Outside;
  readonly logs: Logs;
  /** Calls that no policy allowed, in order. */
  readonly denied: readonly Denial[];
  /** Invocations that ended in an error. */
  readonly failures: readonly InvocationFailure[];
  /** By the function's short name, as `evaluate`. */
  invoke(functionName: string, payload: unknown): Promise<InvokeResult>;
  /** Every single permission in the template. */
  grants(): Grant[];
  /** Takes a permission away from running functions; the result gives it back. */
  withdraw(grant: Grant): Promise<() => Promise<void>>;
  /** What `GET /_local/info` tells. */
  describe(info: LocalInfo): void;
  /** How `toNextWait` learns when the next wait is due; without it, nothing waits. */
  waitsBy(nextWait: NextWait): void;
  stop(): Promise<void>;
}

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const STOPS_WITHIN_MS = 5_000;

/** Starts everything; throws StackError or TemplateError, each with what to do. Nothing is left running when it throws. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await build(options, (close) => closers.push(close), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  options: StackOptions,
  onStop: (close: () => unknown) => void,
  stop: () => Promise<void>,
): Promise<LocalStack> {
  const { dataDir, frozen, startAt, seed, concurrency = 1 } = options;
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

  const store = openData(dataDir);
  onStop(() => store.close());
  const run = countRun(store);
  const clock = createClock(store, { frozen, ...(startAt !== undefined && { startAt }) });
  onStop(() => clock.close());
  const door = await openDoor(options.port);
  onStop(door.close);
  const place = { account: ACCOUNT, region: REGION };
  let policies: (caller: string) => PolicyDocument[] | undefined = () => undefined;
  const principals = { policiesOf: (caller: string) => policies(caller) };
  const services = await startServices({
    store,
    clock,
    principals,
    ...place,
    dataDir,
    onDenied,
    ...(seed && { seed }),
  });
  onStop(() => services.close());
  const { sqs, scheduler, access, endpoint } = services;
  const outside = await createOutside({ store, clock });
  onStop(() => outside.close());

  const queueUrl = (name: string) => `${endpoint}/${ACCOUNT}/${name}`;
  const wiring = readWiring(options.assembly, { ...place, publicUrl: door.url, queueUrl });
  checkTrust(wiring);
  policies = policiesBy(wiring);
  createQueues(sqs, wiring.queues);
  for (const group of wiring.scheduleGroups) scheduler.createGroup(group);
  await createTables(wiring.tables, { endpoint, region: REGION });

  const activity = new Activity();
  const logs = createLogs(dataDir);
  const shared = {
    clock,
    access,
    logs,
    activity,
    ...place,
    endpoint,
    outsideUrl: outside.url,
    run,
    concurrency,
    onFailure,
  };
  const functions = wiring.functions.map((spec) => new LambdaFunction(spec, shared));
  onStop(() => Promise.all(functions.map((fn) => fn.recycle())));
  const byArn = (arn: string) => functions.find(({ spec }) => spec.arn === arn)!;
  const feeds = wiring.feeds.map(
    (spec) => new Feed({ spec, fn: byArn(spec.functionArn), sqs, access, region: REGION, concurrency, onFailure }),
  );
  const { permissions } = wiring;
  const rates = new Rates({ specs: wiring.rates, functions, permissions, clock, access, ...place, onDenied });
  onStop(() => finish(activity));
  onStop(() => {
    rates.stop();
    for (const feed of feeds) feed.stop();
  });

  const rest = createRest(activity, feeds, clock);
  let nextWait: NextWait = async () => undefined;
  let info: LocalInfo | undefined;
  const travel = createTimeTravel(clock, rest, () => nextWait());
  const gateway = createGateway({ api: wiring.api, functions, permissions, clock, ...place, run, onDenied });
  const control = createControl({ clock, rest, travel, outside, info: () => info });
  door.open((request, response) => (isControl(request) ? control : gateway)(request, response));
  for (const feed of feeds) feed.pump();

  return {
    url: door.url,
    endpoint,
    region: REGION,
    wiring,
    clock,
    sqs,
    scheduler,
    outside,
    logs,
    denied,
    failures,
    ...rest,
    ...travel,
    invoke: (name, payload) => functionNamed(functions, name).invoke(payload),
    grants: () => listGrants(wiring),
    withdraw: async (grant) => {
      const giveBack = withdraw(grant);
      await Promise.all(functions.map((fn) => fn.recycle()));
      return async () => {
        giveBack();
        for (const feed of feeds) feed.mend();
      };
    },
    describe: (told) => {
      info = told;
    },
    waitsBy: (by) => {
      nextWait = by;
    },
    stop,
  };
}

function openData(dataDir: string): Store {
  try {
    return openStore(dataDir);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!['EACCES', 'EROFS', 'EPERM', 'ENOTDIR', 'EEXIST'].includes(code ?? ''))
      throw new StackError(message, { cause });
    throw new StackError(
      `The data folder ${dataDir} cannot be written (${code}). Make it writable, or name another one with --data.`,
      { cause },
    );
  }
}

/** The number of this start of the data folder. */
function countRun(store: Store): number {
  store.db.exec('CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY AUTOINCREMENT)');
  return Number(store.sql('INSERT INTO runs DEFAULT VALUES').run().lastInsertRowid);
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const isControl = ({ url = '' }: IncomingMessage) => /^\/_local(\/|$|\?)/.test(url);

/** Listens from now on, because the address is part of the wiring; requests wait until it is opened. */
async function openDoor(port: number) {
  let open: (serve: Serve) => void = () => {};
  const serving = new Promise<Serve>((resolve) => {
    open = resolve;
  });
  const server = createServer(async (request, response) => {
    const serve = await serving;
    await serve(request, response).catch((error) => request.socket.destroy(error));
  });
  const bound = await listen(server, port, '127.0.0.1').catch((cause) => {
    if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause;
    const why = cause.code === 'EACCES' ? 'may not be used' : 'is in use';
    throw new StackError(`Port ${port} ${why}. Choose another one with --port, or stop what uses it.`, { cause });
  });
  return { url: `http://localhost:${bound}`, open, close: () => closeServer(server) };
}

function checkTrust({ functions, roles }: Wiring) {
  for (const { name, roleArn } of functions) {
    const role = roles.find(({ arn }) => arn === roleArn);
    if (!role?.trusts.includes('lambda.amazonaws.com'))
      throw new TemplateError(`The role of ${name} cannot be assumed by lambda.amazonaws.com. Correct it in lib/.`);
  }
}

/** A caller is a function's logical id, or the role that a service acts in. */
function policiesBy({ functions, roles }: Wiring) {
  return (caller: string): PolicyDocument[] | undefined => {
    const roleArn = functions.find(({ logicalId }) => logicalId === caller)?.roleArn ?? caller;
    return roles.find(({ arn }) => arn === roleArn)?.policies;
  };
}

function functionNamed(functions: LambdaFunction[], name: string): LambdaFunction {
  const found = functions.find(({ spec }) => spec.name === name);
  if (found) return found;
  throw new StackError(`There is no function ${name}; there are ${functions.map(({ spec }) => spec.name).join(', ')}.`);
}

/** Lets what runs come to its end; what takes longer is cut off and comes again at the next start. */
async function finish(activity: Activity): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOPS_WITHIN_MS);
  });
  await Promise.race([activity.idle(), patience]);
  clearTimeout(timer);
}
