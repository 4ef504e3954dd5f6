/** `docs/steps.md`: steps, their fields, and how they are done. */
import { STEPS, type StepEntry } from '../../src/engine/catalogue';
import { fieldsOf } from './field-types';
import { json, page, table } from './markdown';
import { STEP_TEXTS } from './step-texts';

export const STEPS_FILE = 'docs/steps.md';

const INTRODUCTION = `# Steps

What a workflow does, in order: \`{ "do": name, … }\`. Texts may use placeholders: facts such as \`{{customer.name}}\` (see
[triggers](triggers.md#facts)), answers \`{{answer.NAME}}\`, results of webhooks \`{{result.NAME.PATH}}\`; what is missing is empty.
In messages, questions, SMS and e-mails to the customer \`{{reconnectLink}}\` is a link back into this session, where the channel brings customers back.

A step that fails for good ends its run, visibly; other runs go on. Effects at the channel are sent in order; webhooks, SMS and
e-mails go their own way and hold up nobody.

_This page is written by \`npm run docs\` from the catalogues in \`src/engine\`._
`;

const LANES: Readonly<Record<StepEntry['lane'], string>> = {
  channel: 'at the channel',
  slow: 'apart from the channel',
  voice: 'said to the caller, before an agent is connected',
  engine: 'by the engine alone',
};
const AWAITS: Readonly<Record<NonNullable<StepEntry['awaits']>, string>> = {
  customer: 'the run stands still until the customer answers',
  effect: 'the run stands still until it is answered',
  caller: 'the run stands still until the caller has answered, or the call came back',
};

export function stepsText(): string {
  const overview = table(
    ['step', 'English', '한국어'],
    [...STEPS.values()].map(({ name, title }) => [`[\`${name}\`](#${anchor(name)})`, title.en, title.ko]),
  );
  return page([INTRODUCTION, overview, ...[...STEPS.values()].map(entry)]);
}

/** As GitHub makes it of a heading that is a name. */
const anchor = (name: string) => name.toLowerCase().replaceAll('.', '');

function entry({ name, title, lane, awaits }: StepEntry): string {
  const { does, fields: meanings = {}, example } = STEP_TEXTS[name];
  const rows = fieldsOf(name).map((field) => [
    `\`${field.name}\`${field.isRequired ? '' : '?'}`,
    field.type,
    meanings[field.name] ?? '',
  ]);
  return `
## ${name}

**${title.en} · ${title.ko}** — ${LANES[lane]}${awaits ? `; ${AWAITS[awaits]}` : ''}

${does}

${rows.length === 0 ? '' : `${table(['field', '', ''], rows)}\n`}${json(example)}`;
}
