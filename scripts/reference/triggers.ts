/** `docs/triggers.md`: triggers, their settings and facts, operators. */
import { type Setting, TRIGGERS, type TriggerEntry } from '../../src/engine/catalogue';
import { OPERATORS } from '../../src/engine/condition';
import { FACTS, type FactGroup } from '../../src/engine/facts';
import { cells, json, page, table } from './markdown';
import { OPERATOR_TEXTS, SETTING_TEXTS, TRIGGER_TEXTS, type TriggerText } from './trigger-texts';

export const TRIGGERS_FILE = 'docs/triggers.md';

const INTRODUCTION = `# Triggers

A workflow has exactly one trigger. When the trigger is met, its settings, the workflow's \`hours\` and its \`filter\` decide; then the
[steps](steps.md) run. What kept a workflow from firing stands in the timeline of the conversation, and
\`GET …/timeline/{entryId}/explanation\` tells of every condition what was found.

_This page is written by \`npm run docs\` from the catalogues in \`src/engine\`._
`;

const GROUPS: Readonly<Record<FactGroup, string>> = {
  chat: 'page and campaign',
  call: 'call',
  customer: 'customer',
  conversation: 'conversation',
  previous: 'previous conversation',
  message: 'message',
  agent: 'agent',
  time: 'time',
};

export function triggersText(): string {
  const overview = table(
    ['', 'trigger', 'English', '한국어'],
    [...TRIGGERS.values()].map(({ key, type, title }) => [key, `[\`${type}\`](#${anchor(type)})`, title.en, title.ko]),
  );
  const entries = [...TRIGGERS.values()].map(entry);
  return page([INTRODUCTION, overview, ...entries, facts(), operators()]);
}

/** As GitHub makes it of a heading that is a type. */
const anchor = (type: string) => type.toLowerCase().replaceAll('.', '');

function entry(trigger: TriggerEntry): string {
  const { key, type, title, facts: groups } = trigger;
  const { fires, never, example } = textOf(type);
  return `
## ${type}

**${key} ${title.en} · ${title.ko}**${trigger.exclusive ? ' (always exclusive)' : ''}

Fires when ${fires}.${never === undefined ? '' : ` Never when ${never}.`}

${settings(trigger)}Facts: ${groups.map((group) => GROUPS[group]).join(', ')}.

${json(example)}`;
}

function textOf(type: string): TriggerText {
  const text = TRIGGER_TEXTS[type];
  if (!text) throw new Error(`scripts/reference/trigger-texts.ts says nothing of ${type}`);
  return text;
}

function settings({ settings: known, defaults }: TriggerEntry): string {
  const rows = (Object.keys(known) as Setting[]).map((name) => {
    const values = known[name] === true ? '' : (known[name] ?? []).map((value) => `\`${value}\``).join(' ');
    const usual = defaults[name] === undefined ? '' : `\`${String(defaults[name])}\``;
    return [`\`${name}\``, values, usual, SETTING_TEXTS[name]];
  });
  return rows.length === 0 ? '' : `${table(['setting', 'values', 'default', ''], rows)}\n`;
}

function facts(): string {
  const rows = FACTS.map(({ name, type, group, title, values }) => [
    ...[`\`${name}\``, `${title.en} · ${title.ko}`, GROUPS[group], type === 'string' ? 'text' : type],
    (values ?? []).map((value) => `\`${value}\``).join(' '),
  ]);
  const profile = ['`customer.profile.NAME`', 'Any field of the profile', GROUPS.customer, 'any', ''];
  return `
## Facts

Facts for conditions, and for texts as \`{{customer.name}}\`. A fact that is absent makes its condition false (and \`not\` of it true),
never an error.

${table(['fact', '', 'of', 'type', 'values'], [...rows, profile])}`;
}

function operators(): string {
  const rows = [...OPERATORS.values()].map(({ name, types }) => [
    `\`${name}\``,
    cells(types.map((type) => (type === 'string' ? 'text' : type))),
    OPERATOR_TEXTS[name] ?? '',
  ]);
  return `
## Operators

Conditions nest in \`all\`, \`any\` and \`not\`. Texts compare NFC-normalised and without regard to case.

${table(['op', 'for', 'holds when it is'], rows)}`;
}
