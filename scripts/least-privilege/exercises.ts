import { twilioSignature } from '../../src/channels/twilio-voice/signature';
import { signatureHeaders } from '../../src/channels/webhook/signature';
import type { ConfigName, FunctionName } from '../../src/config';
import { formatInstant } from '../../src/engine/time';
import { asksOfMail, performsMail, sweepsMail, takesFeedback, takesMail } from './mail-exercises';
import { CALLS_BACK, MENU_NUMBER, type World } from './world';

/** One thing done to the stack, in conversations whose names begin with `run`; what it causes is awaited by the caller. */
export type Step = (world: World, run: string) => unknown;

/** Counters are shared with the table fifty events at a time. */
const MANY = 60;
const MINUTE = 60_000;

/** A function, or what calls without one. */
export type Exercised = FunctionName | 'scheduler';

/** What makes each function use everything it may do. */
export const exercises: Readonly<Record<Exercised, readonly Step[]>> = {
  webhook: [(world, run) => webhook(world, [said(run)]), (world, run) => webhook(world, many(run))],
  voice: [
    (world, run) => call(world, run, 'ringing'),
    (world, run) => call(world, run, 'ringing'),
    async (world, run) => call(world, run, 'in-progress', { Digits: '1' }, await askedBy(world, run)),
    (world, run) => ends(world, run),
    // A wait that nothing is left to wait for is cancelled by whatever comes next.
    ({ api, workflows }) => api.post(`/v1/workflows/${workflows.get(CALLS_BACK)}/pause`),
    (world, run) => call(world, run, 'completed', { DialCallStatus: 'no-answer' }),
    ({ api, workflows }) => api.post(`/v1/workflows/${workflows.get(CALLS_BACK)}/publish`),
  ],
  api: [
    ({ api }) => api.get('/v1/workflows'),
    (world, run) => tell(world, said(run)),
    (world, run) => command(world, run, 'message', { text: 'A bot speaks' }),
    (world, run) => command(world, run, 'snooze', { duration: 'PT1H' }),
    (world, run) => command(world, run, 'close'),
    (world, run) => command(world, run, 'message', { text: 'An agent speaks', author: { type: 'agent', id: 'ag' } }),
    async ({ api }) => api.delete(`/v1/keys/${(await api.post<{ id: string }>('/v1/keys', newKey)).id}`),
    (world, run) => tell(world, ...many(run)),
    ...asksOfMail,
  ],
  evaluate: [
    (world, run) => tell(world, said(run)),
    (world, run) => tell(world, event(run, 'conversation.snoozed', { until: inAnHour(world) })),
    (world, run) => tell(world, event(run, 'conversation.closed', { by: 'agent' })),
    (world, run) => tell(world, said(run, { type: 'agent', id: 'ag' })),
    (world, run) => enqueue(world, 'eventsQueueUrl', { kind: 'event', event: { schema: 2, subject: run } }, run),
    (world, run) => enqueue(world, 'eventsQueueUrl', { kind: 'event', event: unreadable(run) }, `${run}-unreadable`),
  ],
  ring: [
    (world, run) => enqueue(world, 'delaysQueueUrl', ring(world, run, 0)),
    (world, run) => enqueue(world, 'delaysQueueUrl', ring(world, run, MINUTE)),
    (world, run) => enqueue(world, 'delaysQueueUrl', { ...ring(world, run, 0), schema: 2 }),
  ],
  perform: [
    (world, run) => tell(world, said(run), event(run, 'conversation.closed', { by: 'agent' })),
    (world, run) => {
      world.stack.outside.addFault({ status: 503, times: 2 });
      return tell(world, said(`${run}-again`), event(`${run}-again`, 'conversation.closed', { by: 'agent' }));
    },
    (world, run) => enqueue(world, 'actionsQueueUrl', 'nothing that can be read', run),
    ...performsMail,
  ],
  sweep: [
    (world, run) => tell(world, said(run)),
    (world, run) => enqueue(world, 'eventsDlqUrl', 'a dead letter', run),
    (world, run) => enqueue(world, 'actionsDlqUrl', 'a dead letter', run),
    (world) => enqueue(world, 'slowDlqUrl', 'a dead letter'),
    (world) => enqueue(world, 'delaysDlqUrl', 'a dead letter'),
    (world, run) => command(world, run, 'snooze', { duration: 'PT1M' }),
    // Its alarm gets lost: overdue two minutes after it should have rung, then found within five.
    ({ stack, told }) => stack.sqs.purge(told('api', 'delaysQueueUrl')),
    ({ stack }) => stack.advance(10 * MINUTE),
    ...sweepsMail,
  ],
  'mail-in': takesMail,
  'mail-feedback': takesFeedback,
  scheduler: [
    (world, run) => tell(world, said(run)),
    (world, run) => command(world, run, 'snooze', { duration: 'PT1H' }),
    ({ stack }) => stack.advance(61 * MINUTE),
  ],
};

const newKey = { name: 'to be deleted', scope: 'read' };
let serial = 0;

function event(subject: string, type: string, data: object) {
  return { specversion: '1.0', id: `least-privilege-${++serial}`, source: 'web', subject, type, data };
}

function said(subject: string, author: object = { type: 'customer', id: 'cu' }) {
  return event(subject, 'message.created', { messageId: `m-${++serial}`, author, text: 'Is anybody there?' });
}

function many(run: string) {
  return Array.from({ length: MANY }, () => event(run, 'customer.updated', { customer: { id: run, name: 'Kim' } }));
}

const inAnHour = ({ stack }: World) => formatInstant(stack.clock.now() + 60 * MINUTE);

/** Parked, and followed by a ring. */
const unreadable = (subject: string) => ({ schema: 1, workspaceId: 'local', channelId: 'web', subject });

const tell = ({ api }: World, ...events: object[]) => api.post('/v1/events', events);

const command = ({ api }: World, conversation: string, name: string, body: object = {}) =>
  api.post(`/v1/conversations/web/${conversation}/${name}`, body);

async function webhook({ stack, info }: World, events: object[]): Promise<void> {
  const channel = info.channels.find(({ id }) => id === 'web');
  if (!channel) throw new Error('There is no channel web.');
  const body = JSON.stringify(events);
  const signed = signatureHeaders([channel.secret], `wh-${++serial}`, stack.clock.now(), Buffer.from(body));
  const headers = { 'content-type': 'application/json', ...signed };
  const { status } = await fetch(channel.webhookUrl, { method: 'POST', headers, body });
  if (status >= 300) throw new Error(`The webhook was answered ${status}.`);
}

const sidOf = (run: string) => `CA${run.replaceAll('-', '')}`;

/** A request of Twilio about a call; answers the first URL in its answer that asks for the caller's keys. */
async function call({ info }: World, run: string, CallStatus: string, more = {}, url?: string): Promise<string> {
  const channel = info.channels.find(({ id }) => id === 'phone');
  if (!channel) throw new Error('There is no channel phone.');
  const parties = { From: '+821012345678', To: MENU_NUMBER, Direction: 'inbound' };
  const form = { CallSid: sidOf(run), CallStatus, ...parties, ...more };
  const params = new Map(Object.entries(form).map(([name, value]) => [name, [String(value)]]));
  const target = url ?? channel.webhookUrl;
  const headers = { 'x-twilio-signature': twilioSignature(channel.secret, target, params) };
  const response = await fetch(target, { method: 'POST', headers, body: new URLSearchParams(form) });
  const twiml = await response.text();
  if (!response.ok) throw new Error(`The call was answered ${response.status}.`);
  return /<Gather[^>]* action="([^"]+)"/.exec(twiml)?.[1]?.replaceAll('&amp;', '&') ?? '';
}

/** Asked again, it is the same menu. */
const askedBy = (world: World, run: string) => call(world, run, 'ringing');

const ends = (world: World, run: string) =>
  call(world, run, 'completed', { CallbackSource: 'call-progress-events', SequenceNumber: '0' });

/** Puts a message where only functions do; of a FIFO queue, with its group. */
function enqueue({ stack, told }: World, queue: ConfigName, message: unknown, group?: string): void {
  const url = told('api', queue) || told('sweep', queue);
  const fifo = group && { MessageGroupId: group, MessageDeduplicationId: `least-privilege-${++serial}` };
  stack.sqs.send(url, { MessageBody: typeof message === 'string' ? message : JSON.stringify(message), ...fifo });
}

function ring({ stack, info }: World, subject: string, dueIn: number) {
  const now = stack.clock.now();
  return { schema: 1, workspaceId: info.workspaceId, channelId: 'web', subject, due: now + dueIn, receivedAt: now };
}
