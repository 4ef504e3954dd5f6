/** `threadkeeper mail …`: the commands about e-mails, and their options. */
import type { Command } from 'commander';
import { activateCommand, deactivateCommand } from './mail-activate';
import { previewCommand } from './mail-preview';
import type { Terminal } from './terminal';

export function addMail(program: Command, terminal: Terminal): void {
  const mail = program.command('mail').description('continuity e-mails: how they look, and how they are taken in');
  addActivate(mail, terminal);
  addPreview(mail, terminal);
}

function addPreview(mail: Command, terminal: Terminal): void {
  mail
    .command('preview')
    .description('how continuity e-mails look, with sample messages')
    .option('--language <language>', 'ko, en, ja, zh-CN, es, fr or de; default the language of the workspace')
    .option('--part <part>', 'html, text or subject', 'text')
    .option('--look <file>', 'a look to try (JSON: subject, greeting, footer, logoUrl, colour) instead of what is set')
    .option('--out <file>', 'where to write it; default the terminal')
    .option('--url <url>', 'the API')
    .option('--key <key>', 'an API key, tk_…')
    .addHelpText('after', PREVIEW_HELP)
    .action((options) => previewCommand(options, terminal));
}

const PREVIEW_HELP = `
Examples:
  $ threadkeeper mail preview --language ko
  $ threadkeeper mail preview --language ko --part html --look look.json --out preview.html`;

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
