import type { Node } from 'constructs';

/** What an operator may choose at deployment with `-c name=value`; everything has a default. */
export interface Settings {
  /** Names the stack `Threadkeeper-<stage>`. `prod` keeps its table whatever happens to the stack. */
  stage: string;
  /** The address customers' providers call, when a domain of yours stands in front of the API. No trailing slash. */
  publicUrl?: string;
  /** Where docs/operations.md can be read; alarms link to its paragraphs. */
  runbookUrl: string;
  /** Subscribed to the alarm topic (AWS asks that address for confirmation). */
  alarmEmail?: string;
  /** The domain or address, verified in Amazon SES, that e-mail is sent as. Without it none is sent. */
  emailIdentity?: string;
  /** Events an invocation of evaluate takes at most, 1 to 10. */
  batchSize: number;
  /** DEBUG, INFO, WARN or ERROR. */
  logLevel: string;
}

/** One rule for each setting: the text it has when not given, and how it must look. */
const rules = {
  stage: {
    otherwise: 'dev',
    pattern: /^[a-z][a-z0-9-]{0,19}$/,
    says: 'lower-case letters, digits and hyphens, at most 20',
  },
  publicUrl: {
    otherwise: '',
    pattern: /^(https:\/\/[^\s/?#]+(\/[^\s?#]*[^\s/?#])?)?$/,
    says: 'an https URL without trailing slash',
  },
  runbookUrl: { otherwise: 'docs/operations.md', pattern: /^[^\s#]+$/, says: 'a URL or path without #' },
  alarmEmail: { otherwise: '', pattern: /^([^\s@]+@[^\s@]+)?$/, says: 'an e-mail address' },
  emailIdentity: {
    otherwise: '',
    pattern: /^(([a-z0-9!#$%&'*+/=?^_`{|}~.-]+@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])?$/,
    says: 'a domain or an e-mail address in lower case',
  },
  batchSize: { otherwise: '5', pattern: /^([1-9]|10)$/, says: 'a whole number from 1 to 10' },
  logLevel: { otherwise: 'INFO', pattern: /^(DEBUG|INFO|WARN|ERROR)$/, says: 'DEBUG, INFO, WARN or ERROR' },
} as const;

/**
 * Reads the settings from the context of the app.
 * @throws Error naming every value that cannot be used, and how it must look.
 */
export function readSettings(node: Node): Settings {
  const wrong: string[] = [];
  const text = (name: keyof typeof rules): string => {
    const value = String(node.tryGetContext(name) ?? rules[name].otherwise);
    if (!rules[name].pattern.test(value)) wrong.push(`-c ${name}=${value}: must be ${rules[name].says}`);
    return value;
  };
  const publicUrl = text('publicUrl');
  const alarmEmail = text('alarmEmail');
  const emailIdentity = text('emailIdentity');
  const settings: Settings = {
    stage: text('stage'),
    runbookUrl: text('runbookUrl'),
    batchSize: Number(text('batchSize')),
    logLevel: text('logLevel'),
    ...(publicUrl ? { publicUrl } : {}),
    ...(alarmEmail ? { alarmEmail } : {}),
    ...(emailIdentity ? { emailIdentity } : {}),
  };
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return settings;
}
