/** What the functions do with e-mail, both ways. */
import type { SentEmail } from '../../local/ses/mails';
import type { Step } from './exercises';
import type { World } from './world';

const MINUTE = 60_000;
/** Lambda tries twice more, a minute and two later. */
const TRIED = 10 * MINUTE;
const FILE = {
  name: 'photo.png',
  type: 'image/png',
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==',
};
/** More than a receipt may name, so that mail-in fails on each try. */
const TOO_MANY = 501;
/** Longer than a key of the table may be. */
const TOO_LONG = 3_000;
const ON = { continuity: { enabled: true, delay: 'PT0S' } };
const OFF = { continuity: { enabled: false } };
let serial = 0;

/** A customer who left has an answer in the mailbox. */
async function mailed({ stack, api, settings }: World, run: string): Promise<SentEmail | undefined> {
  await settings(ON);
  const id = `${run}-mail-${++serial}`;
  const address = `${id}@customer.example`;
  const said = (author: object, more: object = {}) => ({
    ...{ specversion: '1.0', id: `${id}-${++serial}`, source: 'web', subject: id, type: 'message.created' },
    data: { messageId: `m-${serial}`, author, text: 'Is it there?', ...more },
  });
  await api.post('/v1/events', [said({ type: 'customer', id }, { customer: { id, name: 'Kim', email: address } })]);
  await api.post('/v1/events', [said({ type: 'agent', id: 'ag' })]);
  await stack.atRest();
  await stack.advance(MINUTE);
  // Elsewhere other waits are to be the first.
  await settings(OFF);
  return stack.mailbox.sent().find(({ to }) => to.includes(address));
}

/** Something that the customer does with the e-mail, if it was sent. */
const withMail =
  (act: (mail: SentEmail, world: World) => unknown): Step =>
  async (world, run) => {
    const mail = await mailed(world, run);
    if (mail) await act(mail, world);
  };

interface Timeline {
  items: { event?: { data: { files?: { url: string }[] }; email?: { original?: string } } }[];
}

/** Of the conversation that the e-mail is about. */
const nameOf = ({ to: [address = ''] }: SentEmail) => address.slice(0, address.indexOf('@'));

export const performsMail: readonly Step[] = [withMail(() => undefined)];

/** An agent looks at what the customer attached, and at the whole e-mail. */
async function openLinks({ to: [address = ''] }: SentEmail, { stack, api }: World): Promise<void> {
  await stack.atRest();
  const told = await api.list(`/v1/conversations/web/${address.split('@')[0]}/timeline`);
  for (const [link] of JSON.stringify(told).matchAll(/https?:[^"]*\/files\/[^"]*/g)) await fetch(link);
}

export const asksOfMail: readonly Step[] = [
  withMail(async (mail, world) => {
    await world.stack.mailbox.reply(mail, { text: 'Here it is', client: 'gmail', files: [FILE] });
    await openLinks(mail, world);
  }),
  async ({ settings }) => {
    await settings(ON);
    await settings(OFF);
  },
  withMail(async (mail, { stack, api }) => {
    await stack.mailbox.reply(mail, { text: 'See the photo', client: 'gmail', files: [FILE] });
    await stack.atRest();
    const { items } = await api.get<Timeline>(`/v1/conversations/web/${nameOf(mail)}/timeline?limit=100`);
    const links = items.flatMap(({ event }) => [event?.email?.original, event?.data.files?.[0]?.url]);
    const [original, photo] = links.filter((link) => link !== undefined);
    if (!original || !photo) throw new Error('The e-mail and its photo are not in the conversation.');
    for (const link of [original, photo]) await fetch(link, { redirect: 'manual' });
  }),
  async (world) => {
    deadLetter(world, receipt(world, 'retried'));
    await world.stack.advance(10 * MINUTE);
    for (const { id } of await world.api.list<{ id: string }>('/v1/parked'))
      await world.api.post(`/v1/parked/${id}/retry`);
  },
];

/** E-mails that were parked since they are not in the mail store. */
async function missing({ api }: World): Promise<number> {
  const parked = await api.list<{ reason: string }>('/v1/parked');
  return parked.filter(({ reason }) => reason.includes('not in the mail store')).length;
}

export const sweepsMail: readonly Step[] = [
  (world) => deadLetter(world, 'a dead letter'),
  ({ stack }) => stack.advance(10 * MINUTE),
];

export const takesMail: readonly Step[] = [
  withMail((mail, { stack }) => stack.mailbox.reply(mail, { text: 'Yes, thank you', client: 'gmail', files: [FILE] })),
  withMail(async ({ replyTo = '' }, world) => {
    const before = await missing(world);
    send(world, receipt(world, `gone-${++serial}`, replyTo));
    await world.stack.atRest();
    if ((await missing(world)) === before) throw new Error('An e-mail that is not there was not parked.');
  }),
  (world) => send(world, { ...receipt(world, 'newer'), schema: 2 }),
  (world) => send(world, 'nothing that can be read'),
  withMail((mail, { stack }) => {
    const recipients = Array.from({ length: TOO_MANY }, () => mail.replyTo ?? '');
    stack.mailbox.deliver({ raw: Buffer.from('Subject: Hello\r\n\r\nHello'), mailFrom: 'a@b.example', recipients });
  }),
  ({ stack }) => stack.advance(TRIED),
];

export const takesFeedback: readonly Step[] = [
  withMail((mail, { stack }) => stack.mailbox.bounce(mail, 'permanent')),
  withMail((mail, { stack }) =>
    stack.mailbox.bounce({ ...mail, tags: { ...mail.tags, effectId: ['e'.repeat(TOO_LONG)] } }, 'permanent'),
  ),
  ({ stack }) => stack.advance(TRIED),
];

/** As mail-in parks what it may take later. */
function receipt({ info, stack }: World, messageId: string, to = 'reply+nobody@reply.threadkeeper.test') {
  const verdict = 'PASS' as const;
  return {
    ...{ schema: 1, ref: { workspaceId: info.workspaceId, channelId: 'web', conversationId: 'mail' } },
    receipt: {
      ...{ messageId, recipients: [to], source: '', receivedAt: stack.clock.now() },
      ...{
        key: `inbound/${messageId}`,
        verdicts: { spam: verdict, virus: verdict, spf: verdict, dkim: verdict, dmarc: verdict },
      },
    },
  };
}

const send = ({ stack, told }: World, message: unknown) =>
  stack.sqs.send(told('mail-in', 'mailFailedQueueUrl'), { MessageBody: text(message) });

const deadLetter = ({ stack, told }: World, message: unknown) =>
  stack.sqs.send(told('sweep', 'mailFailedDlqUrl'), { MessageBody: text(message) });

const text = (message: unknown): string => (typeof message === 'string' ? message : JSON.stringify(message));
