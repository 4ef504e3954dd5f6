/** Amazon SES as whoever holds the AWS account sees it, by the AWS credentials and Region of this machine. */
import {
  DescribeActiveReceiptRuleSetCommand,
  DescribeReceiptRuleSetCommand,
  type ReceiptRule,
  SESClient,
  SetActiveReceiptRuleSetCommand,
} from '@aws-sdk/client-ses';
import {
  GetAccountCommand,
  type GetAccountResponse,
  GetConfigurationSetCommand,
  type GetConfigurationSetResponse,
  GetEmailIdentityCommand,
  type GetEmailIdentityResponse,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { clientOptions } from '../../src/adapters/aws/client-options';

/** A receipt rule set: by which rules e-mails are taken in. */
export interface RuleSet {
  name: string;
  rules: ReceiptRule[];
}

/** What the CLI asks of SES. Undefined: there is none. All throw what the SDK throws. */
export interface AwsMail {
  region(): Promise<string>;
  ruleSet(name: string): Promise<RuleSet | undefined>;
  /** By which e-mails are taken in now: one in a Region. */
  activeRuleSet(): Promise<RuleSet | undefined>;
  /** Undefined switches the active one off. */
  activate(name: string | undefined): Promise<void>;
  identity(name: string): Promise<GetEmailIdentityResponse | undefined>;
  configurationSet(name: string): Promise<GetConfigurationSetResponse | undefined>;
  account(): Promise<GetAccountResponse>;
}

export function openAwsMail(): AwsMail {
  // Receiving is known to the first version of the API alone, what is asked of sending to the second.
  const receiving = new SESClient(clientOptions);
  const sending = new SESv2Client(clientOptions);
  return {
    region: () => sending.config.region(),
    ruleSet: (name) =>
      unlessMissing(async () => {
        const { Rules = [] } = await receiving.send(new DescribeReceiptRuleSetCommand({ RuleSetName: name }));
        return { name, rules: Rules };
      }),
    async activeRuleSet() {
      const { Metadata, Rules = [] } = await receiving.send(new DescribeActiveReceiptRuleSetCommand({}));
      return Metadata?.Name === undefined ? undefined : { name: Metadata.Name, rules: Rules };
    },
    async activate(name) {
      await receiving.send(new SetActiveReceiptRuleSetCommand({ ...(name !== undefined && { RuleSetName: name }) }));
    },
    identity: (name) => unlessMissing(() => sending.send(new GetEmailIdentityCommand({ EmailIdentity: name }))),
    configurationSet: (name) =>
      unlessMissing(() => sending.send(new GetConfigurationSetCommand({ ConfigurationSetName: name }))),
    account: () => sending.send(new GetAccountCommand({})),
  };
}

async function unlessMissing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (['NotFoundException', 'RuleSetDoesNotExistException'].includes((error as Error).name)) return undefined;
    throw error;
  }
}
