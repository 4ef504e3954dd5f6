/** What a desk tells back of what it was asked to do: it has done it. */
import type { Entry } from './log';

type Told = Pick<Entry, 'type' | 'data'>;

const ECHOES: Record<string, (data: Record<string, unknown>) => Told> = {
  'agent.assign': ({ agentId }) => ({ type: 'conversation.assigned', data: { agentId } }),
  'team.assign': ({ teamId }) => ({ type: 'conversation.assigned', data: { teamId } }),
  'conversation.open': () => ({ type: 'conversation.opened', data: { by: 'workflow' } }),
  'conversation.close': () => ({ type: 'conversation.closed', data: { by: 'workflow' } }),
};

export const echoOf = ({ type, data }: Told): Told | undefined => ECHOES[type]?.(data);
