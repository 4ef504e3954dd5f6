/** Puts the page together: the clock above, the customer on one side, the agents on the other. */
import { splitSearch } from '../../../sdk/browser/link';
import { agentPane } from './agents';
import { Board } from './board';
import { clockBar } from './clock';
import { customerPane } from './customer';
import { el } from './dom';
import { keep, kept } from './kept';
import { language, say } from './language';
import { sceneBar } from './scene';

const main = document.querySelector('main') as HTMLElement;
// Whoever came by a link brings its token; neither a bookmark nor the next reload should.
const { token, rest } = splitSearch(location.search);
if (token !== undefined) history.replaceState(null, '', location.pathname + rest);

const told = el('p', { class: 'told refused', role: 'alert', hidden: true });
const attempt = async (work: () => Promise<unknown>) => {
  told.hidden = true;
  try {
    await work();
  } catch (error) {
    told.textContent = `${say.failed} ${(error as Error).message}`;
    told.hidden = false;
  }
};

const silent = el('p', { class: 'told refused', role: 'status', hidden: true });
const board = new Board(kept.chosen, (trouble) => update(trouble));
const choose = (conversationId: string) => {
  keep({ chosen: conversationId });
  board.choose(conversationId);
};
const scene = sceneBar(attempt);
const customer = customerPane(token, choose);
const clock = clockBar(board, customer.present, attempt);
const agents = agentPane({ board, workflows: scene.workflows, attempt });
const { other = 'en', otherName = '' } = main.dataset;
const links = el(
  'nav',
  {},
  el('a', { href: `/_local/mailbox?lang=${language}`, target: '_blank' }, say.mailbox),
  el('a', { href: `?lang=${other}`, lang: other }, otherName),
);
main.append(
  el('header', { class: 'top' }, el('h1', {}, say.title), el('p', { class: 'hint' }, say.about), links),
  el('div', { class: 'bars card' }, clock.element, scene.element),
  silent,
  told,
  el('div', { class: 'panes' }, customer.element, agents.element),
);
await Promise.all([attempt(scene.look), board.refresh()]);

function update(trouble?: Error): void {
  // What was made by somebody else meanwhile is not known either.
  if (!trouble && !silent.hidden) void attempt(scene.look);
  silent.hidden = trouble === undefined;
  // Browsers tell of an answer that never came by this kind of error.
  const what = trouble instanceof TypeError ? say.silent : say.failed;
  if (trouble) silent.textContent = `${what} ${trouble.message}`;
  if (board.chosen) keep({ chosen: board.chosen.conversationId });
  clock.update();
  agents.update();
}
