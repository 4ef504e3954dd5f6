/** What a workflow's draft would do with an event, and why: decided as ever among what is live, with nothing kept and nothing sent. */
import type { Conversation } from '../../../engine/conversation';
import { type DecideInput, type Decision, decide } from '../../../engine/decide';
import { systemTriggerOf } from '../../../engine/due';
import { customerTold } from '../../../engine/event';
import { compileWorkflows, type Matcher } from '../../../engine/matcher';
import type { Instant } from '../../../engine/time';
import { dueOf, triggerOf } from '../../../engine/waits';
import type { Workflow, WorkflowDraft } from '../../../engine/workflow';
import { invalid } from '../body';
import { type ApiDeps, type ApiResponse, answer, notFound } from '../http';
import type { Call } from '../route';
import { readWorkspace } from './configuration';
import type { DryRun } from './dry-run-body';
import { toOutcome } from './outcome';
import { type Scene, sceneOf } from './scene';
import { findWorkflow } from './system';

/** Answers what would fire, and for each condition what was found; a wait is judged at `now`, or else when it is due. */
export async function dryRun(call: Call<{ id: string }, DryRun>, deps: ApiDeps): Promise<ApiResponse> {
  const record = await findWorkflow(call.key.workspaceId, call.params.id, deps);
  if (!record) return notFound('workflow');
  const { id, revision, draft } = record;
  return play(tried(id, revision, call.body.workflow ?? draft), call, deps);
}

/** The same of a workflow that is not stored: last in the order. */
export function draftDryRun(
  call: Call<object, DryRun & { workflow: WorkflowDraft }>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  return play(tried('draft', 1, call.body.workflow), call, deps);
}

/** It takes part in every wait, whenever that began. */
const tried = (id: string, revision: number, draft: WorkflowDraft): Workflow => {
  return { ...draft, id, revision, activeSince: 0, publishedAt: 0 };
};

async function play(workflow: Workflow, call: Call<object, DryRun>, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const scene = await sceneOf(workspaceId, call.body, deps);
  if (!scene.ok) return scene.response;
  const { now } = call.body;
  const arrived = scene.value.event.receivedAt;
  if (now !== undefined && now < arrived)
    return invalid([{ path: '/now', message: "must not lie before the event's time" }]);
  const workflows = await withLive(workflow, workspaceId, deps);
  const { settings } = await readWorkspace(workspaceId, deps.configuration);
  const input = { ...inputOf(scene.value, workflows), settings };
  const alone = compileWorkflows([workflow]);
  const atArrival = decide(input);
  const at = now ?? dueAt(workflow, atArrival.conversation, alone);
  const later = at !== undefined && at > arrived ? ring(input, atArrival, at) : undefined;
  const decisions = later ? [atArrival, later] : [atArrival];
  return answer(200, toOutcome({ workflow, workflows, alone, decisions, ...(at !== undefined && { at }) }));
}

/** All that is live, and in its place the one that is tried. */
async function withLive(workflow: Workflow, workspaceId: string, deps: ApiDeps): Promise<Workflow[]> {
  const { order } = await readWorkspace(workspaceId, deps.configuration);
  const live = [...(await deps.live.forBatch()(workspaceId)).workflows.values()];
  const others = live.filter(({ id }) => id !== workflow.id).map((one) => tried(one.id, one.revision, one));
  const place = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ id }: Workflow) => place.get(id) ?? order.length;
  return [...others, workflow].sort((a, b) => placeOf(a) - placeOf(b));
}

function inputOf(scene: Scene, workflows: readonly Workflow[]): Omit<DecideInput, 'settings'> {
  const current = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  return {
    ...scene,
    ...{ matcher: compileWorkflows(workflows), explain: true },
    revision: (id, revision) => {
      const known = current.get(id);
      return known?.revision === revision ? known : scene.revision?.(id, revision);
    },
  };
}

/** When the workflow's own wait is due first; undefined when it waits for nothing. */
function dueAt({ trigger }: Workflow, after: Conversation | undefined, alone: Matcher): Instant | undefined {
  const own = (after?.anchors ?? []).filter(({ kind }) => {
    return (triggerOf(kind)?.trigger ?? systemTriggerOf(kind)) === trigger.type;
  });
  const dues = own.map((anchor) => dueOf(anchor, alone)).filter((due) => due !== undefined);
  return dues.length > 0 ? Math.min(...dues) : undefined;
}

/** By then what the event told of the customer stands in the customer's record. */
function ring(input: DecideInput, before: Decision, at: Instant): Decision {
  const { schema, workspaceId, channelId, subject } = input.event;
  const told = customerTold(input.event, input.conversation?.customerId);
  const customer = told === undefined ? input.customer : { ...input.customer, ...told };
  const event = { schema, workspaceId, channelId, subject, receivedAt: at };
  const after = { ...(before.conversation && { conversation: before.conversation }), ...(customer && { customer }) };
  const { beside: _, ...rest } = input;
  return decide({ ...rest, ...after, event, now: at });
}
