/** A workflow: one trigger, a filter, steps. Shapes of `/v1/workflows`. */
import * as z from 'zod';
import { MAX_ID, MAX_TEXT } from './event';
import { duration, HOUR, waitDuration } from './settings';

const id = z.string().min(1).max(MAX_ID);
const text = z.string().min(1).max(MAX_TEXT);
const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);

/** A filter: a tree of conditions with facts at its leaves. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: string; op: string; value?: unknown };

const leaf = z.strictObject({
  fact: z.string().min(1).max(200),
  op: z.string().min(1).max(40),
  value: z.union([scalar, z.array(scalar).max(1000)]).optional(),
});
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).max(100) }),
    z.strictObject({ any: z.array(conditionSchema).max(100) }),
    z.strictObject({ not: conditionSchema }),
    leaf,
  ]),
) as z.ZodType<Condition>;

export const SCOPES = ['all', 'inInbox', 'notInInbox'] as const;
export type Scope = (typeof SCOPES)[number];

/** A trigger with every setting that any trigger has; the catalogue says which go with which type. */
export const triggerSchema = z.strictObject({
  type: z.string().min(1).max(60),
  timing: z.enum(['first', 'every', 'whenOpened']).optional(),
  wait: waitDuration.optional(),
  scope: z.enum(SCOPES).optional(),
  kind: z.enum(['all', 'customer', 'internal']).optional(),
  includeAnswers: z.boolean().optional(),
  usableInChat: z.boolean().optional(),
  campaigns: z.array(id).max(100).optional(),
});
export type Trigger = z.infer<typeof triggerSchema>;

const tagFields = {
  tag: z.string().min(1).max(100).optional(),
  tags: z.array(z.string().min(1).max(100)).min(1).max(20).optional(),
};
const hasTag = (step: { tag?: string | undefined; tags?: string[] | undefined }) =>
  step.tag !== undefined || step.tags !== undefined;
const oneTag = { message: 'tag or tags is required' };
const file = z.strictObject({
  name: z.string().max(500),
  url: z.url({ protocol: /^https?$/ }),
  type: z.string().max(200).optional(),
});

export const CANCEL_ON = ['customerMessage', 'agentMessage', 'assigned', 'closed'] as const;
export type CancelOn = (typeof CANCEL_ON)[number];

/** Fields of each step, without `do`; `branch` holds steps in turn. */
export const stepFields = {
  'message.send': z
    .strictObject({
      do: z.literal('message.send'),
      text: text.optional(),
      files: z.array(file).max(10).optional(),
      link: z.strictObject({ label: z.string().min(1).max(200), url: z.string().min(1).max(2048) }).optional(),
    })
    .refine((step) => step.text !== undefined || step.files !== undefined || step.link !== undefined, {
      message: 'text, files or link is required',
    }),
  'note.add': z.strictObject({ do: z.literal('note.add'), text, mention: z.literal('assignee').optional() }),
  'conversation.tag': z.strictObject({ do: z.literal('conversation.tag'), ...tagFields }).refine(hasTag, oneTag),
  'conversation.untag': z.strictObject({ do: z.literal('conversation.untag'), ...tagFields }).refine(hasTag, oneTag),
  'customer.tag': z.strictObject({ do: z.literal('customer.tag'), ...tagFields }).refine(hasTag, oneTag),
  'agent.assign': z.strictObject({ do: z.literal('agent.assign'), agentId: id }),
  'team.assign': z.strictObject({ do: z.literal('team.assign'), teamId: id }),
  'priority.set': z.strictObject({ do: z.literal('priority.set'), priority: z.enum(['low', 'medium', 'high']) }),
  'conversation.open': z.strictObject({ do: z.literal('conversation.open') }),
  'conversation.close': z.strictObject({ do: z.literal('conversation.close') }),
  'conversation.snooze': z.strictObject({
    do: z.literal('conversation.snooze'),
    duration: duration(1000, 8760 * HOUR, 'from PT1S to P365D'),
  }),
  wait: z.strictObject({
    do: z.literal('wait'),
    duration: waitDuration,
    cancelOn: z.array(z.enum(CANCEL_ON)).max(4).optional(),
  }),
  'webhook.call': z.strictObject({
    do: z.literal('webhook.call'),
    url: z.string().min(1).max(2048),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(2000)).optional(),
    body: z.unknown().optional(),
    as: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)
      .optional(),
  }),
  end: z.strictObject({ do: z.literal('end') }),
} as const;

interface BranchStep {
  do: 'branch';
  branches: { when: Condition; steps: Step[] }[];
  otherwise?: Step[] | undefined;
}
type SimpleStep = z.infer<(typeof stepFields)[keyof typeof stepFields]>;
export type Step = SimpleStep | BranchStep;
export type StepName = Step['do'];

const branchSchema = z.strictObject({
  do: z.literal('branch'),
  branches: z
    .array(z.strictObject({ when: conditionSchema, steps: z.lazy(() => stepsSchema) }))
    .min(1)
    .max(4),
  otherwise: z.lazy(() => stepsSchema).optional(),
});

/** One step. `do` is checked against the catalogue first, so that a step that is not built yet is refused by name. */
export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('do', [branchSchema, ...Object.values(stepFields)] as never),
) as z.ZodType<Step>;
export const stepsSchema: z.ZodType<Step[]> = z.array(stepSchema).max(100);

/** What authors send to `/v1/workflows`. */
export const workflowDraftSchema = z.strictObject({
  name: z.string().min(1).max(200),
  trigger: triggerSchema,
  filter: conditionSchema.optional(),
  hours: z.enum(['always', 'inside', 'outside']).default('always'),
  mode: z.enum(['exclusive', 'background']).default('background'),
  steps: stepsSchema.default([]),
});
export type WorkflowDraft = z.infer<typeof workflowDraftSchema>;

/** A revision of a workflow: immutable once published. */
export interface Workflow extends WorkflowDraft {
  id: string;
  revision: number;
  /** Active without a pause since; waits that began earlier are not its own. */
  activeSince: number;
  /** When this revision was published. */
  publishedAt: number;
}
