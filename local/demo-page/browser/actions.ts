/** What an agent does with a conversation: by the API, and by the channel what only a desk can know. */
import { agents } from '../cast';
import type { Board } from './board';
import { choice, draw, el } from './dom';
import { language, say } from './language';
import type { Workflow } from './scene';
import { api, desk, pathOf } from './server';

export interface ActionOptions {
  board: Board;
  /** Who the agent is. */
  me(): string;
  workflows(): readonly Workflow[];
  attempt(work: () => Promise<unknown>): Promise<void>;
}

export function actions({ board, me, workflows, attempt }: ActionOptions) {
  const act = (work: (conversationId: string) => Promise<unknown>) => () => {
    const { conversationId } = board.chosen ?? {};
    if (conversationId) void attempt(() => work(conversationId).then(() => board.refresh()));
  };
  const command = (name: string, body: () => object = () => ({})) =>
    act((id) => api('POST', pathOf(id, `/${name}`), body()));
  const told = (type: string, data: Record<string, unknown> = {}) => act((id) => desk.tell(id, type, data));
  const button = (label: string, onclick: () => void) => el('button', { type: 'button', onclick }, label);

  const assignee = choice(
    say.agent.assign,
    agents.map(({ id, name }) => [id, name[language]]),
  );
  assignee.select.selectedIndex = 1;
  const module = choice(say.agent.module, []);
  const run = button(
    say.agent.run,
    command('module', () => ({ workflowId: module.select.value, agentId: me() })),
  );
  const element = el(
    'div',
    { class: 'actions', role: 'group', 'aria-label': say.agent.actions },
    button(
      say.agent.take,
      command('assign', () => ({ agentId: me() })),
    ),
    button(say.agent.queue, told('conversation.queued')),
    button(
      say.agent.open,
      command('open', () => ({ agentId: me() })),
    ),
    button(
      say.agent.snooze,
      command('snooze', () => ({ duration: 'PT10M' })),
    ),
    button(say.agent.end, told('session.ended', { by: 'agent' })),
    button(say.agent.windowClose, told('session.windowClosed')),
    button(say.agent.close, command('close')),
    el(
      'span',
      { class: 'pair' },
      assignee.field,
      button(
        say.agent.assign,
        command('assign', () => ({ agentId: assignee.select.value })),
      ),
    ),
    el('span', { class: 'pair' }, module.field, run),
  );
  const update = () => {
    const modules = workflows().filter(({ trigger, status }) => trigger.type === 'module' && status === 'active');
    run.disabled = modules.length === 0;
    draw(module.select, modules, () =>
      modules.length > 0
        ? modules.map(({ id, name }) => el('option', { value: id }, name))
        : [el('option', {}, say.agent.noModules)],
    );
  };
  return { element, update };
}
