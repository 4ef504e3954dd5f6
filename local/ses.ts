import { effectNoteHeader } from '../src/config';
import { isSentAs } from '../src/engine/email-address';
import type { Access, PublishEvent, SesFront, VirtualClock } from './front';
import { AccessDenied } from './iam';
import type { Sent } from './outbox';
import type { Fault, Outside } from './outside';
import { account as accountAnswer, verifiedIdentity } from './ses/account';
import { rejected, SesError } from './ses/errors';
import { busEvent, isPublished, type MailEvent } from './ses/events';
import { headersOf, messageIdOf } from './ses/headers';
import { type SentEmail, SentEmails } from './ses/mails';
import { addressIn, noteIn, type SendEmail, sendEmailIn } from './ses/requests';
import type { Store } from './store';
import { type AwsRequest, type AwsResponse, type AwsService, NO_ANSWER } from './wire';

export interface SesOptions {
  store: Store;
  clock: VirtualClock;
  /** Who takes the e-mails. */
  outside: Pick<Outside, 'takeEmail'>;
  access: Access;
  account: string;
  region: string;
}

const SEND = 'ses:SendEmail';
const DAY = 86_400_000;

/**
 * Amazon SES v2, as far as e-mail is sent by it, each call checked against its caller's policies.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function createSes(options: SesOptions): SesFront & { serve: AwsService } {
  const { store, clock, outside, access, account, region } = options;
  const identities = new Set<string>();
  const configurationSets = new Map<string, readonly string[]>();
  const mails = new SentEmails(store);
  let publish: PublishEvent = () => {};
  const arn = (resource: string) => `arn:aws:ses:${region}:${account}:${resource}`;

  /** What became of an e-mail, as far as its configuration set tells of it. */
  const tell = (mail: SentEmail, event: MailEvent) => {
    const publishes = configurationSets.get(mail.configurationSet ?? '') ?? [];
    const at = new Date(clock.now()).toISOString();
    if (isPublished(publishes, event)) publish(busEvent(mail, event, { account, region, at }));
  };

  const send = (request: AwsRequest): AwsResponse | typeof NO_ANSWER => {
    const email = sendEmailIn(request.body);
    const identity = identityOf(addressIn(email.FromEmailAddress));
    access.check(request.caller, SEND, arn(`identity/${identity}`));
    const set = email.ConfigurationSetName;
    if (set !== undefined) access.check(request.caller, SEND, arn(`configuration-set/${set}`));
    if (set !== undefined && !configurationSets.has(set))
      throw new SesError('NotFoundException', 404, `Configuration set <${set}> does not exist.`);
    const now = clock.now();
    const mail = mailOf(email, { id: mails.nextId(now), now, region, caller: request.caller });
    const fault = store.transaction(() => take(mail, sentIn(mail, request)));
    if (!fault) return answer(200, { MessageId: mail.id });
    return 'timeout' in fault ? NO_ANSWER : told(rejected(fault.status, fault.error));
  };

  const take = (mail: SentEmail, sent: Sent): Fault | undefined => {
    const { taken, fault } = outside.takeEmail(sent);
    if (!taken) return fault;
    mails.add(mail);
    for (const type of ['Send', 'Delivery'] as const) tell(mail, { type });
    return fault;
  };

  /** The most particular one that covers it. */
  function identityOf(address: string): string {
    const covering = [...identities].filter((identity) => isSentAs(address, identity));
    const [first] = covering.sort((a, b) => b.length - a.length);
    if (first !== undefined) return first;
    const says = `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${address}`;
    throw new SesError('MessageRejected', 400, says);
  }

  const getAccount = ({ caller }: AwsRequest): AwsResponse => {
    access.check(caller, 'ses:GetAccount', '*');
    return answer(200, accountAnswer(mails.countSince(clock.now() - DAY)));
  };
  const getIdentity = ({ caller }: AwsRequest, identity: string): AwsResponse => {
    access.check(caller, 'ses:GetEmailIdentity', arn(`identity/${identity}`));
    if (identities.has(identity)) return answer(200, verifiedIdentity(identity));
    throw new SesError('NotFoundException', 404, `Email identity ${identity} does not exist.`);
  };

  const route = (request: AwsRequest): AwsResponse | typeof NO_ANSWER => {
    const called = `${request.method} ${request.path}`;
    if (called === 'POST /v2/email/outbound-emails') return send(request);
    if (called === 'GET /v2/email/account') return getAccount(request);
    const identity = /^GET \/v2\/email\/identities\/([^/]+)$/.exec(called)?.[1];
    if (identity !== undefined) return getIdentity(request, decodeURIComponent(identity));
    throw new SesError('UnknownOperationException', 404, `The local stack knows no SES operation ${called}.`);
  };

  return {
    verify: (identity) => void identities.add(identity),
    createConfigurationSet: (name, publishes = []) => void configurationSets.set(name, publishes),
    publishTo: (told) => {
      publish = told;
    },
    sent: () => mails.list(),
    email: (id) => mails.get(id),
    tell,
    async serve(request) {
      try {
        return route(request);
      } catch (error) {
        if (error instanceof AccessDenied) return told(new SesError(error.name, 403, error.message));
        if (error instanceof SesError) return told(error);
        throw error;
      }
    },
  };
}

interface Taking {
  id: string;
  now: number;
  region: string;
  caller: string;
}

function mailOf(email: SendEmail, { id, now, region, caller }: Taking): SentEmail {
  const { FromEmailAddress: from, Destination, Content, ConfigurationSetName: set, EmailTags = [] } = email;
  const { Subject, Body } = Content.Simple;
  const domain = addressIn(from).replace(/^.*@/, '');
  return {
    id,
    at: new Date(now).toISOString(),
    from,
    to: Destination.ToAddresses,
    ...(email.ReplyToAddresses && { replyTo: email.ReplyToAddresses.join(', ') }),
    subject: Subject.Data,
    text: Body.Text.Data,
    ...(Body.Html && { html: Body.Html.Data }),
    headers: headersOf(email, messageIdOf(id, region), now),
    ...(set !== undefined && { configurationSet: set }),
    tags: {
      'ses:operation': ['SendEmail'],
      ...(set !== undefined && { 'ses:configuration-set': [set] }),
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [domain],
      'ses:caller-identity': [caller],
      ...Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]])),
    },
  };
}

/** By what the sender notes of the effect; without that, by what the e-mail itself says. */
function sentIn(mail: SentEmail, request: AwsRequest): Sent {
  const { id, from, to, subject, text, html, replyTo } = mail;
  const headers = Object.fromEntries(mail.headers.map(({ name, value }) => [name, value]));
  const data = {
    to: to.join(', '),
    ...{ from, subject, text, ...(html !== undefined && { html }), ...(replyTo !== undefined && { replyTo }) },
    ...{ headers, id },
  };
  const note = noteIn(request.headers[effectNoteHeader]);
  if (note) return { ...note, to: 'email', data };
  const effectId = mail.tags.effectId?.[0];
  return { to: 'email', type: 'email', ...(effectId !== undefined && { effectId }), data };
}

const told = ({ name, status, message }: SesError) => answer(status, { message }, { 'x-amzn-errortype': name });

const answer = (status: number, body: object, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
