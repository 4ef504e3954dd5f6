/** The settings of a workflow beside its filter: which of them keeps it from firing. In order; the first that does is the reason. */
import { type Fact, factNamed } from './facts';
import { type Reading, slotOf } from './reading';
import type { Reason } from './timeline';
import type { Occurrence } from './turn';
import type { Workflow } from './workflow';

/** What has met the trigger, as far as settings ask. */
export type Occasion = Pick<Occurrence, 'message' | 'first' | 'wait'>;
type Detail = string | undefined;

export interface Setting {
  kind: Exclude<Reason['kind'], 'condition'>;
  /** Whether the workflow has the setting at all. */
  isSet(workflow: Workflow): boolean;
  /** What keeps the workflow from firing; `undefined` when nothing does. */
  against(workflow: Workflow, occasion: Occasion, reading: Reading): Detail;
}

const insideHours = factNamed('hours.inside') as Fact;
const insideSlot = slotOf(insideHours);

const settings: readonly Setting[] = [
  {
    kind: 'timing',
    isSet: ({ trigger }) => trigger.timing === 'first',
    against: (_, { first }) => (first ? undefined : 'not the first opening of its kind in this conversation'),
  },
  {
    kind: 'chat',
    isSet: ({ trigger }) => trigger.timing === 'whenOpened',
    against: (_, { wait }, { source }) =>
      wait && source.conversation.lastMessage?.by !== 'customer' ? 'the last message is not the customer’s' : undefined,
  },
  {
    kind: 'campaign',
    isSet: ({ trigger: { campaigns = [] } }) => campaigns.length > 0,
    against: ({ trigger }, _, { source: { conversation } }) => {
      const { campaignId } = conversation;
      if (campaignId !== undefined && trigger.campaigns?.includes(campaignId)) return undefined;
      return `the chat did not start from a campaign it is attached to: ${campaignId ?? 'none'}`;
    },
  },
  {
    kind: 'module',
    isSet: ({ trigger }) => trigger.type === 'module' && !trigger.usableInChat,
    against: () => 'it is not made for agents to start in a chat',
  },
  {
    kind: 'kind',
    isSet: ({ trigger }) => trigger.kind === 'customer',
    against: (_, { message }) => (message?.private ? 'the message is an internal note' : undefined),
  },
  {
    kind: 'kind',
    isSet: ({ trigger }) => trigger.kind === 'internal',
    against: (_, { message }) => (message?.private ? undefined : 'the message is to the customer'),
  },
  {
    kind: 'answer',
    isSet: ({ trigger }) => trigger.type === 'message.customer' && !trigger.includeAnswers,
    against: (_, { message }) => (message?.isAnswer ? 'the message answers a workflow’s question' : undefined),
  },
  {
    kind: 'hours',
    isSet: ({ hours }) => hours !== 'always',
    against: ({ hours }, _, reading) => {
      const isInside = reading.see(insideHours, insideSlot)?.value === true;
      if (isInside === (hours === 'inside')) return undefined;
      return isInside ? 'inside the operating hours' : 'outside the operating hours';
    },
  },
  {
    kind: 'scope',
    isSet: ({ trigger: { scope = 'all' } }) => scope !== 'all',
    against: ({ trigger }, _, { source: { conversation } }) => {
      if ((trigger.scope === 'inInbox') === conversation.inInbox) return undefined;
      return `the conversation has ${conversation.inInbox ? '' : 'not '}entered the inbox`;
    },
  },
];

/** The settings that a workflow has. */
export function settingsOf(workflow: Workflow): readonly Setting[] {
  return settings.filter(({ isSet }) => isSet(workflow));
}
