/** Events per second through the embedded stack, end to end: HTTP in, evaluated, one effect in ten performed. */
import { seed } from '../local/seed';
import { startStack } from '../local/stack';
import { MEMORY } from '../local/store';

export interface StackSpeed {
  events: number;
  effects: number;
  eventsPerSecond: number;
}

const CHATS = 60;
const MESSAGES = 10;

export async function post(url: string, apiKey: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<Record<string, unknown>>;
}

function batch(round: number) {
  return Array.from({ length: CHATS }, (_, chat) => ({
    specversion: '1.0',
    id: `e-${chat}-${round}`,
    source: 'web',
    subject: `chat-${chat}`,
    type: 'message.created',
    data: {
      messageId: `m-${round}`,
      author: { type: 'customer', id: `cu-${chat}` },
      text: round === 0 ? '반품할래요' : `message ${round}`,
    },
  }));
}

/** @param assembly folder of the synthesized app. Time counts from the first request until everything is processed. */
export async function benchStack(assembly: string): Promise<StackSpeed> {
  const stack = await startStack({ assembly, port: 0, dataDir: MEMORY, frozen: true });
  try {
    const { apiKey } = await seed(stack, MEMORY);
    const filter = { fact: 'message.text', op: 'contains', value: '반품' };
    const workflow = {
      name: 'returns',
      trigger: { type: 'message.customer' },
      filter,
      steps: [{ do: 'note.add', text: 'return' }],
    };
    const { id } = await post(stack.url, apiKey, '/v1/workflows', workflow);
    await post(stack.url, apiKey, `/v1/workflows/${id}/publish`, {});
    const start = performance.now();
    for (let round = 0; round < MESSAGES; round++) await post(stack.url, apiKey, '/v1/events', batch(round));
    await post(stack.url, apiKey, '/_local/settle', {});
    const seconds = (performance.now() - start) / 1000;
    const events = CHATS * MESSAGES;
    return { events, effects: stack.outside.outbox().length, eventsPerSecond: Math.round(events / seconds) };
  } finally {
    await stack.stop();
  }
}
