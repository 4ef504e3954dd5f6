/**
 * The names that the stack and the program agree on, and nothing else: lib/ writes them into the template, functions/ and
 * local/ read them. No AWS package may be imported here.
 */

/** The Lambda functions that every stack has: one folder each in functions/, one role each in the stack. */
export const functionNames = ['webhook', 'voice', 'api', 'evaluate', 'ring', 'perform', 'sweep'] as const;
/** Those that a stack has only where it sends e-mail (mail-feedback) or also receives it (mail-in). */
export const mailFunctionNames = ['mail-in', 'mail-feedback'] as const;
export type MailFunctionName = (typeof mailFunctionNames)[number];
export type FunctionName = (typeof functionNames)[number] | MailFunctionName;

/** The one table: key, time to live (epoch seconds) and the sparse keys-only index that the sweep reads (epoch milliseconds). */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  sweepIndex: { name: 'sweep', partitionKey: 'sweepShard', sortKey: 'sweepAt' },
} as const;

/** CloudWatch: namespace of our own metrics; src/metrics.ts names them. */
export const metricsNamespace = 'Threadkeeper';

/** Longest an invocation may take, in seconds. Leases and visibility time-outs are chosen by them: time-out < lease < visibility. */
export const timeoutSeconds: Readonly<Record<FunctionName, number>> = {
  webhook: 10,
  voice: 10,
  api: 29,
  evaluate: 60,
  ring: 30,
  perform: 120,
  sweep: 60,
  'mail-in': 60,
  'mail-feedback': 30,
};

/** A queue hides a message this many times as long as its consumer may run, so that none is received twice at the same time. */
export const visibilityFactor = 6;

/** What a function can be told by its environment, by the name of the variable. */
export const variables = {
  tableName: 'TABLE_NAME',
  eventsQueueUrl: 'EVENTS_QUEUE_URL',
  actionsQueueUrl: 'ACTIONS_QUEUE_URL',
  slowQueueUrl: 'SLOW_QUEUE_URL',
  delaysQueueUrl: 'DELAYS_QUEUE_URL',
  delaysQueueArn: 'DELAYS_QUEUE_ARN',
  eventsDlqUrl: 'EVENTS_DLQ_URL',
  actionsDlqUrl: 'ACTIONS_DLQ_URL',
  slowDlqUrl: 'SLOW_DLQ_URL',
  delaysDlqUrl: 'DELAYS_DLQ_URL',
  scheduleGroup: 'SCHEDULE_GROUP',
  schedulerRoleArn: 'SCHEDULER_ROLE_ARN',
  publicUrl: 'PUBLIC_URL',
  /** With the next: only where the stack was deployed with a sender of e-mail. */
  emailIdentity: 'EMAIL_IDENTITY',
  emailConfigurationSet: 'EMAIL_CONFIGURATION_SET',
  /** With the next three: only where the stack was deployed with a domain for replies. */
  replyDomain: 'REPLY_DOMAIN',
  mailBucket: 'MAIL_BUCKET',
  mailFailedQueueUrl: 'MAIL_FAILED_QUEUE_URL',
  mailFailedDlqUrl: 'MAIL_FAILED_DLQ_URL',
  stage: 'STAGE',
  logLevel: 'LOG_LEVEL',
  serviceName: 'POWERTOOLS_SERVICE_NAME',
  metricsNamespace: 'POWERTOOLS_METRICS_NAMESPACE',
} as const;
export type ConfigName = keyof typeof variables;
export type Config = Readonly<Record<ConfigName, string>>;

/** Set only where the outside world is played (the embedded stack): every outside request is POSTed there instead. */
export const outsideUrlVariable = 'OUTSIDE_URL';

/** In the embedded stack, the header of requests to SES in which they say what a person is told of the e-mail. */
export const effectNoteHeader = 'x-threadkeeper-effect';

/** The environment lacks what a function cannot run without. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads what a function needs from its environment, once, at its start. An empty variable counts as missing.
 * @throws ConfigError naming every missing variable at once.
 */
export function readConfig<Name extends ConfigName>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Pick<Config, Name> {
  const missing = names.map((name) => variables[name]).filter((variable) => !environment[variable]);
  if (missing.length > 0) {
    throw new ConfigError(
      `Missing environment variables: ${missing.join(', ')}. The stack sets them: deploy it again, or grant the function what it uses.`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[variables[name]]])) as Pick<Config, Name>;
}
