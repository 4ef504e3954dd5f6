import { MemoryClock } from '../../src/adapters/memory/memory-clock';
import { memoryPorts } from '../../src/adapters/memory/memory-ports';
import type { QueueName } from '../../src/ports/receipts';
import { type Arrived, MINUTE, type Subject, T0 } from './subject';

/** The memory adapters; this harness plays the readers of their queues and the Scheduler. */
export async function memorySubject(): Promise<Subject> {
  const ports = memoryPorts(new MemoryClock(T0));
  const { clock, queues, timers, outbound, mail, mailStore } = ports;
  const rung: Arrived[] = [];
  const taken = new Set<object>();
  const reachable = (queue: QueueName) =>
    queues.sent.filter(
      (sent) =>
        sent.queue === queue &&
        !sent.isRepeat &&
        !taken.has(sent) &&
        sent.at + (sent.delaySeconds ?? 0) * 1000 <= clock.now(),
    );
  return {
    ...ports,
    async outside(next) {
      if (next === 'refuses') outbound.next.push({ kind: 'refused', reason: 'as told', forGood: false });
      if (next === 'breaks off') outbound.next.push({ kind: 'ambiguous', reason: 'as told' });
      if (next === 'answers')
        outbound.next.push({ kind: 'answer', status: 201, headers: { 'x-a': 'b' }, body: '{"ok":true}' });
    },
    async mailing(next) {
      if (next === 'fails' || next === 'breaks off') mail.next.push({ kind: 'ambiguous', reason: 'as told' });
      else mail.next.push({ kind: 'refused', reason: 'as told', forGood: next === 'rejects' });
    },
    posted: async () => mail.sent.map(({ email: { from: _, ...data }, note }) => ({ ...note, data })),
    async download(link) {
      const key = decodeURIComponent(/^memory:([^?]*)/.exec(link)?.[1] ?? '');
      const { bytes, type, name } = mailStore.files.get(key) ?? missing(link);
      return { bytes: Buffer.from(bytes), type, name };
    },
    async pass(millis) {
      clock.pass(millis);
      for (const { name, minute } of timers.armed) {
        if (minute + MINUTE > clock.now()) continue;
        rung.push({ body: JSON.parse(timers.take(name)?.input ?? 'null') });
      }
    },
    async arrived(queue) {
      const messages = reachable(queue);
      for (const message of messages) taken.add(message);
      const sent = messages.map(({ body, group }) => ({
        body: JSON.parse(body),
        ...(group !== undefined && { group }),
      }));
      return queue === 'delays' ? [...rung.splice(0), ...sent] : sent;
    },
    alarms: async () => timers.armed.map(({ minute }) => minute),
    stop: async () => {},
  };
}

function missing(link: string): never {
  throw new Error(`Nothing is at ${link}`);
}
