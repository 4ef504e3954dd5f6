/** `threadkeeper mail …`: the commands about e-mails, and their options. */
import type { Command } from 'commander';
import type { Terminal } from './terminal';

export function addMail(program: Command, _terminal: Terminal): void {
  program.command('mail').description('continuity e-mails: how they look, and how they are taken in');
}
