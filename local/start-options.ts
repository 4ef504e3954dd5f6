import { Command, InvalidArgumentError } from 'commander';
import { MEMORY } from './store';

export interface StartOptions {
  port: number;
  /** Where mails come in; 0: any free one. */
  smtpPort: number;
  data: string;
  /** Whether the recorded day is played. */
  demo: boolean;
  frozen: boolean;
}

/** Reads the flags of `npm start --`. Throws CommanderError, after telling what is wrong. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { smtpPort, ...options } = commandOf(args);
  return { ...options, smtpPort: smtpPort ?? (options.port === DEFAULT_PORT ? DEFAULT_SMTP_PORT : 0) };
}

const DEFAULT_PORT = 4600;
const DEFAULT_SMTP_PORT = 4625;

function commandOf(args: readonly string[]) {
  return new Command('npm start --')
    .description('Runs the whole of Threadkeeper on this machine and plays a recorded day on it.')
    .option('--port <number>', 'where to serve', port, DEFAULT_PORT)
    .option(
      '--smtp-port <number>',
      `where mails come in (default: ${DEFAULT_SMTP_PORT}; any free one with another --port)`,
      port,
    )
    .option('--data <folder>', `where everything is kept; ${MEMORY} for nowhere`, '.threadkeeper')
    .option('--no-demo', 'do not play the recorded day')
    .option('--frozen', 'let time stand still; POST /_local/clock moves it', false)
    .allowExcessArguments(false)
    .showHelpAfterError('(npm start -- --help shows what there is)')
    .exitOverride()
    .parse([...args], { from: 'user' })
    .opts<Omit<StartOptions, 'smtpPort'> & { smtpPort?: number }>();
}

function port(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535 (0: any free one).');
}
