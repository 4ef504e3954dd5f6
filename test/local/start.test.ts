/** `npm start` as a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { synthesizedApp } from '../../local/assembly';
import { parseStartOptions } from '../../local/start-options';
import { temporaryFolder } from './fixtures/toy-app';

const app = synthesizedApp();
beforeAll(async () => {
  if (app.missing) await app.make();
}, 120_000);

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

/** Runs until it ends, or has said what is waited for. */
async function start(args: string[], until?: RegExp) {
  const started = spawn(process.execPath, ['--no-warnings', '--import', 'tsx', 'local/start.ts', ...args]);
  child = started;
  const said = { out: '', err: '' };
  const ended = once(started, 'close').then(([code]) => code as number);
  const heard = new Promise<undefined>((resolve) => {
    started.stderr.setEncoding('utf8').on('data', (text) => {
      said.err += text;
    });
    started.stdout.setEncoding('utf8').on('data', (text) => {
      said.out += text;
      if (until?.test(said.out)) resolve(undefined);
    });
  });
  const code = await Promise.race(until ? [ended, heard] : [ended]);
  return { ...said, code, ended, stop: () => started.kill('SIGTERM') };
}

describe('npm start', () => {
  test('says where it is ready as its last line, serves, and stops when told', async () => {
    const data = temporaryFolder();
    const { out, code, ended, stop } = await start(
      ['--port', '0', '--no-demo', '--frozen', '--data', data],
      /^ready .*\n/m,
    );
    expect(code).toBeUndefined();
    const url = /ready (http:\/\/localhost:\d+)\n$/.exec(out)![1]!;
    const info = (await (await fetch(`${url}/_local/info`)).json()) as Record<string, unknown>;
    expect(info.workspaceId).toBe('local');
    expect(out).toContain(`demo       ${url}/_local/demo `);
    expect(out).toContain(`mailbox    ${url}/_local/mailbox\n`);
    expect(out).toContain(`SMTP       localhost:${info.smtpPort}, no TLS, no password\n`);
    const later = (await (await fetch(`${url}/_local/info`)).json()) as Record<string, unknown>;
    expect(later.now).toBe(info.now);
    stop();
    expect(await ended).toBe(0);
  });

  test('stops at once in the middle of the recorded day, too', async () => {
    const { ended, stop } = await start(['--port', '0', '--data', temporaryFolder()], /^ready /m);
    stop();
    expect(await ended).toBe(0);
  });

  test('keeps nothing in :memory:', async () => {
    const { code, ended, stop } = await start(['--port', '0', '--no-demo', '--data', ':memory:'], /^ready /m);
    expect(code).toBeUndefined();
    stop();
    expect(await ended).toBe(0);
  });
});

describe('a mail that was accepted', () => {
  test('is stored, even if the stack is killed at once', async () => {
    const data = temporaryFolder();
    const { out, ended } = await start(['--port', '0', '--no-demo', '--data', data], /^ready /m);
    const port = Number(/SMTP +localhost:(\d+)/.exec(out)![1]);
    const { response } = await createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
      ...{ from: 'kim@example.com', to: 'reply+x@reply.threadkeeper.test', subject: 'kept', text: 'kept' },
    });
    child?.kill('SIGKILL');
    await ended;
    const db = new DatabaseSync(join(data, 'local.sqlite'));
    const keys = db.prepare('SELECT key FROM s3_objects').all();
    db.close();
    expect(keys).toEqual([{ key: `inbound/${/OK ([0-9a-f]{40})/.exec(response)![1]}` }]);
  });
});

describe('where mails come in', () => {
  test.each([
    [[], 4625],
    [['--port', '4700'], 0],
    [['--port', '4600', '--smtp-port', '0'], 0],
    [['--port', '0', '--smtp-port', '2525'], 2525],
  ])('%j: port %d', (args, port) => {
    expect(parseStartOptions(args).smtpPort).toBe(port);
  });
});

describe('a start that cannot succeed ends with one sentence', () => {
  test.each([
    ['an unknown flag', ['--prot', '1'], 2, /unknown option '--prot'/],
    ['no number for a port', ['--port', 'http'], 2, /whole number from 0 to 65535/],
    ['no number for the port of mails', ['--smtp-port', 'smtp'], 2, /--smtp-port.*whole number from 0 to 65535/s],
    ['a word too many', ['demo'], 2, /too many arguments/],
  ])('%s', async (_, args, expected, message) => {
    const { code, err } = await start(args);
    expect(code).toBe(expected);
    expect(err).toMatch(message);
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, err } = await start(['--port', String(port), '--data', ':memory:', '--no-demo']);
    server.close();
    expect(code).toBe(1);
    expect(err.trim()).toBe(`Port ${port} is in use. Choose another one with --port, or stop what uses it.`);
  });

  test('a data folder that is a file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, err } = await start(['--port', '0', '--data', file, '--no-demo']);
    expect(code).toBe(1);
    expect(err.trim()).toMatch(/^The data folder .* cannot be written .*--data\.$/);
  });
});
