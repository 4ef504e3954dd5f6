/** What a workflow's draft would do with an event, and why: decided as ever, with nothing kept and nothing sent. */
import * as z from 'zod';
import { type CloudEvent, parseCloudEvents } from '../../../channels/cloud-events';
import type { Conversation } from '../../../engine/conversation';
import { type DecideInput, type Decision, decide } from '../../../engine/decide';
import type { PublicEvent } from '../../../engine/event';
import { compileWorkflows } from '../../../engine/matcher';
import { type Instant, parseInstant } from '../../../engine/time';
import { dueOf, triggerOf } from '../../../engine/waits';
import type { WorkflowRecord } from '../../../ports/configuration';
import { type BodyDoor, type Checked, checkWith, invalid, refused } from '../body';
import { fromSample, sampleShape } from '../conversations/sample';
import { anyEventShape } from '../events';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import type { Call } from '../route';
import { named } from '../schemas';
import { readWorkspace } from './configuration';
import { toOutcome } from './outcome';

const rest = { conversation: sampleShape.optional(), now: z.iso.datetime({ offset: true }).optional() };
const shape = named('DryRun', z.strictObject({ event: anyEventShape, ...rest }));
const given = z.strictObject({ event: z.unknown(), ...rest });

interface DryRun {
  event: CloudEvent;
  conversation?: z.infer<typeof sampleShape> | undefined;
  /** When the event arrives. */
  arrived: Instant;
  /** When waits are judged. */
  now?: Instant | undefined;
}

/** The event as `POST /v1/events` takes it, at any time: a dry run may ask of next Sunday. */
export const dryRunBody: BodyDoor<DryRun> = {
  schema: shape,
  contentTypes: ['application/json'],
  optional: false,
  check(value, clock): Checked<DryRun> {
    const body = checkWith(given, value);
    if (!body.ok) return body;
    const { conversation } = body.value;
    const parsed = parseCloudEvents([body.value.event], { now: Number.MAX_SAFE_INTEGER, unknownFields: 'refuse' });
    if (!parsed.ok) return refused(invalid([{ path: `/event${parsed.path ?? ''}`, message: parsed.detail }]));
    const event = parsed.events[0] as CloudEvent;
    const now = body.value.now === undefined ? undefined : parseInstant(body.value.now);
    const arrived = event.time ?? now ?? clock;
    if (now === undefined || now >= arrived) return { ok: true, value: { event, conversation, arrived, now } };
    return refused(invalid([{ path: '/now', message: "must not lie before the event's time" }]));
  },
};

/** Answers what would fire, and for each condition what was found; a wait is judged at `now`, or else when it is due. */
export async function dryRun(call: Call<{ id: string }, DryRun>, deps: ApiDeps): Promise<ApiResponse> {
  const record = await deps.configuration.getWorkflow(call.key.workspaceId, call.params.id);
  if (!record) return notFound('workflow');
  const input = await inputOf(record, call.body, deps);
  const atArrival = decide(input);
  const at = call.body.now ?? dueAt(record, atArrival.conversation, input);
  const later = at !== undefined && at > call.body.arrived ? ring(input, atArrival, at) : undefined;
  return answer(200, toOutcome(record, input.matcher, atArrival, later, at));
}

async function inputOf(record: WorkflowRecord, body: DryRun, deps: ApiDeps): Promise<DecideInput> {
  const { workspaceId, id, revision } = record;
  const { source: channelId, subject: conversationId, ...told } = body.event;
  const ref = { workspaceId, channelId, conversationId };
  const of = { schema: 1, workspaceId, channelId, subject: conversationId, receivedAt: body.arrived };
  const event = { ...told, ...of } as PublicEvent;
  const kind = event.type.startsWith('call.') ? 'call' : 'chat';
  const conversation = body.conversation && fromSample(body.conversation, ref, kind, body.arrived);
  const customerTold = 'customer' in event.data ? event.data.customer : undefined;
  const customerId = customerTold?.id ?? conversation?.customerId;
  const [{ settings }, channel, customer] = await Promise.all([
    readWorkspace(workspaceId, deps.configuration),
    deps.channels.get(channelId),
    customerId === undefined ? undefined : deps.customers.get(workspaceId, customerId),
  ]);
  const workflow = { ...record.draft, id, revision, activeSince: 0, publishedAt: 0 };
  return {
    ...{ event, settings, matcher: compileWorkflows([workflow]), now: body.arrived, explain: true },
    ...(conversation && { conversation }),
    ...(customer && { customer }),
    ...(channel?.workspaceId === workspaceId && { channelKind: channel.kind }),
    revision: () => workflow,
  };
}

/** When the workflow's own wait is due first; undefined when it waits for nothing. */
function dueAt(record: WorkflowRecord, after: Conversation | undefined, { matcher }: DecideInput): Instant | undefined {
  const own = (after?.anchors ?? []).filter(({ kind }) => triggerOf(kind)?.trigger === record.draft.trigger.type);
  const dues = own.map((anchor) => dueOf(anchor, matcher)).filter((due) => due !== undefined);
  return dues.length > 0 ? Math.min(...dues) : undefined;
}

/** By then what the event told of the customer stands in the customer's record. */
function ring(input: DecideInput, before: Decision, at: Instant): Decision {
  const { schema, workspaceId, channelId, subject } = input.event;
  const told = 'type' in input.event && 'customer' in input.event.data ? input.event.data.customer : undefined;
  const customer = told === undefined ? input.customer : { ...input.customer, ...told };
  const event = { schema, workspaceId, channelId, subject, receivedAt: at };
  const after = { ...(before.conversation && { conversation: before.conversation }), ...(customer && { customer }) };
  return decide({ ...input, ...after, event, now: at });
}
