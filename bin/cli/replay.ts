/** `threadkeeper replay`: plays a recording as its providers would send it. */
import { basename, join } from 'node:path';
import * as z from 'zod';
import { Failure } from './failure';
import { readJson, readText } from './files';
import type { Speed } from './pace';
import { progressBar } from './progress-bar';
import { addressOf, type PlayedChannel } from './provider';
import { fingerprint } from './replay-progress';
import { type ReplayResult, replay } from './replay-run';
import { type LocalInfo, localInfo, type TargetOptions, targetOf } from './target';
import type { Terminal } from './terminal';

export interface ReplayCommand extends TargetOptions {
  speed?: string;
  secrets?: string;
  progress?: string;
  restart?: boolean;
  as?: string;
}

export async function replayCommand(file: string, command: ReplayCommand, terminal: Terminal): Promise<void> {
  const text = readText(file);
  const { url } = targetOf(command);
  const info = await localInfo(url);
  const channels = channelsOf(command, url, info);
  const bar = progressBar(basename(file), terminal);
  try {
    const result = await replay({
      ...{ text, name: file, url, channels, state: stateOf(info, channels), speed: speedOf(command.speed, info) },
      ...(info && { virtualNow: Date.parse(info.now) }),
      ...(command.as !== undefined && { as: command.as }),
      ...(command.restart && { restart: true }),
      progressFile: command.progress ?? progressFileOf(file, command),
      onProgress: (done, total) => bar.show(done, total),
    });
    bar.stop();
    terminal.out(summaryOf(file, result, command));
  } finally {
    bar.stop();
  }
}

/** Beside the state of a local stack started here, so that both go together. */
function progressFileOf(file: string, { as }: ReplayCommand): string {
  const name = as === undefined ? basename(file) : `${basename(file)}-${encodeURIComponent(as)}`;
  return join('.threadkeeper', `replay-${name}.json`);
}

function summaryOf(file: string, { total, skipped }: ReplayResult, { as }: ReplayCommand): string {
  if (skipped === total) {
    const again = as === undefined ? '--as NAME' : 'another --as NAME';
    return `All ${total} events of ${file} were accepted before; nothing was sent. To play it once more, give ${again}.`;
  }
  const before = skipped > 0 ? ` (${skipped} of them before)` : '';
  return `${total} events of ${file} accepted${before}.`;
}

/** Names the state that a stack has, so that progress made on another is not taken for its own. */
function stateOf(info: LocalInfo | undefined, channels: readonly PlayedChannel[]): string {
  return info === undefined
    ? fingerprint(...channels.map(({ webhookUrl }) => webhookUrl))
    : fingerprint(info.workspaceId, info.apiKey);
}

function speedOf(speed: string | undefined, info: LocalInfo | undefined): Speed {
  if (speed === undefined) return info === undefined ? 1 : 'max';
  if (speed === 'max') return 'max';
  const factor = Number(speed);
  if (Number.isFinite(factor) && factor > 0) return factor;
  throw new Failure(`--speed takes a number such as 60 (times as fast) or max, not "${speed}".`, { exitCode: 2 });
}

const secretsFile = z.object({
  channels: z.array(z.object({ id: z.string(), kind: z.string(), secret: z.string(), webhookUrl: z.url().optional() })),
});

/** A local stack tells its channels' secrets; of others a file does, in the same shape. */
function channelsOf(command: ReplayCommand, url: string, info: LocalInfo | undefined): PlayedChannel[] {
  if (command.secrets === undefined) {
    if (info !== undefined) return info.channels;
    const shape = '{ "channels": [ { "id": "web", "kind": "webhook", "secret": "whsec_…" } ] }';
    throw new Failure(`${url} is no local stack, so it does not tell secrets. Give --secrets FILE with ${shape}.`, {
      exitCode: 2,
    });
  }
  const parsed = secretsFile.safeParse(readJson(command.secrets));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure(`${command.secrets}: ${issue?.path.join('.')}: ${issue?.message}.`, { exitCode: 2 });
  }
  return parsed.data.channels.map((channel) => ({
    ...channel,
    webhookUrl: channel.webhookUrl ?? addressOf(channel, url),
  }));
}
