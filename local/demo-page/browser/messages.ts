/** What was said and done in a chat, as its customer sees it, or its agents, who see more. */
import { agentName } from '../cast';
import { type Answering, askOf, openAsks } from './asks';
import { type Child, el, endInSight } from './dom';
import { language, say } from './language';
import { link, linked } from './links';
import type { Entry } from './server';

export interface Perspective {
  of: 'customer' | 'agent';
  answering?: Answering;
}

const SAID = ['message.created', 'message.send', 'message.buttons', 'form.send', 'ask.once', 'survey.send'];
const FOR_CUSTOMER = ['conversation.assigned', 'conversation.resumed', 'conversation.close', 'session.ended'];
const FOR_AGENT = [
  ...['conversation.started', 'conversation.queued', 'conversation.wrapUp', 'session.windowClosed'],
  ...['capacity.reserved', 'capacity.released', 'note.add', 'agent.notify'],
];

/** Draws what is new below what is there; an entry is drawn again only when it can no longer be answered. */
export class Messages {
  readonly element: HTMLElement;
  readonly #perspective: Perspective;
  #drawn: { id: string; isOpen: boolean; node: Element }[] = [];

  constructor(perspective: Perspective, label: string) {
    this.#perspective = perspective;
    this.element = endInSight(el('div', { class: 'messages', role: 'log', 'aria-label': label, tabindex: '0' }));
  }

  update(entries: readonly Entry[]): void {
    const open = openAsks(entries);
    const { of } = this.#perspective;
    const shown = entries.filter((entry) => isFor(entry, of) && !isOwnDeed(entry, of)).filter(isNews);
    if (shown[0]?.id !== this.#drawn[0]?.id) this.clear();
    for (const [at, entry] of shown.entries()) {
      const [before, isOpen] = [this.#drawn[at], open.has(entry.id)];
      if (before?.id === entry.id && before.isOpen === isOpen) continue;
      const node = drawn(entry, isOpen, this.#perspective);
      if (before) before.node.replaceWith(node);
      else this.element.append(node);
      this.#drawn[at] = { id: entry.id, isOpen, node };
    }
  }

  clear(): void {
    this.#drawn = [];
    this.element.replaceChildren();
  }
}

const isFor = ({ type }: Entry, of: Perspective['of']) =>
  SAID.includes(type) || FOR_CUSTOMER.includes(type) || (of === 'agent' && FOR_AGENT.includes(type));

/** The widget says so itself. */
const isOwnDeed = ({ type, data }: Entry, of: Perspective['of']) =>
  of === 'customer' && type === 'session.ended' && data.by === 'customer';

/** Who comes back by a link, and then connects, comes back once: what was just told is not told again. */
function isNews(entry: Entry, at: number, all: readonly Entry[]): boolean {
  if (!FOR_CUSTOMER.includes(entry.type)) return true;
  const before = all.slice(0, at).findLast(({ type }) => SAID.includes(type) || type === entry.type);
  return before?.type !== entry.type || happened(before) !== happened(entry);
}

function drawn(entry: Entry, isOpen: boolean, { of, answering }: Perspective): Element {
  if (entry.type === 'note.add' || entry.type === 'agent.notify') return bubble(entry, 'note', say.chat.note);
  if (!SAID.includes(entry.type)) return el('p', { class: 'happened' }, happened(entry));
  const author = entry.data.author as { type?: Author; id?: string; name?: string } | undefined;
  const type = author?.type ?? 'bot';
  const name = author?.name ?? (type === 'agent' && author?.id ? agentName(author.id, language) : say.chat.by[type]);
  const isMine = (type === 'customer') === (of === 'customer');
  const via = entry.data.via === 'email' ? ` · ${say.chat.mailed}` : '';
  const node = bubble(entry, `${isMine ? 'mine' : 'theirs'} by-${type}`, name + via);
  const ask = askOf(entry, isOpen ? answering : undefined);
  if (ask) node.append(ask);
  return node;
}

type Author = keyof typeof say.chat.by;

function bubble({ at, data }: Entry, kind: string, who: string): HTMLElement {
  const text = String(data.text ?? data.question ?? '');
  const files = (data.files ?? []) as { name: string; type?: string; url: string }[];
  const { label, url } = (data.link ?? {}) as { label?: string; url?: string };
  return el(
    'article',
    { class: `bubble ${kind}` },
    el('header', {}, el('b', { dir: 'auto' }, who), el('time', { datetime: at }, at.slice(11, 16))),
    text !== '' && el('p', { dir: 'auto' }, ...linked(text)),
    ...files.map(fileOf),
    url !== undefined && el('p', {}, link(url, label ?? url)),
  );
}

function fileOf({ name, type = '', url }: { name: string; type?: string; url: string }): Child {
  if (!/^https?:/.test(url)) return el('p', {}, name);
  const inside = type.startsWith('image/') ? el('img', { src: url, alt: name }) : name;
  return el('p', {}, el('a', { href: url, target: '_blank', rel: 'noopener' }, inside));
}

function happened({ type, data }: Entry): string {
  const words = say.chat.happened[type];
  // Who has closed the window may not be the one who goes on.
  const agentId = data.sameAgent === false ? '' : String(data.agentId ?? data.teamId ?? '');
  const detail = type === 'session.ended' ? String(data.by) : agentId && agentName(agentId, language);
  return typeof words === 'function' ? words(detail) : (words ?? type);
}
