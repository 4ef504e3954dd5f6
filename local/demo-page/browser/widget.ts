/** The shop's chat widget: what an author of one does with Threadkeeper's script. */
import type { Start } from '../../../sdk/browser/types';
import { CHANNEL, customers } from '../cast';
import type { Answering } from './asks';
import { draw, el, sendsByEnter } from './dom';
import { language, say } from './language';
import { Messages } from './messages';
import { network, type Tab } from './network';
import { desk, type Entry } from './server';
import { connection, remembered, visitor } from './visitor';

declare const Threadkeeper: { start: Start };
declare global {
  interface Window {
    tab?: Tab;
  }
}

const who = new URLSearchParams(location.search).get('who');
const customer = customers.find(({ key }) => key === who) ?? customers[0]!;
const me = customer.id === undefined ? visitor() : { customerId: customer.id };

let chat: string | undefined;
let entries: Entry[] = [];
let stage: 'looking' | 'start' | 'chat' | 'over' = 'looking';
let leave = () => {};

const answering: Answering = (answer, text) => void write(text, { answer });
const messages = new Messages({ of: 'customer', answering }, say.chat.title);
const status = el('p', { class: 'status', role: 'status' });
const text = el('textarea', { rows: '1', required: true, 'aria-label': say.chat.write, placeholder: say.chat.write });
const composer = el(
  'form',
  { class: 'composer', onsubmit: (event) => sent(event) },
  text,
  el('button', { class: 'main' }, say.chat.send),
);
const bar = el('div', { class: 'bar' });
const widget = el(
  'section',
  { class: 'widget card', 'aria-label': say.chat.title },
  bar,
  messages.element,
  status,
  composer,
);
const head = el('header', { class: 'shop-head' }, el('h1', {}, say.shop), el('p', {}, say.shopText));
document.querySelector('main')?.append(head, widget);

window.tab = network((isLost) => (status.textContent = isLost ? say.chat.offline : ''));
sendsByEnter(text);
show('looking');

const keeper = Threadkeeper.start({
  ...{ api: location.origin, channel: CHANNEL, language },
  ...(customer.id !== undefined && { jwt: () => desk.token(me.customerId) }),
});
const outcome = await keeper.ready;
if (outcome.result === 'resumed') enter(outcome.conversationId);
else if ('conversationId' in me && me.conversationId) enterAsVisitor(me.conversationId);
else show('start');
setInterval(poll, 700);

function show(next: typeof stage): void {
  stage = next;
  composer.hidden = stage !== 'chat';
  draw(bar, stage, () => [
    el('h2', {}, say.chat.title),
    stage === 'chat' && el('button', { type: 'button', onclick: () => close() }, say.chat.close),
    stage === 'looking' && el('span', {}, say.chat.looking),
    (stage === 'start' || stage === 'over') &&
      el(
        'button',
        { class: 'main', type: 'button', onclick: () => begin() },
        stage === 'over' ? say.chat.again : say.chat.start,
      ),
    stage === 'over' && el('p', {}, say.chat.over),
  ]);
}

function enter(conversationId: string): void {
  chat = conversationId;
  entries = [];
  messages.clear();
  show('chat');
  parent.dispatchEvent(new CustomEvent('demo:chat', { detail: conversationId }));
  void poll();
}

function enterAsVisitor(conversationId: string): void {
  remembered({ ...me, conversationId });
  leave = connection(conversationId);
  enter(conversationId);
}

async function begin(): Promise<void> {
  const conversationId = `demo-${crypto.randomUUID().slice(0, 8)}`;
  const { name, email, tier } = customer;
  const known = { id: me.customerId, language, member: customer.id !== undefined };
  const told = { ...known, ...(name && { name: name[language] }), ...(email && { email }), ...(tier && { tier }) };
  const page = { url: `${location.origin}/_local/demo`, title: say.shop };
  if (
    !(await attempt(() => desk.tell(conversationId, 'conversation.started', { by: 'customer', page, customer: told })))
  )
    return;
  if (customer.id === undefined) return enterAsVisitor(conversationId);
  keeper.connect(conversationId);
  enter(conversationId);
}

async function close(): Promise<void> {
  if (!chat || !(await attempt(() => desk.tell(String(chat), 'session.ended', { by: 'customer' })))) return;
  keeper.stop();
  leave();
  // Who comes to the next page has no chat, then.
  if (customer.id === undefined) remembered({ customerId: me.customerId });
  await poll();
  chat = undefined;
  show('over');
}

async function sent(event: Event): Promise<void> {
  event.preventDefault();
  const written = text.value.trim();
  if (written === '') return;
  text.value = '';
  if (!(await write(written))) text.value = written;
}

/** A link may have led into the chat of somebody else than who is logged in here. */
function myself(): { id: string; name?: string } {
  const { id, name } = (entries[0]?.data.customer ?? { id: me.customerId }) as { id: string; name?: string };
  return { id, ...(name !== undefined && { name }) };
}

function write(what: string, more: Record<string, unknown> = {}): Promise<boolean> {
  const message = { messageId: crypto.randomUUID(), author: { type: 'customer', ...myself() }, text: what, ...more };
  return attempt(() => desk.tell(String(chat), 'message.created', { ...message, customer: { id: myself().id } }));
}

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    status.textContent = '';
    void poll();
    return true;
  } catch {
    status.textContent = say.chat.notSent;
    return false;
  }
}

async function poll(): Promise<void> {
  if (!chat || document.visibilityState === 'hidden') return;
  const [of, after] = [chat, entries.at(-1)?.seq ?? 0];
  const more = await desk.entries(of, after).catch(() => []);
  if (of !== chat || after !== (entries.at(-1)?.seq ?? 0) || more.length === 0) return;
  entries = [...entries, ...more];
  messages.update(entries);
  read(more);
}

/** Whoever looks at the chat has read it. */
function read(more: readonly Entry[]): void {
  const last = more.findLast(
    ({ from, type, data }) => from === 'threadkeeper' && type === 'message.send' && data.messageId,
  );
  const wasRead =
    last && entries.some(({ type, data }) => type === 'message.read' && data.upToMessageId === last.data.messageId);
  if (chat && last && !wasRead) desk.tell(chat, 'message.read', { upToMessageId: last.data.messageId }).catch(() => {});
}
