/** A workflow: one trigger, a filter, steps. Shapes of `/v1/workflows`. */
import * as z from 'zod';
import { conditionSchema } from './condition-schema';
import { waitDuration } from './durations';
import { MAX_ID } from './event';
import { stepsSchema } from './steps';

const id = z.string().min(1).max(MAX_ID);

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
