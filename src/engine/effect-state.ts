/** What a step does to our own state; the channel is told of the same by its effect. */
import { markMailed } from './continuity';
import type { Cause } from './event';
import { tagsOf } from './filled';
import { assign, changeFollowers, changeTags, closeChat, openChat, setPriority, snoozeChat, unassign } from './state';
import type { Step } from './steps';
import { parseDuration } from './time';
import { addCustomerUpdate, type Turn } from './turn';
import type { Walk } from './walk';

const causeOf = ({ run }: Walk): Cause => ({
  ...run.cause,
  depth: run.cause.depth + 1,
  runId: run.id,
  workflowId: run.workflowId,
});

/** What a step changes before its effect is added. False: it changes nothing, so nobody is told. */
export function changeStatus(walk: Walk, step: Step): boolean {
  const { turn, run } = walk;
  const isChat = turn.conversation.kind === 'chat';
  if (step.do === 'conversation.open') return !isChat || openChat(turn, 'workflow', causeOf(walk));
  if (step.do === 'conversation.close') return !isChat || closeChat(turn, 'workflow', causeOf(walk), run.id);
  if (step.do === 'conversation.snooze')
    snoozeChat(turn, turn.now + (parseDuration(step.duration) ?? 0), causeOf(walk).depth);
  return true;
}

function tagCustomer(turn: Turn, add: string[], remove: string[]): void {
  const { customerId } = turn.conversation;
  if (customerId === undefined) return;
  addCustomerUpdate(turn, { customerId, ...(add.length > 0 ? { addTags: add } : { removeTags: remove }) });
  if (!turn.customer) return;
  const kept = (turn.customer.tags ?? []).filter((tag) => !remove.includes(tag));
  turn.customer = { ...turn.customer, tags: [...new Set([...kept, ...add])] };
}

type Fields = Record<string, unknown>;
const ids = ({ agentIds }: Fields) => (agentIds as string[]).map(String);

const changes: { [N in Step['do']]?: (turn: Turn, fields: Fields) => void } = {
  'conversation.tag': (turn, fields) => changeTags(turn, tagsOf(fields), []),
  'conversation.untag': (turn, fields) => changeTags(turn, [], tagsOf(fields)),
  'customer.tag': (turn, fields) => tagCustomer(turn, tagsOf(fields), []),
  'customer.untag': (turn, fields) => tagCustomer(turn, [], tagsOf(fields)),
  'agent.assign': (turn, { agentId }) => assign(turn, { agentId: String(agentId) }),
  'team.assign': (turn, { teamId }) => assign(turn, { teamId: String(teamId) }),
  'agent.unassign': (turn) => unassign(turn, 'agentId'),
  'team.unassign': (turn) => unassign(turn, 'teamId'),
  'followers.add': (turn, fields) => changeFollowers(turn, ids(fields), []),
  'followers.remove': (turn, fields) => changeFollowers(turn, [], ids(fields)),
  'priority.set': ({ conversation }, { priority }) => setPriority(conversation, priority as never),
  'continuity.send': (turn, { messages }) =>
    markMailed(
      turn,
      (messages as { messageId: string }[]).map(({ messageId }) => messageId),
    ),
  'description.set': ({ conversation }, { text }) => {
    conversation.description = String(text);
  },
};

/** What a step changes by its fields, placeholders filled. */
export function changeByFields(turn: Turn, step: Step, fields: Fields): void {
  changes[step.do]?.(turn, fields);
}
