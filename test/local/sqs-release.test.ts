/** What a process held when it was killed comes again at once when the stack is started anew. */
import { expect, test } from '@jest/globals';
import { createClock } from '../../local/clock';
import { createSqs } from '../../local/sqs';
import { MEMORY, openStore } from '../../local/store';
import { ACCOUNT, FIFO, REGION, T0 } from './services';

test('what is in flight is visible at once, what is delayed stays delayed', () => {
  const store = openStore(MEMORY);
  const clock = createClock(store, { frozen: true, startAt: T0 });
  const sqs = createSqs({ store, clock, account: ACCOUNT, region: REGION });
  sqs.createQueue('events.fifo', { ...FIFO, VisibilityTimeout: '360' });
  sqs.createQueue('delays', {});
  for (const body of ['first', 'second']) {
    sqs.send('events.fifo', { MessageBody: body, MessageGroupId: 'chat-1', MessageDeduplicationId: body });
  }
  sqs.send('delays', { MessageBody: 'ring', DelaySeconds: 60 });
  expect(sqs.receive('events.fifo')).toHaveLength(1);
  expect(sqs.deliverable('events.fifo')).toBe(false);

  sqs.releaseInFlight();

  const [again] = sqs.receive('events.fifo');
  expect(again).toMatchObject({ Body: 'first', Attributes: { ApproximateReceiveCount: '2' } });
  expect(sqs.counts('delays')).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
  clock.close();
  store.close();
});
