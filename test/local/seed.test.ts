/** The seeded stack: what a person finds after `npm start`, with the real functions. */
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesizedApp } from '../../local/assembly';
import { seed } from '../../local/seed';
import { type LocalStack, startStack } from '../../local/stack';
import { MEMORY } from '../../local/store';
import { Client } from '../scenarios/client';
import { temporaryFolder } from './fixtures/toy-app';
import { T0 } from './fixtures/toy-stack';

const app = synthesizedApp();
beforeAll(async () => {
  if (app.missing) await app.make();
}, 120_000);

let stack: LocalStack | undefined;
afterEach(() => stack?.stop());

async function given(dataDir = MEMORY) {
  stack = await startStack({ assembly: app.folder, port: 0, dataDir, frozen: true, startAt: T0 });
  const info = await seed(stack, dataDir);
  return { stack, info, client: await new Client(stack.url).meet() };
}

const at = (seconds: number) => new Date(T0 + seconds * 1_000).toISOString();

describe('a new stack', () => {
  test('tells of a workspace with a key that opens the API, and of its channels, that of the demo page last', async () => {
    const { stack, info, client } = await given();
    expect(info).toMatchObject({
      workspaceId: 'local',
      apiKey: expect.stringMatching(/^tk_/),
      channels: [
        { id: 'phone', kind: 'twilio-voice', webhookUrl: `${stack.url}/voice/phone` },
        {
          id: 'web',
          kind: 'webhook',
          secret: expect.stringMatching(/^whsec_/),
          webhookUrl: `${stack.url}/webhooks/web`,
        },
        { id: 'demo', kind: 'webhook', webhookUrl: `${stack.url}/webhooks/demo` },
      ],
    });
    expect(await client.info()).toEqual({ ...info, smtpPort: expect.any(Number), now: at(0) });
    expect((await client.request('GET', '/v1/workflows')).status).toBe(200);
  });

  test('tells of channels made since, with the secret in use', async () => {
    const { client } = await given();
    const { body } = await client.request<{ secret: string }>('POST', '/v1/channels', { kind: 'webhook', id: 'shop' });
    const { channels } = await client.info();
    expect(channels.find(({ id }) => id === 'shop')?.secret).toBe(body.secret);
  });

  test('is the same after a restart', async () => {
    const dataDir = temporaryFolder();
    const before = await given(dataDir);
    await before.client.request('PUT', '/v1/channels/web', { name: 'Renamed', config: {} });
    await before.stack.stop();
    const after = await given(dataDir);
    expect(after.info).toEqual({ ...before.info, channels: renumbered(before.info.channels, after.stack.url) });
    const { body } = await after.client.request('GET', '/v1/channels/web');
    expect(body).toMatchObject({ name: 'Renamed', config: {} });
  });
});

function renumbered<Channel extends { webhookUrl: string }>(channels: Channel[], url: string): Channel[] {
  return channels.map((channel) => ({ ...channel, webhookUrl: url + new URL(channel.webhookUrl).pathname }));
}

describe('to the next wait', () => {
  test('goes past alarms of waits that began anew, to the second', async () => {
    const { stack, client } = await given();
    const steps = [{ do: 'note.add', text: 'waits' }];
    await client.publish({
      name: 'waits',
      trigger: { type: 'chat.customerWaiting', timing: 'every', wait: 'PT5M' },
      steps,
    });
    const say = (id: string) =>
      client.request('POST', '/v1/events', {
        ...{ specversion: '1.0', id, source: 'web', subject: 'chat-1', type: 'message.created' },
        data: { messageId: id, author: { type: 'customer', id: 'cu' }, text: 'hello' },
      });
    await say('e-1');
    await client.request('POST', '/_local/clock', { advance: 'PT2M' });
    await say('e-2');
    const { body } = await client.request('POST', '/_local/clock', { toNextWait: true });
    expect(body).toEqual({ now: at(7 * 60) });
    expect(stack.outside.outbox()).toMatchObject([{ at: at(7 * 60), type: 'note.add', to: 'channel' }]);
    expect((await client.request('POST', '/_local/clock', { toNextWait: true })).body).toEqual({ now: at(7 * 60) });
    expect([stack.denied, stack.failures]).toEqual([[], []]);
  });
});
