/** What is refused when a workflow is saved, each finding with its place as a JSON pointer. */
import * as z from 'zod';
import { type Setting, STEPS, TRIGGERS, type TriggerEntry } from './catalogue';
import { pointer } from './pointer';
import { everyStep, type Step } from './steps';
import { checkCondition } from './validate-condition';
import { type Trigger, type WorkflowDraft, workflowDraftSchema } from './workflow';

export interface Problem {
  /** JSON pointer into the workflow. */
  path: string;
  code: string;
  message: string;
}
export type Validated = { ok: true; draft: WorkflowDraft } | { ok: false; problems: Problem[] };

const MAX_BYTES = 100_000;
const MAX_NESTING = 20;
const MAX_STEPS = 300;

/** Findings of a zod error, in our shape; unknown fields are named one by one. */
export function problemsOf(error: z.ZodError, base = ''): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: base + pointer([...issue.path, key]),
        code: 'unknownField',
        message: `unknown field "${key}"`,
      }));
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const deepest = issue.errors.map((errors) => [...errors]).sort((a, b) => deep(b) - deep(a))[0];
      if (deepest && deepest.length > 0) return problemsOf(new z.ZodError(deepest), base + pointer(issue.path));
    }
    return [{ path: base + pointer(issue.path), code: 'invalid', message: issue.message }];
  });
}
const deep = (issues: readonly { path: readonly PropertyKey[]; code?: string | undefined }[]) =>
  Math.max(0, ...issues.map((issue) => issue.path.length * 2 + (issue.code === 'unrecognized_keys' ? 1 : 0)));

function nesting(value: unknown, depth = 0): number {
  if (value === null || typeof value !== 'object' || depth > MAX_NESTING) return depth;
  return Math.max(depth, ...Object.values(value).map((inner) => nesting(inner, depth + 1)));
}

function checkNames(value: { trigger?: { type?: unknown }; steps?: unknown }): Problem[] {
  const problems: Problem[] = [];
  const type = value.trigger?.type;
  const trigger = typeof type === 'string' ? TRIGGERS.get(type) : undefined;
  if (typeof type === 'string' && !trigger)
    problems.push({
      path: '/trigger/type',
      code: 'unknownTrigger',
      message: `unknown trigger "${type}"; known are ${[...TRIGGERS.keys()].join(', ')}`,
    });
  const steps = [...everyStep(value.steps, '/steps')];
  if (steps.length > MAX_STEPS)
    problems.push({ path: '/steps', code: 'tooLong', message: `a workflow may have ${MAX_STEPS} steps at most` });
  for (const { step, path } of steps) {
    if (typeof step.do !== 'string')
      problems.push({ path: `${path}/do`, code: 'invalid', message: 'a step must name what it does in "do"' });
    else if (!STEPS.has(step.do))
      problems.push({
        path: `${path}/do`,
        code: 'unknownStep',
        message: `unknown step "${step.do}"; known are ${[...STEPS.keys()].join(', ')}`,
      });
  }
  return problems;
}

function checkSettings(trigger: Trigger, entry: TriggerEntry): Problem[] {
  return (Object.keys(trigger) as (Setting | 'type')[]).flatMap((name): Problem[] => {
    const value = trigger[name];
    if (name === 'type' || value === undefined) return [];
    const allowed = entry.settings[name];
    const path = `/trigger/${name}`;
    if (allowed === undefined)
      return [{ path, code: 'unknownSetting', message: `trigger "${entry.type}" has no setting "${name}"` }];
    if (allowed !== true && !allowed.includes(String(value)))
      return [{ path, code: 'invalid', message: `"${name}" of "${entry.type}" must be one of ${allowed.join(', ')}` }];
    return [];
  });
}

/** Questions need somebody who reads, phone menus somebody who listens. */
function checkPlace(name: string, entry: TriggerEntry, path: string): Problem[] {
  const { lane, isSystem } = STEPS.get(name) ?? {};
  if (isSystem) return [{ path, code: 'stepNotOffered', message: `"${name}" is for the product's own workflows` }];
  const isVoice = lane === 'voice';
  if (isVoice && entry.type !== 'call.ringing' && entry.type !== 'module')
    return [
      { path, code: 'stepNotOffered', message: `"${name}" is for calls that ring: trigger call.ringing, or a module` },
    ];
  if (entry.about === 'call' && CHAT_ONLY.has(name))
    return [{ path, code: 'stepNotOffered', message: `"${name}" makes no sense for trigger "${entry.type}"` }];
  return [];
}
const CHAT_ONLY = new Set(['message.buttons', 'form.send', 'ask.once', 'assistant.handOver']);

function checkSteps(steps: readonly Step[], entry: TriggerEntry): Problem[] {
  return [...everyStep(steps, '/steps')].flatMap(({ step: found, path }): Problem[] => {
    const step = found as unknown as Step;
    const place = checkPlace(step.do, entry, `${path}/do`);
    if ('url' in step && !/^https?:\/\//i.test(step.url))
      return [...place, { path: `${path}/url`, code: 'invalid', message: 'must be an http(s) address' }];
    if (step.do !== 'branch') return place;
    return step.branches.flatMap((branch, at) => checkCondition(branch.when, entry, `${path}/branches/${at}/when`));
  });
}

/** Checks a workflow as sent by its author; what is fine comes back with the trigger's defaults filled in. */
export function validateWorkflow(value: unknown): Validated {
  const fail = (problems: Problem[]): Validated => ({ ok: false, problems });
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return fail([{ path: '', code: 'invalid', message: 'a workflow must be a JSON object' }]);
  if (nesting(value) > MAX_NESTING)
    return fail([{ path: '', code: 'tooDeep', message: `nested deeper than ${MAX_NESTING} levels` }]);
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES)
    return fail([{ path: '', code: 'tooLarge', message: `a workflow may have ${MAX_BYTES / 1000} KB at most` }]);
  const names = checkNames(value);
  if (names.length > 0) return fail(names);
  const parsed = workflowDraftSchema.safeParse(value);
  if (!parsed.success) return fail(problemsOf(parsed.error));
  const draft = parsed.data;
  const entry = TRIGGERS.get(draft.trigger.type) as TriggerEntry;
  const problems = [
    ...checkSettings(draft.trigger, entry),
    ...(draft.filter ? checkCondition(draft.filter, entry, '/filter') : []),
    ...checkSteps(draft.steps, entry),
  ];
  if (problems.length > 0) return fail(problems);
  const mode = entry.exclusive ? 'exclusive' : draft.mode;
  return { ok: true, draft: { ...draft, mode, trigger: { ...entry.defaults, ...draft.trigger } } };
}
