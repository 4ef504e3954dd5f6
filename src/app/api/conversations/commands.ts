/** Commands: what an agent's desk asks of a conversation. They are events like any other, handled at once. */
import * as z from 'zod';
import { duration, HOUR } from '../../../engine/durations';
import { type EventData, type EventType, MAX_TEXT, type PublicEvent } from '../../../engine/event';
import { formatInstant, parseDuration, parseInstant } from '../../../engine/time';
import { countRuns } from '../../count-runs';
import { handleEvent } from '../../handle-event';
import { type ApiDeps, type ApiResponse, notFound, problem } from '../http';
import type { Call } from '../route';
import { id, named } from '../schemas';
import { type ConversationParams, refOfCall, tellState } from './read';

const MAX_SNOOZE = 8760 * HOUR;

export const openShape = named('OpenCommand', z.strictObject({ agentId: id.optional() }));
export const closeShape = named('CloseCommand', z.strictObject({}));
export const snoozeShape = named(
  'SnoozeCommand',
  z
    .strictObject({
      duration: duration(1000, MAX_SNOOZE, 'from PT1S to P365D').optional(),
      until: z.iso.datetime({ offset: true }).optional(),
    })
    .refine((body) => (body.duration === undefined) !== (body.until === undefined), {
      message: 'give either duration or until',
    }),
);
export const assignShape = named(
  'AssignCommand',
  z
    .strictObject({ agentId: id.optional(), teamId: id.optional() })
    .refine((body) => body.agentId !== undefined || body.teamId !== undefined, { message: 'give agentId or teamId' }),
);
const author = z.strictObject({
  type: z.enum(['agent', 'bot']),
  id: id.optional(),
  name: z.string().max(500).optional(),
});
/** Without `author` the message is the bot's: it opens nothing, and no wait counts it. */
export const messageShape = named(
  'MessageCommand',
  z.strictObject({ text: z.string().min(1).max(MAX_TEXT), private: z.boolean().optional(), author: author.optional() }),
);

export const moduleShape = named('ModuleCommand', z.strictObject({ workflowId: id, agentId: id.optional() }));

type Command<B> = Call<ConversationParams, B>;

export const openConversation = (call: Command<z.infer<typeof openShape>>, deps: ApiDeps) =>
  perform(call, deps, 'conversation.opened', { by: 'agent', ...call.body });

export const closeConversation = (call: Command<z.infer<typeof closeShape>>, deps: ApiDeps) =>
  perform(call, deps, 'conversation.closed', { by: 'api' });

export const assignConversation = (call: Command<z.infer<typeof assignShape>>, deps: ApiDeps) =>
  perform(call, deps, 'conversation.assigned', call.body);

/** Whether the module may be started in a chat, its filter and its hours are decided as for any workflow. */
export const startModule = (call: Command<z.infer<typeof moduleShape>>, deps: ApiDeps) =>
  perform(call, deps, 'workflow.requested', call.body);

/** The message's id is made here. */
export function sendMessage(call: Command<z.infer<typeof messageShape>>, deps: ApiDeps): Promise<ApiResponse> {
  const { text, author: by = { type: 'bot' as const }, private: isPrivate } = call.body;
  const message = { messageId: call.newId('msg'), author: by, text, via: 'chat' as const };
  return perform(call, deps, 'message.created', { ...message, ...(isPrivate !== undefined && { private: isPrivate }) });
}

export async function snoozeConversation(
  call: Command<z.infer<typeof snoozeShape>>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const now = deps.clock.now();
  const { duration: length, until: time } = call.body;
  const until = length === undefined ? parseInstant(time ?? '') : now + (parseDuration(length) ?? 0);
  if (until === undefined || until <= now || until > now + MAX_SNOOZE) {
    const errors = [{ path: '/until', message: 'must lie in the future, at most 365 days' }];
    return problem(422, 'snooze.until', 'until must lie in the future, at most 365 days.', { errors });
  }
  return perform(call, deps, 'conversation.snoozed', { until: formatInstant(until) });
}

/** Handles the command as an event of this moment and answers the conversation's new state. */
async function perform<T extends EventType>(
  call: Pick<Command<never>, 'key' | 'params' | 'newId'>,
  deps: ApiDeps,
  type: T,
  data: EventData<T>,
): Promise<ApiResponse> {
  const ref = refOfCall(call);
  const { conversation } = await deps.conversations.load(ref);
  if (!conversation) return notFound('conversation');
  const { conversationId: subject, ...of } = ref;
  const event = {
    ...{ schema: 1, id: call.newId('cmd'), ...of, subject, type, data },
    ...{ receivedAt: deps.clock.now(), origin: 'command' },
  } as PublicEvent;
  const context = { live: deps.live.forBatch(), sent: deps.sent };
  const { runs } = await handleEvent({ kind: 'event', event }, deps, context);
  await countRuns(ref.workspaceId, runs, deps);
  return tellState(ref, deps);
}
