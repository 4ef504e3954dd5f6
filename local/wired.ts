import { Activity } from './activity';
import { createGateway } from './api-gateway';
import type { Serve } from './door';
import { Feed } from './event-sources';
import type { Denial, PolicyDocument } from './front';
import { type Ground, PLACE } from './ground';
import { type InvocationFailure, LambdaFunction } from './lambda';
import { createLogs, type Logs } from './logs';
import { Rates } from './rates';
import { createQueues, createTables } from './resources';
import { createSmtp, type Smtp } from './smtp';
import { readWiring, TemplateError, type Wiring } from './template';
import { type WiredMail, wireMail } from './wired-mail';

/** What the template describes, running. */
export interface Wired {
  wiring: Wiring;
  functions: LambdaFunction[];
  feeds: Feed[];
  activity: Activity;
  logs: Logs;
  gateway: Serve;
  mail: WiredMail;
  /** Where mails come in; none where no receipt rule takes any. */
  smtp?: Smtp;
}

export interface WireOptions {
  assembly: string;
  dataDir: string;
  concurrency: number;
  smtpPort: number;
  onDenied(denial: Denial): void;
  onFailure(failure: InvocationFailure): void;
}

/** Of the machine's time: what runs longer is cut off, and comes again at the next start. */
const STOPS_WITHIN_MS = 5_000;

/** Throws TemplateError, StackError. */
export async function wireUp(
  ground: Ground,
  options: WireOptions,
  onStop: (close: () => unknown) => void,
): Promise<Wired> {
  const { dataDir, concurrency, smtpPort, onDenied, onFailure } = options;
  const { clock, services, outside, run } = ground;
  const { sqs, access, endpoint } = services;
  const wiring = await provision(ground, options.assembly);

  const activity = new Activity();
  const logs = createLogs(dataDir);
  const living = { clock, access, logs, activity, ...PLACE, endpoint, outsideUrl: outside.url };
  const functions = wiring.functions.map(
    (spec) => new LambdaFunction(spec, { ...living, run, concurrency, onFailure }),
  );
  onStop(() => Promise.all(functions.map((fn) => fn.recycle())));

  const { region } = PLACE;
  const feeds = wiring.feeds.map((spec) => {
    const fn = functions.find((candidate) => candidate.spec.arn === spec.functionArn)!;
    return new Feed({ spec, fn, sqs, access, region, concurrency, onFailure });
  });
  const { permissions, api } = wiring;
  const rates = new Rates({ specs: wiring.rates, functions, permissions, clock, access, ...PLACE, onDenied });
  const mail = wireMail(ground, wiring, functions, { onDenied, onFailure });
  onStop(() => finish(activity));
  onStop(() => {
    ground.door.shut();
    rates.stop();
    mail.asyncs.stop();
    for (const feed of feeds) feed.stop();
  });
  const smtp = wiring.receiptRules.length > 0 ? await createSmtp(smtpPort, mail.receipt) : undefined;
  if (smtp) onStop(() => smtp.close());
  const gateway = createGateway({ api, functions, permissions, clock, ...PLACE, run, onDenied });
  return { wiring, functions, feeds, activity, logs, gateway, mail, ...(smtp && { smtp }) };
}

/** Reads the wiring and makes what must be there before anything runs. */
async function provision({ door, services, authorizeBy }: Ground, assembly: string): Promise<Wiring> {
  const { endpoint, sqs, scheduler, ses, s3 } = services;
  const queueUrl = (name: string) => `${endpoint}/${PLACE.account}/${name}`;
  const wiring = readWiring(assembly, { ...PLACE, publicUrl: door.url, queueUrl });
  checkTrust(wiring);
  authorizeBy(policiesIn(wiring));
  createQueues(sqs, wiring.queues);
  for (const group of wiring.scheduleGroups) scheduler.createGroup(group);
  for (const { name, publishes } of wiring.mail.configurationSets) ses.createConfigurationSet(name, publishes);
  for (const identity of wiring.mail.identities) ses.verify(identity);
  for (const { name, expirations } of wiring.buckets) s3.createBucket(name, expirations);
  await createTables(wiring.tables, { endpoint, region: PLACE.region });
  return wiring;
}

function checkTrust({ functions, roles }: Wiring) {
  for (const { name, roleArn } of functions) {
    const role = roles.find(({ arn }) => arn === roleArn);
    if (!role?.trusts.includes('lambda.amazonaws.com'))
      throw new TemplateError(`The role of ${name} cannot be assumed by lambda.amazonaws.com. Correct it in lib/.`);
  }
}

/** A caller is a function's logical id, or the role that a service acts in. */
function policiesIn({ functions, roles }: Wiring) {
  return (caller: string): PolicyDocument[] | undefined => {
    const roleArn = functions.find(({ logicalId }) => logicalId === caller)?.roleArn ?? caller;
    return roles.find(({ arn }) => arn === roleArn)?.policies;
  };
}

/** Lets what runs come to its end. */
async function finish(activity: Activity): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, STOPS_WITHIN_MS);
  });
  await Promise.race([activity.idle(), patience]);
  clearTimeout(timer);
}
