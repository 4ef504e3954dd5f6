/** The commands of `threadkeeper` and their options. */
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { doctorCommand } from './doctor';
import { Failure } from './failure';
import { createKey } from './keys';
import { addMail } from './mail';
import { installRecipe, listRecipes } from './recipes';
import { linkCommand, reconnectCommand } from './reconnect';
import { replayCommand } from './replay';
import { addSigningKeys } from './signing-keys';
import { LOCAL_URL } from './target';
import type { Terminal } from './terminal';
import { timelineCommand } from './timeline';
import { explainCommand, testCommand } from './workflow-test';
import { listCommand, pushCommand, statisticsCommand } from './workflows';

/** Runs the command line. @param args without the program's own name @returns the exit code: 0 done, 1 failed, 2 asked wrongly */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = build(terminal, (failed) => {
    code = failed;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    terminal.err(`threadkeeper: ${error.message}`);
    return error.exitCode;
  }
}

function build(terminal: Terminal, failed: (code: number) => void): Command {
  const program = new Command('threadkeeper');
  const output: OutputConfiguration = {
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: (text) => terminal.err(text.trimEnd()),
  };
  program
    .description('Talks to Threadkeeper over HTTP: replays recordings, tells conversations, keeps workflows.')
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError('(threadkeeper --help shows what there is)')
    .addHelpText('after', EXAMPLES);
  addReplay(program, terminal);
  addTimeline(program, terminal);
  addWorkflows(program, terminal);
  addRecipes(program, terminal);
  addReconnect(program, terminal);
  addKeys(program, terminal);
  addMail(program, terminal);
  addSigningKeys(program, terminal);
  withTarget(
    program
      .command('doctor')
      .description('check the API, the key, clocks, channels, parked messages and, of a deployed stack, e-mail')
      .option(
        '--email-identity <name>',
        'as given at the deployment: checks Amazon SES and DNS by your AWS credentials',
      )
      .option('--reply-domain <domain>', 'as given at the deployment')
      .option('--receipt-rule-set <name>', 'as given at the deployment, if it was')
      .option('--stage <stage>', 'as given at the deployment', 'dev')
      .option('--dns <address>', 'DNS server to ask; default those of this machine'),
  ).action(async (options) => {
    if (!(await doctorCommand(options, terminal))) failed(1);
  });
  inherit(program);
  return program;
}

const EXAMPLES = `
Examples:
  $ npm start                                            a local stack, which the commands find by themselves
  $ threadkeeper replay examples/day.jsonl               a recorded day, along the stack's virtual clock
  $ threadkeeper timeline web/chat-06                    what happened in a conversation, and why
  $ threadkeeper workflows push examples/*/workflow.json
  $ threadkeeper doctor --url https://… --key tk_…

URL and key come from --url and --key, else from THREADKEEPER_URL and THREADKEEPER_API_KEY, else from ${LOCAL_URL}.
Exit codes: 0 done, 1 failed, 2 asked wrongly.`;

/** Settings of the program that commander does not hand down to commands made by `command()` before they were set. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}

function withTarget(command: Command): Command {
  return command.option('--url <url>', 'the API').option('--key <key>', 'an API key, tk_…');
}

function addReplay(program: Command, terminal: Terminal): void {
  withTarget(program.command('replay <file>'))
    .description('send a recording (.jsonl) as its providers would, signed; goes on where it stopped')
    .option('--speed <n|max>', 'times as fast as recorded; default max on a local stack, else 1')
    .option('--secrets <file>', 'channels with their secrets, where no local stack tells them')
    .option('--progress <file>', 'where to keep how far it came; default .threadkeeper/replay-NAME.json')
    .option('--restart', 'begin anew; what was accepted before changes nothing')
    .option('--as <name>', 'play for conversations of its own, named …-NAME')
    .addHelpText('after', REPLAY_HELP)
    .action((file, options) => replayCommand(file, options, terminal));
}

const REPLAY_HELP = `
A line is { "at": "PT5M", "channel": "web", "body": {…} } for signed webhooks and { "at": …, "channel": "phone", "form": {…} }
for Twilio; at counts from the start. Texts {{now}}, {{now+PT2H}} and {{now-PT5S}} become times.

Examples:
  $ threadkeeper replay examples/day.jsonl
  $ threadkeeper replay examples/01-vip-reminder/events.jsonl --as second-try --speed 60`;

function addTimeline(program: Command, terminal: Terminal): void {
  withTarget(program.command('timeline <conversation> [id]'))
    .description('tell a conversation: events, what fired and why not, waits, effects and how they went')
    .option('--json', 'print the entries as the API tells them')
    .addHelpText('after', '\nExamples:\n  $ threadkeeper timeline web/chat-06\n  $ threadkeeper timeline phone CA4f0c…')
    .action((first, second, options) => timelineCommand(first, second, options, terminal));
}

function addReconnect(program: Command, terminal: Terminal): void {
  const channels = program.command('channels').description('set how channels bring customers back');
  withTarget(channels.command('reconnect <channel>'))
    .description('show or change how a channel brings customers back who were cut off')
    .option('--enable', 'wait for customers who are gone, with their agent kept')
    .option('--disable', 'wait for nobody')
    .option('--limit <duration>', 'how long, PT1M to PT72H')
    .option('--portal-url <url>', 'where the widget lives (https; http for localhost)')
    .option('--redirect-url <url>', 'where who comes too late is sent (https)')
    .addHelpText('after', RECONNECT_HELP)
    .action((channel, options) => reconnectCommand(channel, options, terminal));
  withTarget(program.command('reconnect-link <conversation> [id]'))
    .description('print a link by which the customer of a conversation comes back')
    .addHelpText('after', '\nExample:\n  $ threadkeeper reconnect-link web/chat-06')
    .action((first, second, options) => linkCommand(first, second, options, terminal));
}

const RECONNECT_HELP = `
Examples:
  $ threadkeeper channels reconnect web
  $ threadkeeper channels reconnect web --enable --limit PT5M --portal-url https://shop.example/help`;

function addWorkflows(program: Command, terminal: Terminal): void {
  const workflows = program.command('workflows').description('list, push, test and explain workflows');
  withTarget(workflows.command('list').description('all workflows in priority order')).action((options) =>
    listCommand(options, terminal),
  );
  withTarget(workflows.command('push <files...>'))
    .description('make or edit the workflows of these names, and publish them')
    .option('--draft', 'leave them unpublished')
    .addHelpText('after', '\nExample:\n  $ threadkeeper workflows push examples/day/workflows/*.json')
    .action((files, options) => pushCommand(files, options, terminal));
  withTarget(workflows.command('statistics <workflow>'))
    .description('starts, completions and drop-offs of a workflow, by step; give its id or its name')
    .option('--from <day>', 'YYYY-MM-DD; default 29 days before the last')
    .option('--to <day>', 'YYYY-MM-DD; default today')
    .addHelpText('after', '\nExample:\n  $ threadkeeper workflows statistics "VIP waits" --from 2026-01-01')
    .action((workflow, options) => statisticsCommand(workflow, options, terminal));
  withTarget(workflows.command('test <file>'))
    .description('dry run: would the workflow fire for an event, made up or of the past, and why (not)')
    .option('--event <file>', 'an event (CloudEvent, JSON)')
    .option('--conversation <file>', 'the state of the conversation before it (JSON)')
    .option('--in <conversation>', 'a conversation of the past, CHANNEL/CONVERSATION')
    .option('--event-id <id>', 'an event, or entry, of its timeline')
    .option('--now <time>', 'RFC 3339; default the present')
    .addHelpText('after', TEST_HELP)
    .action((file, options) => testCommand(file, options, terminal));
  withTarget(workflows.command('explain <conversation> <event>'))
    .description('why each workflow fired or not on an event, every condition with what was found')
    .addHelpText('after', '\nExample:\n  $ threadkeeper workflows explain web/chat-06 evt-1')
    .action((conversation, event, options) => explainCommand(conversation, event, options, terminal));
}

function addRecipes(program: Command, terminal: Terminal): void {
  const recipes = program.command('recipes').description('workflows ready to install, in Korean and English');
  withTarget(recipes.command('list').description('all recipes'))
    .option('--language <language>', 'titles in ko or en; default en')
    .action((options) => listRecipes(options, terminal));
  withTarget(recipes.command('install <key>'))
    .description("make the recipe's workflows, as drafts")
    .option('--language <language>', 'texts in ko or en; default the language of the workspace')
    .option('--set <name=value...>', 'parameters of the recipe; lists with commas')
    .option('--publish', 'publish them too')
    .addHelpText('after', RECIPES_HELP)
    .action((key, options) => installRecipe(key, options, terminal));
}

const RECIPES_HELP = `
Examples:
  $ threadkeeper recipes install t09-remind-assignee --language ko
  $ threadkeeper recipes install t13-delivery-team --set teamId=team-7 words=배송,택배 --publish`;

const TEST_HELP = `
Examples:
  $ threadkeeper workflows test returns.json --event message.json
  $ threadkeeper workflows test returns.json --in web/chat-06 --event-id evt-1`;

function addKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys');
  keys
    .command('create')
    .description('make a key by writing to the table, with your AWS credentials; the way to the first key')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption('--scope <scope>', 'read, write or admin')
    .requiredOption('--workspace <id>', 'the workspace it is bound to')
    .option('--table <name>', 'the table; default TABLE_NAME of the environment')
    .addHelpText(
      'after',
      '\nExample:\n  $ threadkeeper keys create --name laptop --scope admin --workspace acme --table Threadkeeper-…',
    )
    .action((options) => createKey(options, terminal));
}
