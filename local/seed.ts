import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashKey } from '../src/app/api/authorize';
import { toChannel } from '../src/app/api/channels/shapes';
import { newWebhookSecret } from '../src/channels/webhook/signature';
import type { ChannelRecord } from '../src/ports/channels';
import { type AppPorts, openPorts } from './app-ports';
import type { LocalInfo } from './control';
import { openDemoPage } from './demo-page';
import { CHANNEL as DEMO } from './demo-page/cast';
import type { LocalStack } from './stack';
import { MEMORY } from './store';
import { nextWaitOf } from './waits';

const WORKSPACE = 'local';
const SECRET_BYTES = 32;

/**
 * Makes what one needs to begin, where it is not there yet: the workspace `local` with an API key and the channels `web`,
 * `phone` and that of the demo page. The stack then tells of them in `GET /_local/info`, together with what was added since.
 */
export async function seed(stack: LocalStack, dataDir: string): Promise<LocalInfo> {
  const ports = openPorts(stack);
  const apiKey = keptKey(dataDir);
  await seedKey(ports, apiKey, stack.clock.now());
  for (const channel of firstChannels(stack.clock.now())) await ports.channels.put(channel);
  await openDemoPage(stack, ports, WORKSPACE);
  const info = async (): Promise<LocalInfo> => {
    const channels = await ports.channels.list(WORKSPACE);
    // Whoever looks for a channel to play with finds their own first.
    const inOrder = channels.toSorted((a, b) => Number(a.id === DEMO) - Number(b.id === DEMO));
    return { workspaceId: WORKSPACE, apiKey, channels: inOrder.map((record) => told(record, stack.url)) };
  };
  stack.describe(info);
  stack.waitsBy(nextWaitOf(ports));
  return info();
}

/** The key itself stands in no table: it is kept beside it, in the data folder. */
function keptKey(dataDir: string): string {
  const fresh = () => `tk_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  if (dataDir === MEMORY) return fresh();
  const file = join(dataDir, 'api-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = fresh();
  writeFileSync(`${file}.new`, `${key}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}

async function seedKey({ keys }: AppPorts, key: string, now: number): Promise<void> {
  const hash = hashKey(key);
  if (await keys.get(hash)) return;
  const record = { hash, hint: key.slice(0, 7), workspaceId: WORKSPACE, createdAt: now };
  await keys.put({ ...record, name: 'local stack', scope: 'admin' });
}

/** Version 1: writing them again over what is there changes nothing. */
function firstChannels(createdAt: number): ChannelRecord[] {
  const of = { workspaceId: WORKSPACE, createdAt, version: 1 };
  return [
    {
      ...{ ...of, id: 'web', kind: 'webhook', name: 'Chat widget' },
      secrets: [newWebhookSecret(randomBytes(SECRET_BYTES))],
      config: { deliverUrl: 'https://widget.example/threadkeeper' },
    },
    {
      ...{ ...of, id: 'phone', kind: 'twilio-voice', name: 'Phone' },
      secrets: [randomBytes(16).toString('hex')],
      config: { accountSid: `AC${'0'.repeat(32)}`, number: '+8225550100' },
    },
  ];
}

function told(record: ChannelRecord, url: string): LocalInfo['channels'][number] {
  const { id, kind, webhookUrl } = toChannel(record, url);
  return { id, kind, secret: record.secrets[0] ?? '', webhookUrl };
}
