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
  return new Ses(options);
}

class Ses implements SesFront {
  readonly #options: SesOptions;
  readonly #identities = new Set<string>();
  /** With the types of events that they publish. */
  readonly #configurationSets = new Map<string, readonly string[]>();
  readonly #mails: SentEmails;
  #publish: PublishEvent = () => {};

  constructor(options: SesOptions) {
    this.#options = options;
    this.#mails = new SentEmails(options.store);
  }

  verify(identity: string) {
    this.#identities.add(identity);
  }

  createConfigurationSet(name: string, publishes: readonly string[] = []) {
    this.#configurationSets.set(name, publishes);
  }

  publishTo(publish: PublishEvent) {
    this.#publish = publish;
  }

  sent() {
    return this.#mails.list();
  }

  email(id: string) {
    return this.#mails.get(id);
  }

  tell(mail: SentEmail, event: MailEvent) {
    const { account, region, clock } = this.#options;
    const publishes = this.#configurationSets.get(mail.configurationSet ?? '') ?? [];
    const at = new Date(clock.now()).toISOString();
    if (isPublished(publishes, event)) this.#publish(busEvent(mail, event, { account, region, at }));
  }

  serve: AwsService = async (request) => {
    try {
      return this.#route(request);
    } catch (error) {
      if (error instanceof AccessDenied) return told(new SesError(error.name, 403, error.message));
      if (error instanceof SesError) return told(error);
      throw error;
    }
  };

  #route(request: AwsRequest): AwsResponse | typeof NO_ANSWER {
    const called = `${request.method} ${request.path}`;
    if (called === 'POST /v2/email/outbound-emails') return this.#send(request);
    if (called === 'GET /v2/email/account') return this.#account(request);
    const identity = /^GET \/v2\/email\/identities\/([^/]+)$/.exec(called)?.[1];
    if (identity !== undefined) return this.#identity(request, decodeURIComponent(identity));
    throw new SesError('UnknownOperationException', 404, `The local stack knows no SES operation ${called}.`);
  }

  #send(request: AwsRequest): AwsResponse | typeof NO_ANSWER {
    const { store, clock, region } = this.#options;
    const email = sendEmailIn(request.body);
    this.#checkSender(request, email);
    const now = clock.now();
    const mail = mailOf(email, { id: this.#mails.nextId(now), now, region, caller: request.caller });
    const fault = store.transaction(() => this.#take(mail, sentIn(mail, request)));
    if (!fault) return answer(200, { MessageId: mail.id });
    return 'timeout' in fault ? NO_ANSWER : told(rejected(fault.status, fault.error));
  }

  /** SES asks for the permission on the identity and on the configuration set. */
  #checkSender({ caller }: AwsRequest, { FromEmailAddress, ConfigurationSetName: set }: SendEmail) {
    const { access } = this.#options;
    access.check(caller, SEND, this.#arn(`identity/${this.#identityOf(addressIn(FromEmailAddress))}`));
    if (set === undefined) return;
    access.check(caller, SEND, this.#arn(`configuration-set/${set}`));
    if (this.#configurationSets.has(set)) return;
    throw new SesError('NotFoundException', 404, `Configuration set <${set}> does not exist.`);
  }

  #take(mail: SentEmail, sent: Sent): Fault | undefined {
    const { taken, fault } = this.#options.outside.takeEmail(sent);
    if (!taken) return fault;
    this.#mails.add(mail);
    for (const type of ['Send', 'Delivery'] as const) this.tell(mail, { type });
    return fault;
  }

  /** The most particular one that covers it. */
  #identityOf(address: string): string {
    const covering = [...this.#identities].filter((identity) => isSentAs(address, identity));
    const [first] = covering.sort((a, b) => b.length - a.length);
    if (first !== undefined) return first;
    const says = `Email address is not verified. The following identities failed the check in region ${this.#options.region.toUpperCase()}: ${address}`;
    throw new SesError('MessageRejected', 400, says);
  }

  #account({ caller }: AwsRequest): AwsResponse {
    const { access, clock } = this.#options;
    access.check(caller, 'ses:GetAccount', '*');
    return answer(200, accountAnswer(this.#mails.countSince(clock.now() - DAY)));
  }

  #identity({ caller }: AwsRequest, identity: string): AwsResponse {
    this.#options.access.check(caller, 'ses:GetEmailIdentity', this.#arn(`identity/${identity}`));
    if (this.#identities.has(identity)) return answer(200, verifiedIdentity(identity));
    throw new SesError('NotFoundException', 404, `Email identity ${identity} does not exist.`);
  }

  #arn(resource: string): string {
    return `arn:aws:ses:${this.#options.region}:${this.#options.account}:${resource}`;
  }
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
