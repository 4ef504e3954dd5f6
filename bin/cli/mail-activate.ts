/** `threadkeeper mail activate` and `deactivate`: CloudFormation makes receipt rule sets, and cannot say which one is in use. */
import type { AwsMail, RuleSet } from './aws-mail';
import { Failure, messageOf } from './failure';
import type { Terminal } from './terminal';

export interface ActivateCommand {
  ruleSet: string;
  yes?: boolean;
}

/** Makes a rule set the active one of the Region; asks first when that takes another one out of use. */
export async function activateCommand({ ruleSet, yes }: ActivateCommand, terminal: Terminal): Promise<void> {
  const mail = await open();
  const [wanted, active, region] = await asked(() =>
    Promise.all([mail.ruleSet(ruleSet), mail.activeRuleSet(), mail.region()]),
  );
  if (!wanted) throw missing(ruleSet, region);
  if (active?.name === ruleSet) return terminal.out(`${ruleSet} is the active receipt rule set of ${region} already.`);
  if (active && !yes) await confirm(active, ruleSet, region, terminal);
  await asked(() => mail.activate(ruleSet));
  terminal.out(`E-mails are taken in by ${ruleSet} now, in ${region}:\n${rulesOf(wanted)}`);
  if (active) terminal.out(`To go back: threadkeeper mail activate --rule-set ${active.name}`);
}

/** Takes a rule set out of use, as is needed before its stack can be removed. */
export async function deactivateCommand({ ruleSet }: ActivateCommand, terminal: Terminal): Promise<void> {
  const mail = await open();
  const [active, region] = await asked(() => Promise.all([mail.activeRuleSet(), mail.region()]));
  if (active?.name !== ruleSet) {
    const now = active ? `That is ${active.name}.` : 'There is none.';
    return terminal.out(`${ruleSet} is not the active receipt rule set of ${region}. ${now} Nothing was changed.`);
  }
  await asked(() => mail.activate(undefined));
  terminal.out(`No e-mails are taken in any more, in ${region}.`);
}

/** Imported only here: no other command needs it, and SDKs are slow to load. */
const open = async (): Promise<AwsMail> => (await import('./aws-mail')).openAwsMail();

async function confirm(active: RuleSet, ruleSet: string, region: string, terminal: Terminal): Promise<void> {
  const now = `The active receipt rule set of ${region} is ${active.name}, and there can be only one:\n${rulesOf(active)}`;
  terminal.err(`${now}\nOnce ${ruleSet} is active, e-mails for these are refused.`);
  terminal.err(
    `To keep both, deploy with -c receiptRuleSet=${active.name}: the rule is then put into that set, and works.`,
  );
  if (!(await terminal.confirm(`Replace ${active.name} by ${ruleSet}?`)))
    throw new Failure('Nothing was changed. Say yes, or give --yes, to replace it.');
}

function rulesOf({ rules }: RuleSet): string {
  const lines = rules.map(({ Name, Enabled, Recipients = [] }) => {
    const whose = Recipients.length > 0 ? Recipients.join(', ') : 'all verified domains';
    return `  ${Name}: ${whose}${Enabled ? '' : ' (off)'}`;
  });
  return lines.length > 0 ? lines.join('\n') : '  (no rules)';
}

function missing(ruleSet: string, region: string): Failure {
  const how = 'Deploy with -c emailIdentity=… -c replyDomain=… first; the output ReceiveEmail then says what to run.';
  return new Failure(
    `There is no receipt rule set ${ruleSet} in ${region}. ${how} Or is it in another Region (AWS_REGION) or account?`,
  );
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const hint =
      'Check AWS_REGION, and that your AWS credentials may describe and set receipt rule sets (ses:Describe*, ses:SetActiveReceiptRuleSet).';
    throw new Failure(`Amazon SES could not be asked: ${messageOf(cause)} ${hint}`, { cause });
  }
}
