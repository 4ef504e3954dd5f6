import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import { LOCAL_ADMIN } from '../../local/iam';
import type { LocalStack } from '../../local/stack';
import { dataFolder } from '../local/services';
import type { Client } from './client';
import { givenStack, HOUR, later, MINUTE, SECOND, sharedStack } from './given';

const WAITS: [wait: string, millis: number][] = [
  ['PT0S', 0],
  ['PT40S', 40 * SECOND],
  ['PT2M59S', 179 * SECOND],
  ['PT3M', 3 * MINUTE],
  ['PT15M', 15 * MINUTE],
  ['PT15M1S', 15 * MINUTE + SECOND],
];

const note = (text: string) => ({ do: 'note.add', text });
const pause = (duration: string, more = {}) => ({ do: 'wait', duration, ...more });

/** When a workflow did something, so long after an instant. */
async function delays(someone: Client, workflowId: string, since: string): Promise<number[]> {
  const entries = await someone.outbox(workflowId);
  return entries.map(({ at }) => Date.parse(at) - Date.parse(since));
}

function expectOnTime(delay: number | undefined, due: number, what?: unknown) {
  expect({ what, delay, inTime: delay !== undefined && delay >= due && delay <= due + 5 * SECOND }).toEqual({
    what,
    delay,
    inTime: true,
  });
}

describe.each(['earliest', 'latest', 'hashed'] as const)('with a Scheduler that rings %s in its minute', (ring) => {
  const given = sharedStack({ ring, seed: `waits ${ring}` });

  test.each(WAITS)('a wait of %s is never early and at most 5 s late', async (wait, millis) => {
    const someone = await given.newcomer();
    const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait } });
    const began = (await someone.info()).now;
    await someone.customerSays('chat');
    await someone.advance(`PT${millis / SECOND + 90}S`);
    const [delay, ...more] = await delays(someone, waits, began);
    expectOnTime(delay, millis);
    expect(more).toEqual([]);
  });

  test('waits inside a run begin where the one before ended', async () => {
    const someone = await given.newcomer();
    const steps = [pause('PT3M'), note('first'), pause('PT40S'), note('second'), pause('PT0S'), note('third')];
    const waits = await someone.publish({ trigger: { type: 'message.customer' }, steps });
    const began = (await someone.info()).now;
    await someone.customerSays('chat');
    await someone.advance('PT5M');
    const [first, second, third, ...more] = await delays(someone, waits, began);
    expectOnTime(first, 3 * MINUTE);
    expectOnTime(second, first! + 40 * SECOND);
    expectOnTime(third, second!);
    expect(more).toEqual([]);
  });

  test('thirty chats at odd moments, 3 min and 40 s each', async () => {
    const someone = await given.newcomer();
    const long = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    const short = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT40S' } });
    const began = new Map<string, string>();
    for (let chat = 0; chat < 30; chat++) {
      began.set(`chat-${chat}`, await someone.advance(`PT${(chat * 7) % 23}S`));
      await someone.customerSays(`chat-${chat}`);
    }
    await someone.advance('PT5M');
    for (const [workflow, due] of [[long, 3 * MINUTE] as const, [short, 40 * SECOND] as const]) {
      const entries = await someone.outbox(workflow);
      expect(entries.map(({ conversationId }) => conversationId).sort()).toEqual([...began.keys()].sort());
      for (const { conversationId, at } of entries)
        expectOnTime(Date.parse(at) - Date.parse(began.get(conversationId)!), due, conversationId);
    }
  });
});

describe('a clock that stands', () => {
  const given = sharedStack();

  test.each([20, 60, 24 * 60])(
    'moved by exactly a wait of %s minutes, judges it at its very instant',
    async (minutes) => {
      const someone = await given.newcomer();
      const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: `PT${minutes}M` } });
      const began = (await someone.info()).now;
      await someone.customerSays('chat');
      await someone.settle();
      // Nothing is due before the last hour but the sweep, which would run 276 times in a day.
      const skipped = Math.max(0, minutes - 60);
      given.stack.clock.moveTo(Date.parse(began) + skipped * MINUTE);
      await someone.advance(`PT${minutes - skipped - 1}M59.999S`);
      expect(await delays(someone, waits, began)).toEqual([]);
      await someone.advance('PT0.001S');
      expect(await delays(someone, waits, began)).toEqual([minutes * MINUTE]);
    },
  );
});

describe('what cancels a wait', () => {
  const given = sharedStack({ ring: 'earliest' });

  test('a reply in its last second', async () => {
    const someone = await given.newcomer();
    const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    await someone.customerSays('chat');
    await someone.advance('PT2M59S');
    await someone.agentSays('chat');
    await someone.advance('PT10M');
    expect(await someone.did(waits)).toEqual([]);
  });

  test('an answer that arrives at the very instant, before the ring: it is never fired after what it waited for', async () => {
    const someone = await given.newcomer();
    const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT40S' } });
    await someone.customerSays('chat');
    await someone.advance('PT20S');
    const half = someone.advance('PT20S');
    const reply = someone.agentSays('chat');
    await Promise.all([half, reply]);
    await someone.advance('PT5M');
    const items = await someone.timeline('chat');
    const ends = items.flatMap(({ waits: ended = [] }) => ended).filter(({ kind }) => kind === 'customerWaiting');
    expect(ends).toHaveLength(1);
    expect(await someone.did(waits)).toHaveLength(ends[0]!.outcome === 'fired' ? 1 : 0);
  });

  test('each wait ends once: fired, cancelled or expired', async () => {
    const someone = await given.newcomer();
    await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT3M' } });
    await someone.customerSays('answered');
    await someone.customerSays('forgotten');
    await someone.agentSays('answered');
    await someone.advance('PT5M');
    await someone.agentSays('forgotten');
    const outcomes = async (subject: string) =>
      (await someone.timeline(subject))
        .flatMap(({ waits = [] }) => waits)
        .filter(({ kind }) => kind === 'customerWaiting');
    expect(await outcomes('answered')).toMatchObject([{ outcome: 'cancelled' }]);
    expect(await outcomes('forgotten')).toMatchObject([{ outcome: 'fired' }]);
  });
});

describe('alarms that get lost', () => {
  const given = sharedStack();

  test('of the Scheduler are made good by the sweep', async () => {
    const someone = await given.newcomer();
    const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT30M' } });
    const began = (await someone.info()).now;
    await someone.customerSays('chat');
    await someone.settle();
    expect(await loseSchedules(given.stack)).toBeGreaterThan(0);
    await someone.advance('PT40M');
    const [delay, ...more] = await delays(someone, waits, began);
    expect(more).toEqual([]);
    expect(delay).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(delay).toBeLessThanOrEqual(38 * MINUTE);
  });

  test('of the delays queue too', async () => {
    const someone = await given.newcomer();
    const waits = await someone.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT40S' } });
    await someone.customerSays('chat');
    await someone.settle();
    const delaysQueue = given.stack.sqs
      .queues()
      .find((name) => /delays/i.test(name) && given.stack.sqs.counts(name).delayed);
    given.stack.sqs.purge(delaysQueue!);
    await someone.advance('PT10M');
    expect(await someone.did(waits)).toEqual(['chat']);
  });
});

/** Deletes all schedules, as nobody should; how many there were. */
async function loseSchedules(stack: LocalStack): Promise<number> {
  const credentials = { accessKeyId: LOCAL_ADMIN, secretAccessKey: 'any' };
  const scheduler = new SchedulerClient({ endpoint: stack.endpoint, region: stack.region, credentials });
  const lost = stack.scheduler.pending().filter(({ name }) => !/sweep/i.test(name));
  for (const { group, name } of lost)
    await scheduler.send(new DeleteScheduleCommand({ GroupName: group, Name: name })).catch(() => undefined);
  scheduler.destroy();
  return lost.length;
}

describe('restarts', () => {
  test('waits go on where they were, and what was due fires once', async () => {
    const { folder: dataDir, remove } = dataFolder();
    const first = await givenStack({ dataDir });
    const waits = await first.client.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT10M' } });
    const short = await first.client.publish({ trigger: { type: 'chat.customerWaiting', wait: 'PT40S' } });
    const began = (await first.client.info()).now;
    await first.client.customerSays('chat');
    await first.client.advance('PT30S');
    await first.stop();

    const second = await givenStack({ dataDir });
    expect((await second.client.info()).now).toBe(later(began, 30 * SECOND));
    expect(second.client.apiKey).toBe(first.client.apiKey);
    await second.client.advance('PT5M');
    await second.stop();

    const third = await givenStack({ dataDir });
    await third.client.advance('PT10M');
    const [long, ...more] = await delays(third.client, waits, began);
    expectOnTime(long, 10 * MINUTE);
    expectOnTime((await delays(third.client, short, began))[0], 40 * SECOND);
    expect(more).toEqual([]);
    await third.stop();
    remove();
  });
});

describe('the longest waits', () => {
  const given = sharedStack();

  test('72 h after a message, a call and inside a run', async () => {
    const someone = await given.newcomer();
    const publish = (trigger: object, steps: object[] = [note('late')]) => someone.publish({ trigger, steps });
    const workflows = {
      waiting: await publish({ type: 'chat.customerWaiting', wait: 'PT72H' }),
      opened: await publish({ type: 'chat.customerWaiting', wait: 'P3D', timing: 'whenOpened' }),
      ended: await publish({ type: 'call.ended', wait: 'PT72H' }),
      inside: await publish({ type: 'message.customer' }, [pause('PT72H'), note('late')]),
    };
    const began = (await someone.info()).now;
    await someone.customerSays('chat');
    await someone.event('call', 'call.ended', { missedReason: 'userLeft' });
    await someone.settle();
    // Nothing else is due on the way; the sweep alone would run 860 times.
    given.stack.clock.moveTo(Date.parse(began) + 72 * HOUR - 10 * MINUTE);
    await someone.advance('PT12M');
    for (const [name, workflow] of Object.entries(workflows)) {
      const [delay, ...more] = await delays(someone, workflow, began);
      expectOnTime(delay, 72 * HOUR, name);
      expect(more).toEqual([]);
    }
  });
});
