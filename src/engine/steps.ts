/** The steps of workflows: the shape of each, and where steps stand within steps. */
import * as z from 'zod';
import { type Condition, conditionSchema } from './condition-schema';
import { duration, HOUR, waitDuration } from './durations';
import { MAX_ID, MAX_TEXT } from './event';
import { pointer } from './pointer';

const id = z.string().min(1).max(MAX_ID);
const text = z.string().min(1).max(MAX_TEXT);
const label = z.string().min(1).max(200);
/** Names that texts refer to, as in `{{answer.NAME}}`. */
const name = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]{0,39}$/u, { message: 'must be a letter, then letters, digits and _, at most 40' });
const httpAddress = z.string().min(1).max(2048);
const steps: z.ZodType<unknown> = z.lazy(() => stepsSchema);

const tagFields = {
  tag: z.string().min(1).max(100).optional(),
  tags: z.array(z.string().min(1).max(100)).min(1).max(20).optional(),
};
type Tagged = { tag?: string | undefined; tags?: string[] | undefined };
const hasTag = (step: Tagged) => step.tag !== undefined || step.tags !== undefined;
const tagging = <N extends string>(step: N) =>
  z.strictObject({ do: z.literal(step), ...tagFields }).refine(hasTag, { message: 'tag or tags is required' });
const bare = <N extends string>(step: N) => z.strictObject({ do: z.literal(step) });

const file = z.strictObject({
  name: z.string().max(500),
  url: z.url({ protocol: /^https?$/ }),
  type: z.string().max(200).optional(),
});

export const CANCEL_ON = ['customerMessage', 'agentMessage', 'assigned', 'closed'] as const;
export type CancelOn = (typeof CANCEL_ON)[number];

/** How long a question stays open. */
export const ANSWER_TIMEOUT = 'PT24H';
const answerable = {
  timeout: duration(1000, 720 * HOUR, 'from PT1S to PT720H').optional(),
  onTimeout: steps.optional(),
};

const button = z.strictObject({ id: id.optional(), label, steps: steps.default([]) });
const ids = <T extends { id?: string | undefined }>(items: readonly T[]) => items.map((item, at) => buttonId(item, at));
/** What a button is called in the customer's answer: its id, or its place from 1 on. */
export const buttonId = (item: { id?: string | undefined }, at: number): string => item.id ?? `${at + 1}`;
const areDistinct = (names: readonly string[]) => new Set(names).size === names.length;

export const FIELD_TYPES = ['text', 'email', 'phone', 'number', 'date', 'select'] as const;
const formField = z
  .strictObject({
    name,
    label,
    type: z.enum(FIELD_TYPES),
    required: z.boolean().optional(),
    options: z.array(label).min(1).max(50).optional(),
  })
  .refine((field) => (field.type === 'select') === (field.options !== undefined), {
    message: 'options go with the type select, and with no other',
    path: ['options'],
  });
export type FormField = z.infer<typeof formField>;

const language = z.string().min(2).max(35).optional();
const oneOf = (names: readonly string[]) => ({
  check: (step: object) => names.filter((some) => (step as Record<string, unknown>)[some] !== undefined).length === 1,
  says: { message: `exactly one of ${names.join(', ')} is required` },
});
const route = oneOf(['teamId', 'agentId', 'number']);

/** The shape of each step, by name. */
export const stepShapes = {
  'message.send': z
    .strictObject({
      do: z.literal('message.send'),
      text: text.optional(),
      files: z.array(file).max(10).optional(),
      link: z.strictObject({ label, url: httpAddress }).optional(),
    })
    .refine((step) => step.text !== undefined || step.files !== undefined || step.link !== undefined, {
      message: 'text, files or link is required',
    }),
  'message.buttons': z
    .strictObject({
      do: z.literal('message.buttons'),
      text,
      buttons: z.array(button).min(1).max(10),
      otherwise: steps.optional(),
      ...answerable,
    })
    .refine((step) => areDistinct(ids(step.buttons)), { message: 'ids of buttons must differ', path: ['buttons'] }),
  'form.send': z
    .strictObject({
      do: z.literal('form.send'),
      text,
      fields: z.array(formField).min(1).max(4),
      saveTo: z.enum(['customer', 'answer']).optional(),
      ...answerable,
    })
    .refine((step) => areDistinct(step.fields.map((field) => field.name)), {
      message: 'names of fields must differ',
      path: ['fields'],
    }),
  'ask.once': z.strictObject({ do: z.literal('ask.once'), text, as: name, ...answerable }),
  branch: z.strictObject({
    do: z.literal('branch'),
    branches: z
      .array(z.strictObject({ when: conditionSchema, steps }))
      .min(1)
      .max(4),
    otherwise: steps.optional(),
  }),
  wait: z.strictObject({
    do: z.literal('wait'),
    duration: waitDuration,
    cancelOn: z.array(z.enum(CANCEL_ON)).max(4).optional(),
  }),
  'module.run': z.strictObject({ do: z.literal('module.run'), workflowId: id }),
  'agent.assign': z.strictObject({ do: z.literal('agent.assign'), agentId: id }),
  'team.assign': z.strictObject({ do: z.literal('team.assign'), teamId: id }),
  'agent.unassign': bare('agent.unassign'),
  'team.unassign': bare('team.unassign'),
  'followers.add': z.strictObject({ do: z.literal('followers.add'), agentIds: z.array(id).min(1).max(50) }),
  'followers.remove': z.strictObject({ do: z.literal('followers.remove'), agentIds: z.array(id).min(1).max(50) }),
  'priority.set': z.strictObject({ do: z.literal('priority.set'), priority: z.enum(['low', 'medium', 'high']) }),
  'description.set': z.strictObject({ do: z.literal('description.set'), text: z.string().max(2000) }),
  'conversation.tag': tagging('conversation.tag'),
  'conversation.untag': tagging('conversation.untag'),
  'customer.tag': tagging('customer.tag'),
  'customer.untag': tagging('customer.untag'),
  'conversation.open': bare('conversation.open'),
  'conversation.close': bare('conversation.close'),
  'conversation.snooze': z.strictObject({
    do: z.literal('conversation.snooze'),
    duration: duration(1000, 8760 * HOUR, 'from PT1S to P365D'),
  }),
  'note.add': z.strictObject({ do: z.literal('note.add'), text, mention: z.literal('assignee').optional() }),
  'team.message': z.strictObject({ do: z.literal('team.message'), teamChatId: id, text }),
  'agent.notify': z.strictObject({ do: z.literal('agent.notify'), text }),
  'sms.send': z.strictObject({ do: z.literal('sms.send'), to: z.string().min(1).max(100).optional(), text }),
  'email.send': z.strictObject({
    do: z.literal('email.send'),
    to: z.string().min(1).max(320).optional(),
    subject: z.string().min(1).max(500),
    text,
  }),
  'survey.send': z.strictObject({
    do: z.literal('survey.send'),
    question: text,
    scale: z.union([z.literal(2), z.literal(5), z.literal(10)]).optional(),
  }),
  'webhook.call': z.strictObject({
    do: z.literal('webhook.call'),
    url: httpAddress,
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
    headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().max(2000)).optional(),
    body: z.unknown().optional(),
    as: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/)
      .optional(),
  }),
  'assistant.handOver': z.strictObject({
    do: z.literal('assistant.handOver'),
    url: httpAddress,
    maxTurns: z.number().int().min(1).max(100).optional(),
  }),
  'continuity.send': bare('continuity.send'),
  end: bare('end'),
  'call.say': z.strictObject({ do: z.literal('call.say'), text, language }),
  'call.menu': z.strictObject({
    do: z.literal('call.menu'),
    text,
    language,
    choices: z
      .record(z.string().regex(/^[0-9*#]$/, { message: 'a choice is a key: 0 to 9, * or #' }), steps)
      .refine((choices) => Object.keys(choices).length > 0, { message: 'a menu needs at least one choice' }),
    otherwise: steps.optional(),
    repeat: z.number().int().min(0).max(5).optional(),
  }),
  'call.digits': z.strictObject({
    do: z.literal('call.digits'),
    text,
    language,
    length: z.number().int().min(1).max(20),
    as: name,
  }),
  'call.route': z
    .strictObject({
      do: z.literal('call.route'),
      teamId: id.optional(),
      agentId: id.optional(),
      number: z.string().min(1).max(100).optional(),
    })
    .refine(route.check, route.says),
  'call.voicemail': z.strictObject({
    do: z.literal('call.voicemail'),
    text: text.optional(),
    language,
    maxSeconds: z.number().int().min(1).max(3600).optional(),
  }),
  'call.hangUp': bare('call.hangUp'),
} as const;

type Shapes = typeof stepShapes;
type Flat = { [N in keyof Shapes]: z.output<Shapes[N]> };
/** Lists of steps within steps, which zod cannot infer of what refers to itself. */
interface Nested {
  branch: { branches: { when: Condition; steps: Step[] }[]; otherwise?: Step[] | undefined };
  'message.buttons': {
    buttons: { id?: string | undefined; label: string; steps: Step[] }[];
    otherwise?: Step[] | undefined;
    onTimeout?: Step[] | undefined;
  };
  'form.send': { onTimeout?: Step[] | undefined };
  'ask.once': { onTimeout?: Step[] | undefined };
  'call.menu': { choices: Record<string, Step[]>; otherwise?: Step[] | undefined };
}
export type StepName = keyof Shapes;
export type StepOf<N extends StepName> = N extends keyof Nested ? Omit<Flat[N], keyof Nested[N]> & Nested[N] : Flat[N];
export type Step = { [N in StepName]: StepOf<N> }[StepName];

/** One step. `do` is checked against the catalogue first, so that a step that is not known is refused by name. */
export const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.discriminatedUnion('do', Object.values(stepShapes) as never),
) as z.ZodType<Step>;
export const stepsSchema: z.ZodType<Step[]> = z.array(stepSchema).max(100);

/** Where a step stands: its place in a list of steps, the way to a list within that step, its place there… */
export type Place = (string | number)[];

/** Lists of steps within a step: `otherwise`, `onTimeout`, `choices/KEY`, `branches/N/steps`, `buttons/N/steps`. */
const LENGTH_OF_WAY: Readonly<Record<string, number>> = {
  otherwise: 1,
  onTimeout: 1,
  choices: 2,
  branches: 3,
  buttons: 3,
};

const atKey = (value: unknown, key: string | number): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;

/** The step at a place; `undefined` behind the end of its list. */
export function stepAt(list: readonly Step[], [index, ...within]: readonly (string | number)[]): Step | undefined {
  const step = list[index as number];
  if (within.length === 0 || step === undefined) return step;
  const length = LENGTH_OF_WAY[within[0] as string] ?? within.length;
  const inner = within.slice(0, length).reduce<unknown>(atKey, step) as readonly Step[] | undefined;
  return stepAt(inner ?? [], within.slice(length));
}

/** The next place in the same list. */
export const forward = (at: Place): Place => [...at.slice(0, -1), (at.at(-1) as number) + 1];

/** Out of a list within a step, behind that step. */
export function outward(at: Place): Place {
  const ways = [1, 2, 3].filter((length) => LENGTH_OF_WAY[at.at(-1 - length) as string] === length);
  return forward(at.slice(0, -1 - (ways[0] ?? 1)));
}

/** Every list of steps within a step, as it was sent or as it was read, with the way to it. */
export function listsWithin(step: object): { way: Place; steps: unknown }[] {
  return Object.entries(step).flatMap(([key, value]): { way: Place; steps: unknown }[] => {
    const length = Object.hasOwn(LENGTH_OF_WAY, key) ? LENGTH_OF_WAY[key] : undefined;
    if (length === undefined || value === null || typeof value !== 'object') return [];
    if (length === 1) return [{ way: [key], steps: value }];
    if (length === 2) return Object.entries(value).map(([choice, inner]) => ({ way: [key, choice], steps: inner }));
    if (!Array.isArray(value)) return [];
    return value.map((item, at) => ({ way: [key, at, 'steps'], steps: atKey(item, 'steps') }));
  });
}

/** Every step of a list and of the lists within, outermost first, with its place as a JSON pointer. */
export function* everyStep(list: unknown, path: string): Generator<{ step: Record<string, unknown>; path: string }> {
  if (!Array.isArray(list)) return;
  for (const [index, step] of list.entries()) {
    const here = `${path}/${index}`;
    if (step === null || typeof step !== 'object') continue;
    yield { step, path: here };
    for (const { way, steps: inner } of listsWithin(step)) yield* everyStep(inner, here + pointer(way));
  }
}
