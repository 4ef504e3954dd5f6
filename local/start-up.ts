import { CommanderError } from 'commander';
import { Failure } from '../bin/cli/failure';
import { progressBar } from '../bin/cli/progress-bar';
import { processTerminal as terminal } from '../bin/cli/terminal';
import { synthesizedApp } from './assembly';
import type { LocalInfo } from './control';
import { prepareDay, replayDay, summarise } from './demo';
import { seed } from './seed';
import { type LocalStack, StackError, startStack, TemplateError } from './stack';
import { parseStartOptions, type StartOptions } from './start-options';

/** Starts, plays the day, serves until SIGINT or SIGTERM. @returns the exit code: 0 stopped, 1 failed, 2 asked wrongly */
export async function main(args: readonly string[]): Promise<number> {
  const stopped = stopSignal();
  try {
    const options = parseStartOptions(args);
    const stack = await start(options);
    if (options.demo) void playDay(stack, options).catch(tellUnplayed);
    await stopped;
    terminal.err('Stopping.');
    await stack.stop();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof StackError || error instanceof TemplateError || error instanceof Failure)) throw error;
    terminal.err(error.message);
    return 1;
  }
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function start({ port, smtpPort, data, frozen }: StartOptions): Promise<LocalStack> {
  const app = synthesizedApp();
  if (app.missing) {
    terminal.err('Bundling the functions …');
    await app.make();
  }
  const stack = await startStack({
    assembly: app.folder,
    port,
    smtpPort,
    dataDir: data,
    frozen,
    onDenied: ({ caller, action, resource }) =>
      terminal.err(`${caller} may not ${action} on ${resource}. Grant it in lib/.`),
    onFailure: ({ functionName, error: { errorType, errorMessage } }) =>
      terminal.err(`${functionName} failed: ${errorType}: ${errorMessage} (${data}/logs/${functionName}.log)`),
  });
  welcome(await seed(stack, data), stack, data);
  return stack;
}

function welcome({ workspaceId, apiKey, channels }: LocalInfo, { url, smtpPort }: LocalStack, data: string) {
  terminal.out(`Threadkeeper, workspace ${workspaceId}, kept in ${data}`);
  terminal.out(`  API key    ${apiKey}`);
  for (const { id, kind, webhookUrl } of channels) terminal.out(`  channel    ${id} (${kind}) ${webhookUrl}`);
  terminal.out(`  demo       ${url}/_local/demo  (a customer and an agent, side by side)`);
  terminal.out(`  mailbox    ${url}/_local/mailbox`);
  if (smtpPort !== undefined) terminal.out(`  SMTP       localhost:${smtpPort}, no TLS, no password`);
  terminal.out(`  try        npm run threadkeeper -- doctor${url.endsWith(':4600') ? '' : ` --url ${url}`}`);
  terminal.out(`ready ${url}`);
}

async function playDay(stack: LocalStack, { data }: StartOptions): Promise<void> {
  const info = (await (await fetch(`${stack.url}/_local/info`)).json()) as LocalInfo & { now: string };
  const target = { url: stack.url, apiKey: info.apiKey };
  await prepareDay(target);
  const bar = progressBar('Playing the recorded day', terminal);
  await replayDay({ ...target, info, dataDir: data, onProgress: bar.show }).finally(bar.stop);
  const { text } = await summarise({ ...target, outbox: stack.outside.outbox() });
  terminal.out(`\nWhat the workflows did in the recorded day:\n\n${text}\n\nServing at ${stack.url}. Ctrl-C stops.`);
}

/** The stack serves on. */
function tellUnplayed(error: unknown) {
  const reason = error instanceof Failure ? error.message : String((error as Error).stack);
  terminal.err(`The recorded day was not played to its end: ${reason}\nStart again to go on.`);
}
