/** The conversations as agents see them: status, whose they are, and whether the customer is there. */
import { agentName } from '../cast';
import type { Board, Seen } from './board';
import { draw, el } from './dom';
import { language, say } from './language';
import type { ConversationState } from './server';
import { left } from './times';

/** Shorter than this is no wait for a sign of life: the widget has said that the page goes. */
const GRACE_MS = 5_000;

export function chatList(board: Board) {
  const list = el('ul', { class: 'chats' });
  const element = el(
    'section',
    { class: 'card list', 'aria-label': say.agent.chats },
    el('h3', {}, say.agent.chats),
    list,
  );
  const update = () => {
    const rows = board.chats.map((seen) => ({
      seen,
      presence: presenceOf(seen.state, board.now),
      isChosen: seen === board.chosen,
    }));
    draw(
      list,
      rows.map(({ seen, ...rest }) => [seen.conversationId, seen.state?.version, rest]),
      () => (rows.length > 0 ? rows.map((row) => rowOf(row, board)) : [el('li', { class: 'hint' }, say.agent.noChats)]),
    );
  };
  return { element, update };
}

interface Row {
  seen: Seen;
  presence: Presence | undefined;
  isChosen: boolean;
}

function rowOf(
  { seen: { conversationId, customer, startedAt, state }, presence, isChosen }: Row,
  board: Board,
): HTMLElement {
  const status = state?.status ?? 'started';
  const agent = state?.agentId ? agentName(state.agentId, language) : say.agent.unassigned;
  return el(
    'li',
    {},
    el(
      'button',
      { type: 'button', 'aria-current': isChosen ? 'true' : undefined, onclick: () => board.choose(conversationId) },
      el('b', {}, customer?.name ?? say.agent.anonymous),
      el('span', { class: `tag ${status}` }, say.agent.status[status] ?? status),
      state?.queued === true && el('span', { class: 'tag queued' }, say.agent.queued),
      el('span', { class: 'agent' }, agent),
      state !== undefined && state.unread > 0 && el('span', { class: 'agent' }, say.agent.unread(state.unread)),
      el('time', { datetime: startedAt }, startedAt.slice(11, 16)),
      presence && el('span', { class: `presence ${presence.kind}` }, presence.text),
    ),
  );
}

export interface Presence {
  kind: 'there' | 'going' | 'gone' | 'over';
  text: string;
}

/** Whether the customer is there, or how long they are waited for. */
export function presenceOf(state: ConversationState | undefined, now: number): Presence | undefined {
  const { reconnect, waits = [] } = state ?? {};
  if (!reconnect) return undefined;
  const until = (time: string | undefined) => Date.parse(time ?? '') - now;
  if (reconnect.state === 'wrappedUp')
    return { kind: 'over', text: say.agent.ended[reconnect.endedBy ?? 'limit'] ?? '' };
  if (reconnect.state === 'disconnected')
    return { kind: 'gone', text: say.agent.disconnected(left(until(reconnect.until))) };
  const silence = waits.find(({ kind }) => kind === 'presence');
  if (silence?.due && until(silence.due) <= GRACE_MS)
    return { kind: 'going', text: say.agent.leaving(left(until(silence.due))) };
  return { kind: 'there', text: reconnect.state === 'reconnected' ? say.agent.reconnected : say.agent.connected };
}
