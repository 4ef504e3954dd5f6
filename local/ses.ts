import { effectNoteHeader } from '../src/config';
import { isSentAs } from '../src/engine/email-address';
import type { Access, SesFront } from './front';
import { AccessDenied } from './iam';
import type { Sent } from './outbox';
import type { Outside } from './outside';
import { rejected, SesError } from './ses/errors';
import { addressIn, noteIn, type SendEmail, sendEmailIn } from './ses/requests';
import { type AwsRequest, type AwsResponse, type AwsService, NO_ANSWER } from './wire';

export interface SesOptions {
  /** Who takes the e-mails. */
  outside: Pick<Outside, 'takeEmail'>;
  access: Access;
  account: string;
  region: string;
}

const SEND = 'ses:SendEmail';

/**
 * Amazon SES v2, as far as e-mail is sent by it, each call checked against its caller's policies.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function createSes({ outside, access, account, region }: SesOptions): SesFront & { serve: AwsService } {
  const identities = new Set<string>();
  const configurationSets = new Set<string>();
  const arn = (resource: string) => `arn:aws:ses:${region}:${account}:${resource}`;

  const send = (request: AwsRequest): AwsResponse | typeof NO_ANSWER => {
    const email = sendEmailIn(request.body);
    access.check(request.caller, SEND, arn(`identity/${identityOf(addressIn(email.FromEmailAddress))}`));
    const set = email.ConfigurationSetName;
    if (set !== undefined) access.check(request.caller, SEND, arn(`configuration-set/${set}`));
    if (set !== undefined && !configurationSets.has(set))
      throw new SesError('NotFoundException', 404, `Configuration set <${set}> does not exist.`);
    const taken = outside.takeEmail(sentIn(email, request));
    if ('number' in taken) return answer(200, { MessageId: `local-${taken.number}` });
    return 'timeout' in taken ? NO_ANSWER : told(rejected(taken.status));
  };

  /** The most particular one that covers it. */
  function identityOf(address: string): string {
    const covering = [...identities].filter((identity) => isSentAs(address, identity));
    const [first] = covering.sort((a, b) => b.length - a.length);
    if (first !== undefined) return first;
    const says = `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${address}`;
    throw new SesError('MessageRejected', 400, says);
  }

  return {
    verify: (identity) => void identities.add(identity),
    createConfigurationSet: (name) => void configurationSets.add(name),
    async serve(request) {
      try {
        if (`${request.method} ${request.path}` === 'POST /v2/email/outbound-emails') return send(request);
        const says = `The local stack knows no SES operation ${request.method} ${request.path}.`;
        throw new SesError('UnknownOperationException', 404, says);
      } catch (error) {
        if (error instanceof AccessDenied) return told(new SesError(error.name, 403, error.message));
        if (error instanceof SesError) return told(error);
        throw error;
      }
    },
  };
}

/** By what the sender notes of the effect; without that, by what the e-mail itself says. */
function sentIn({ Destination, Content, EmailTags = [] }: SendEmail, { headers }: AwsRequest): Sent {
  const { Subject, Body } = Content.Simple;
  const data = { to: Destination.ToAddresses.join(', '), subject: Subject.Data, text: Body.Text.Data };
  const note = noteIn(headers[effectNoteHeader]);
  if (note) return { ...note, to: 'email', data };
  const effectId = EmailTags.find(({ Name }) => Name === 'effectId')?.Value;
  return { to: 'email', type: 'email', ...(effectId !== undefined && { effectId }), data };
}

const told = ({ name, status, message }: SesError) => answer(status, { message }, { 'x-amzn-errortype': name });

const answer = (status: number, body: object, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
