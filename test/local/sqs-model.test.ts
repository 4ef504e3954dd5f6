import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClock } from '../../local/clock';
import type { SqsFront } from '../../local/front';
import { createSqs } from '../../local/sqs';
import { MEMORY, openStore } from '../../local/store';
import { ACCOUNT, dataFolder, FIFO, REGION, SECOND, T0 } from './services';

const VISIBILITY = 30 * SECOND;
const DEDUPE = 300 * SECOND;

interface Sent {
  body: string;
  group: string;
  visible: number;
  received: number;
}

/** What a FIFO queue promises, said as simply as can be: a list, and a look through it from the front. */
class Model {
  #messages: Sent[] = [];
  #seen = new Map<string, number>();
  readonly #delay: number;
  now = T0;

  constructor(delay: number) {
    this.#delay = delay;
  }

  send(group: string, dedupe: string, body: string) {
    const key = `${group}/${dedupe}`;
    if ((this.#seen.get(key) ?? 0) > this.now) return;
    this.#seen.set(key, this.now + DEDUPE);
    this.#messages.push({ body, group, visible: this.now + this.#delay, received: 0 });
  }

  receive(max: number): Sent[] {
    const isHidden = (message: Sent) => message.visible > this.now;
    const blocked = new Set(this.#messages.filter((m) => m.received > 0 && isHidden(m)).map(({ group }) => group));
    const taken: Sent[] = [];
    for (const message of this.#messages) {
      if (isHidden(message)) blocked.add(message.group);
      if (!blocked.has(message.group) && taken.length < max) taken.push(message);
    }
    for (const message of taken) {
      message.received += 1;
      message.visible = this.now + VISIBILITY;
    }
    return taken;
  }

  /** Whether a handle, got on that receive of the message, still holds it. */
  holds(message: Sent, receive: number): boolean {
    return this.#messages.includes(message) && message.received === receive && message.visible > this.now;
  }

  delete(message: Sent) {
    this.#messages = this.#messages.filter((other) => other !== message);
  }

  has(message: Sent) {
    return this.#messages.includes(message);
  }
}

type Step =
  | { do: 'send'; group: string; dedupe: string }
  | { do: 'receive'; max: number }
  | { do: 'delete' | 'release'; receipt: number }
  | { do: 'pass'; seconds: number }
  | { do: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      group: fc.constantFrom('a', 'b', 'c'),
      dedupe: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'release' as const), receipt: fc.nat(20) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(1, 5, 29, 30, 299, 300) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

test('a FIFO queue does what the model says, whatever is done to it in whatever order, restarts included', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), fc.constantFrom(0, 5), (steps, delay) => {
      const model = new Model(delay * SECOND);
      const front = opened(delay);
      const receipts: { sent: Sent; receive: number; handle: string }[] = [];
      steps.forEach((taken, index) => {
        if (taken.do === 'send') {
          const [group, dedupe, body] = [taken.group, taken.dedupe, `m${index}`];
          model.send(group, dedupe, body);
          front.sqs.send('q.fifo', { MessageBody: body, MessageGroupId: group, MessageDeduplicationId: dedupe });
        } else if (taken.do === 'receive') {
          const expected = model.receive(taken.max);
          expect(front.sqs.deliverable('q.fifo')).toBe(expected.length > 0);
          const got = front.sqs.receive('q.fifo', { max: taken.max });
          expect(got.map(({ Body, Attributes }) => [Body, Attributes.ApproximateReceiveCount])).toEqual(
            expected.map(({ body, received }) => [body, String(received)]),
          );
          expected.forEach((sent, at) => {
            receipts.push({ sent, receive: sent.received, handle: got[at]!.ReceiptHandle });
          });
        } else if (taken.do === 'pass') {
          model.now += taken.seconds * SECOND;
          front.clock.moveTo(model.now);
        } else if (taken.do === 'restart') front.restart();
        else settle(model, front.sqs, taken.do, receipts[taken.receipt]);
      });
      front.stop();
    }),
    { numRuns: 300 },
  );
});

/** Deletes with a receipt, or gives the message back at once; with a stale one both must fail and change nothing. */
function settle(
  model: Model,
  sqs: SqsFront,
  how: 'delete' | 'release',
  receipt: { sent: Sent; receive: number; handle: string } | undefined,
) {
  if (!receipt) return;
  const { sent, receive, handle } = receipt;
  const act = () => (how === 'delete' ? sqs.delete('q.fifo', handle) : sqs.changeVisibility('q.fifo', handle, 0));
  if (model.holds(sent, receive)) {
    act();
    if (how === 'delete') model.delete(sent);
    else sent.visible = model.now;
  } else if (how === 'delete' && !model.has(sent)) act();
  else expect(act).toThrow('ReceiptHandle is invalid');
}

function opened(delay: number) {
  const store = openStore(MEMORY);
  const clock = createClock(store, { frozen: true, startAt: T0 });
  const open = () => createSqs({ store, clock, account: ACCOUNT, region: REGION });
  const front = {
    clock,
    sqs: open(),
    restart() {
      front.sqs.close();
      front.sqs = open();
    },
    stop() {
      clock.close();
      store.close();
    },
  };
  front.sqs.createQueue('q.fifo', { ...FIFO, DelaySeconds: String(delay) });
  return front;
}

/** Sends and receives for ever, saying after each call what the front had answered. */
const ENDLESS = `
  const { openStore } = await import('./local/store.ts');
  const { createClock } = await import('./local/clock.ts');
  const { createSqs } = await import('./local/sqs.ts');
  const store = openStore(process.argv[1]);
  const clock = createClock(store, { frozen: true, startAt: ${T0} });
  const sqs = createSqs({ store, clock, account: '${ACCOUNT}', region: '${REGION}' });
  sqs.createQueue('q', {});
  const { writeSync } = await import('node:fs');
  for (let n = 0; ; n++) {
    sqs.send('q', { MessageBody: String(n) });
    writeSync(1, 'sent ' + n + '\\n');
    if (n % 3 > 0) continue;
    const [message] = sqs.receive('q');
    sqs.delete('q', message.ReceiptHandle);
    writeSync(1, 'deleted ' + message.Body + '\\n');
  }`;

test('kill -9 loses nothing that was answered, and brings back nothing that was deleted', async () => {
  const { folder, remove } = dataFolder();
  const child = spawn(process.execPath, [
    '--no-warnings',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    ENDLESS,
    folder,
  ]);
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === 400) child.kill('SIGKILL');
  }
  const answered = (what: string) => said.filter((line) => line.startsWith(what)).map((line) => line.split(' ')[1]!);
  const store = openStore(folder);
  const clock = createClock(store, { frozen: true });
  const sqs = createSqs({ store, clock, account: ACCOUNT, region: REGION });
  clock.moveTo(T0 + VISIBILITY);
  const left = new Set<string>();
  for (let batch = sqs.receive('q', { max: 10 }); batch.length > 0; batch = sqs.receive('q', { max: 10 }))
    for (const { Body } of batch) left.add(Body);
  const deleted = new Set(answered('deleted'));
  // The call under way when it was killed may have happened or not: at most one message either way.
  const missing = answered('sent').filter((body) => !deleted.has(body) && !left.has(body));
  expect(missing.length).toBeLessThanOrEqual(1);
  expect([...deleted].filter((body) => left.has(body))).toEqual([]);
  expect(deleted.size).toBeGreaterThan(50);
  clock.close();
  store.close();
  remove();
});
