/** `threadkeeper mail …`: the commands about e-mails, and their options. */
import type { Command } from 'commander';
import { activateCommand, deactivateCommand } from './mail-activate';
import type { Terminal } from './terminal';

export function addMail(program: Command, terminal: Terminal): void {
  const mail = program.command('mail').description('continuity e-mails: how they look, and how they are taken in');
  addActivate(mail, terminal);
}

/** With credentials of the account, since nothing of the stack may do so. */
function addActivate(mail: Command, terminal: Terminal): void {
  mail
    .command('activate')
    .description('have e-mails taken in by a receipt rule set of Amazon SES; asks before it replaces another')
    .requiredOption('--rule-set <name>', 'as the output ReceiveEmail of the stack says')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  $ threadkeeper mail activate --rule-set threadkeeper-prod')
    .action((options) => activateCommand(options, terminal));
  mail
    .command('deactivate')
    .description('take in no e-mails any more, as before the stack can be removed')
    .requiredOption('--rule-set <name>', 'the one to take out of use, if it is in use')
    .action((options) => deactivateCommand(options, terminal));
}
