/**
 * Golden items: how every kind of value was stored by each schema that was ever deployed. `npx tsx test/contracts/golden.ts schema-N`
 * (or `mail-N`) writes those of version N, once, when it is new; they are never written again.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import { type MemoryPorts, memoryPorts } from '../../src/adapters/memory/memory-ports';
import type { Item, Value } from '../../src/adapters/table/table';
import { shortHash } from '../../src/engine/ids';
import { MINUTE, T0 } from './subject';
import { batch, claiming, conversation, entry, refIn, settings, update, workflow } from './values';

const FOLDER = join(process.cwd(), 'test/contracts/golden');
const WORKSPACE = 'ws-golden';
const REF = refIn(WORKSPACE, '상담-42');
const effects = batch(REF, 'b1', ['ef_1', 'ef_2'], '잠시만 기다려 주세요').effects;

/** Writes one of everything that is stored of conversations. */
async function write({
  answers,
  channels,
  claims,
  configuration,
  conversations,
  customers,
  keys,
  parked,
  timeline,
}: MemoryPorts) {
  const runs = [{ runId: 'r1', workflowId: 'wf_1', change: 'started' as const }];
  const outbox = {
    batchId: 'b1',
    since: T0,
    timeline: [entry(REF, 'e1', 1, { runs })],
    channel: effects,
    slow: [],
    customers: [],
  };
  await conversations.commit(REF, conversation(REF, { outbox, armed: T0 + 3 * MINUTE }), 0, T0 + 5 * MINUTE);
  await timeline.put(REF, entry(REF, 'e1', 1, { runs, configuration: 7 }));
  await claims.claim(REF, claiming('ef_1', { workflowId: 'wf_1', runId: 'r1' }));
  await claims.settle(REF, 'ef_1', 'request-1/1', {
    state: 'failed',
    at: T0 + MINUTE,
    detail: 'the channel answered 410',
  });
  await customers.apply(
    WORKSPACE,
    update('u1', { set: { name: '김서연', tier: 'VIP', profile: { size: 'M' } }, addTags: ['returns'] }),
  );
  const secrets = { kind: 'webhook', secrets: ['whsec_a'], config: { deliverUrl: 'https://a.example/' } };
  await channels.put({ workspaceId: WORKSPACE, id: 'web', ...secrets, createdAt: T0, version: 1 });
  const hash = shortHash('key');
  await keys.put({ hash, hint: 'tk_ab', workspaceId: WORKSPACE, scope: 'admin', name: 'first', createdAt: T0 });
  await answers.keep(WORKSPACE, 'k1', { status: 201, body: '{"id":"wf_1"}', request: 'print' }, T0 + MINUTE);
  const conversationRef = { conversation: { channelId: 'web', conversationId: '상담-42' } };
  const why = { queue: 'events' as const, body: '{}', reason: 'not an event', parkedAt: T0, retries: 0 };
  await parked.put({ id: 'pk_1', workspaceId: WORKSPACE, ...why, ...conversationRef });
  await writeConfiguration(configuration);
}

async function writeConfiguration(configuration: MemoryPorts['configuration']): Promise<void> {
  const { id, revision, activeSince, publishedAt, ...draft } = workflow('wf_1', 2);
  const times = { createdAt: T0, updatedAt: T0, activeSince, publishedAt };
  const status = { status: 'active' as const, revision, publishedRevision: revision };
  await configuration.putWorkflow({ workspaceId: WORKSPACE, id, version: 1, ...status, draft, ...times } as never);
  await configuration.putRevision(WORKSPACE, workflow('wf_1', 2));
  const workflows = [workflow('wf_1', 2)];
  await configuration.putSnapshot({
    schema: 1,
    workspaceId: WORKSPACE,
    version: 7,
    publishedAt: T0,
    settings,
    workflows,
  });
  await configuration.putWorkspace({ workspaceId: WORKSPACE, version: 1, settings, order: ['wf_1'], snapshot: 7 });
}

/** All of it, read through the ports. */
async function read({
  answers,
  channels,
  claims,
  configuration,
  conversations,
  customers,
  keys,
  parked,
  timeline,
}: MemoryPorts) {
  return {
    loaded: await conversations.load(REF, 'e1'),
    timeline: await timeline.list(REF),
    claim: await claims.get(REF, 'ef_1'),
    customer: await customers.get(WORKSPACE, 'cu-7'),
    channels: await channels.list(WORKSPACE),
    keys: await keys.list(WORKSPACE),
    answer: await answers.get(WORKSPACE, 'k1'),
    parked: await parked.list(WORKSPACE, { limit: 10 }),
    workspace: await configuration.getWorkspace(WORKSPACE),
    workflows: await configuration.listWorkflows(WORKSPACE),
    revision: await configuration.getRevision(WORKSPACE, 'wf_1', 2),
    snapshot: await configuration.getSnapshot(WORKSPACE, 7),
  };
}

const MAIL = { id: 'abcdefghijklmnop', ref: REF, customerId: 'cu-7', address: 'kim@example.com', language: 'ko' };

/** What is stored of e-mails. */
async function writeMail({ mailThreads, sentMails, signingKeys, suppressions }: MemoryPorts) {
  await signingKeys.rotate(T0);
  await mailThreads.open(MAIL, T0);
  await mailThreads.add(MAIL.id, '<m-1@eu-west-1.amazonses.com>', T0 + 1);
  await mailThreads.revoke(MAIL.id, T0 + 2);
  const { id: threadId, ref, address: to } = MAIL;
  await sentMails.put({ schema: 1, effectId: 'ef_1', ref, to, threadId, at: T0 });
  const detail = '550 5.1.1 no such user';
  await suppressions.put({ workspaceId: WORKSPACE, address: to, reason: 'bounce', at: T0, detail });
}

async function readMail({ mailThreads, sentMails, signingKeys, suppressions }: MemoryPorts) {
  return {
    keys: await signingKeys.list(),
    thread: await mailThreads.get(MAIL.id),
    sent: await sentMails.get('ef_1'),
    suppression: await suppressions.get(WORKSPACE, MAIL.address),
    listed: await suppressions.list(WORKSPACE, { limit: 10 }),
  };
}

const sets = { schema: { write, read }, mail: { write: writeMail, read: readMail } };
type Set = (typeof sets)[keyof typeof sets];
const setOf = (name: string): Set => sets[name.split('-', 1)[0] as keyof typeof sets];

/** All that were ever made: `schema-1`, `mail-1`… */
export const goldenNames = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

interface Golden {
  items: Record<string, Value | { base64: string }>[];
  values: unknown;
}

/** Memory ports over golden items, what is read by them, and what must be. */
export async function golden(name: string): Promise<{ ports: MemoryPorts; read: unknown; values: unknown }> {
  const { items, values } = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Golden;
  const ports = memoryPorts(new MemoryClock(T0));
  for (const item of items) {
    const attributes = Object.entries(item).map(([attribute, value]) => [
      attribute,
      typeof value === 'object' && 'base64' in value ? Uint8Array.from(Buffer.from(value.base64, 'base64')) : value,
    ]);
    await ports.table.put(Object.fromEntries(attributes) as Item);
  }
  return { ports, read: JSON.parse(JSON.stringify(await setOf(name).read(ports))), values };
}

async function make(name: string): Promise<void> {
  const ports = memoryPorts(new MemoryClock(T0));
  await setOf(name).write(ports);
  const items = ports.table.items.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([attribute, value]) => [
        attribute,
        value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
      ]),
    ),
  );
  const text = JSON.stringify({ items, values: await setOf(name).read(ports) }, null, 1);
  writeFileSync(join(FOLDER, `${name}.json`), `${text}\n`, { flag: 'wx' });
}

if (process.argv[1]?.endsWith('golden.ts') && process.argv[2]) await make(process.argv[2]);
