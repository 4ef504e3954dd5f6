/** The agents' side: conversations, the one that is looked at, and what can be done with it. */
import { agents } from '../cast';
import { type ActionOptions, actions } from './actions';
import { answerForm } from './answer';
import { chatList } from './chat-list';
import { choice, draw, el } from './dom';
import { keep, kept } from './kept';
import { language, say } from './language';
import { Messages } from './messages';
import { timelineOf } from './timeline';

export function agentPane({ board, workflows, attempt }: Omit<ActionOptions, 'me'>) {
  const me = choice(
    say.agent.me,
    agents.map(({ id, name }) => [id, name[language]]),
    (agentId) => keep({ agentId }),
  );
  me.select.value = kept.agentId ?? agents[0]!.id;
  const options = { board, workflows, attempt, me: () => me.select.value };
  const capacities = el('ul', { class: 'capacities' });
  const list = chatList(board);
  const messages = new Messages({ of: 'agent' }, say.agent.thread);
  const acts = actions(options);
  const story = timelineOf(board, workflows);
  const thread = el(
    'section',
    { class: 'card thread', 'aria-label': say.agent.thread },
    el('h3', {}, say.agent.thread),
  );
  thread.append(messages.element, answerForm(options), acts.element);
  const element = el(
    'section',
    { class: 'pane agents', 'aria-label': say.agent.title },
    el('div', { class: 'pane-head' }, el('h2', {}, say.agent.title), me.field, capacities),
    el('div', { class: 'desk' }, list.element, thread, story.element),
  );
  const showCapacities = () =>
    draw(capacities, board.capacities, () =>
      agents.map(({ id, name }) => {
        const { active, reserved } = board.capacities[id] ?? { active: 0, reserved: [] };
        return el('li', {}, el('b', {}, name[language]), ` ${say.agent.capacity(active, reserved.length)}`);
      }),
    );
  const update = () => {
    list.update();
    messages.update(board.entries);
    acts.update();
    story.update();
    showCapacities();
    thread.toggleAttribute('inert', board.chosen === undefined);
  };
  return { element, update };
}
