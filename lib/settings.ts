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
  /** The domain or address that e-mail is sent as by Amazon SES. Without it none is sent. */
  emailIdentity?: string;
  /** The identity is in Amazon SES already; the stack neither makes nor removes it. */
  existingIdentity: boolean;
  /** The domain under which customers' answers come in: that of the identity, or better one below it. Without it none do. */
  replyDomain?: string;
  /** A receipt rule set that is there already, for the rule of the stack; without it the stack makes one. */
  receiptRuleSet?: string;
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
  existingIdentity: { otherwise: 'false', pattern: /^(true|false)$/, says: 'true or false' },
  replyDomain: {
    otherwise: '',
    pattern: /^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9])?$/,
    says: 'a domain in lower case',
  },
  receiptRuleSet: {
    otherwise: '',
    pattern: /^([A-Za-z0-9]([\w-]{0,62}[A-Za-z0-9])?)?$/,
    says: 'the name of a receipt rule set: letters, digits, - and _, at most 64',
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
  const optional = <Name extends keyof typeof rules>(name: Name) => {
    const value = text(name);
    return (value ? { [name]: value } : {}) as { [name in Name]?: string };
  };
  const settings: Settings = {
    stage: text('stage'),
    runbookUrl: text('runbookUrl'),
    batchSize: Number(text('batchSize')),
    logLevel: text('logLevel'),
    existingIdentity: text('existingIdentity') === 'true',
    ...optional('publicUrl'),
    ...optional('alarmEmail'),
    ...optional('emailIdentity'),
    ...optional('replyDomain'),
    ...optional('receiptRuleSet'),
  };
  wrong.push(...contradictions(settings));
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return settings;
}

/** What each setting may be by itself, but not beside the others. */
function contradictions(settings: Settings): string[] {
  const { emailIdentity, existingIdentity, replyDomain, receiptRuleSet } = settings;
  const found: string[] = [];
  if (existingIdentity && !emailIdentity)
    found.push('-c existingIdentity=true: says nothing without -c emailIdentity=…; give the identity, too');
  if (receiptRuleSet && !replyDomain)
    found.push(`-c receiptRuleSet=${receiptRuleSet}: nothing is received without -c replyDomain=…; give that, too`);
  if (replyDomain) found.push(...wrongReplyDomain(replyDomain, settings));
  return found;
}

function wrongReplyDomain(replyDomain: string, { emailIdentity, existingIdentity }: Settings): string[] {
  const given = `-c replyDomain=${replyDomain}`;
  if (!emailIdentity) return [`${given}: who may answer must have been written to; give -c emailIdentity=…, too`];
  if (emailIdentity.includes('@'))
    return [`${given}: nothing is received for a single address (${emailIdentity}); verify its domain and give that`];
  if (replyDomain !== emailIdentity && !replyDomain.endsWith(`.${emailIdentity}`))
    return [`${given}: must be ${emailIdentity} or end in .${emailIdentity}, the domain that is verified`];
  if (replyDomain === mailFromDomain(emailIdentity) && !existingIdentity)
    return [`${given}: bounces come in there; take another, such as reply.${emailIdentity}`];
  return [];
}

/** Where bounces of a domain's e-mails go: SES takes them in there, so nothing else can. */
export const mailFromDomain = (domain: string): string => `bounce.${domain}`;
