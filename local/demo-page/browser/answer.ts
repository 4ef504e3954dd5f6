/** Where an agent writes to the customer, or to the others. */
import { agentName } from '../cast';
import type { ActionOptions } from './actions';
import { el, sendsByEnter } from './dom';
import { language, say } from './language';
import { api, pathOf } from './server';

export function answerForm({ board, me, attempt }: ActionOptions): HTMLElement {
  const text = el('textarea', {
    rows: '2',
    required: true,
    'aria-label': say.agent.answer,
    placeholder: say.agent.answer,
  });
  const isPrivate = el('input', { type: 'checkbox' });
  const insert = async () => {
    const { conversationId } = board.chosen ?? {};
    if (!conversationId) return;
    const { url } = await api<{ url: string }>('POST', pathOf(conversationId, '/reconnect-link'));
    text.setRangeText(
      text.value && !/\s$/.test(text.value) ? ` ${url}` : url,
      text.selectionStart,
      text.selectionEnd,
      'end',
    );
    text.focus();
  };
  const send = async () => {
    const { conversationId } = board.chosen ?? {};
    if (!conversationId || text.value.trim() === '') return;
    const author = { type: 'agent', id: me(), name: agentName(me(), language) };
    const message = { text: text.value.trim(), author, ...(isPrivate.checked && { private: true }) };
    await api('POST', pathOf(conversationId, '/message'), message);
    text.value = '';
    isPrivate.checked = false;
    await board.refresh();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void attempt(send);
  };
  return el(
    'form',
    { class: 'answer', onsubmit: submit },
    sendsByEnter(text),
    el('label', { class: 'choice' }, isPrivate, say.agent.private),
    el('button', { type: 'button', onclick: () => attempt(insert) }, say.agent.link),
    el('button', { class: 'main' }, say.agent.send),
  );
}
