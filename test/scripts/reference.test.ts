/** The reference says what the catalogues say, and its examples can be saved as they stand there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { STEP_TEXTS } from '../../scripts/reference/step-texts';
import { STEPS_FILE, stepsText } from '../../scripts/reference/steps';
import { OPERATOR_TEXTS, TRIGGER_TEXTS } from '../../scripts/reference/trigger-texts';
import { TRIGGERS_FILE, triggersText } from '../../scripts/reference/triggers';
import { STEPS, TRIGGERS } from '../../src/engine/catalogue';
import { OPERATORS } from '../../src/engine/condition';
import { FACTS } from '../../src/engine/facts';
import { lintWorkflow } from '../../src/engine/lint';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { validateWorkflow } from '../../src/engine/validate';

describe('the reference', () => {
  test.each([
    [TRIGGERS_FILE, triggersText()],
    [STEPS_FILE, stepsText()],
  ])('%s is current; else run npm run docs', (file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('names every trigger, setting, fact, operator and step', () => {
    const [triggers, steps] = [triggersText(), stepsText()];
    const named = [...TRIGGERS.values()].flatMap(({ type, title, settings }) => [
      type,
      title.ko,
      ...Object.keys(settings),
    ]);
    const all = [...named, ...FACTS.flatMap(({ name, title }) => [name, title.ko]), ...OPERATORS.keys()];
    expect(all.filter((name) => !triggers.includes(name))).toEqual([]);
    expect(
      [...STEPS.values()].flatMap(({ name, title }) => [name, title.ko]).filter((name) => !steps.includes(name)),
    ).toEqual([]);
  });

  test('says nothing of what there is not', () => {
    expect(Object.keys(TRIGGER_TEXTS).sort()).toEqual([...TRIGGERS.keys()].sort());
    expect(Object.keys(STEP_TEXTS).sort()).toEqual([...STEPS.keys()].sort());
    expect(Object.keys(OPERATOR_TEXTS).sort()).toEqual([...OPERATORS.keys()].sort());
  });
});

describe('its examples are in order', () => {
  test.each(Object.entries(TRIGGER_TEXTS))('%s', (type, { example }) => {
    const validated = validateWorkflow(example);
    if (!validated.ok) throw new Error(JSON.stringify(validated.problems));
    expect(validated.draft.trigger.type).toBe(type);
    expect(lintWorkflow(validated.draft, { others: [], place: 0, settings: DEFAULT_SETTINGS })).toEqual([]);
  });

  test.each(Object.entries(STEP_TEXTS))('%s', (name, { example }) => {
    const type = name.startsWith('call.') ? 'call.ringing' : 'message.customer';
    const validated = validateWorkflow({ name, trigger: { type }, steps: [example] });
    // What only Threadkeeper's own workflows have is refused in all others.
    const { isSystem } = STEPS.get(name) ?? {};
    expect(validated).toMatchObject(
      isSystem ? { ok: false, problems: [{ path: '/steps/0/do' }] } : { ok: true, draft: { steps: [{ do: name }] } },
    );
  });
});
