import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { type LintContext, lintWorkflow, type OtherWorkflow } from '../../src/engine/lint';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { validateWorkflow } from '../../src/engine/validate';
import type { WorkflowDraft } from '../../src/engine/workflow';
import { workflow as published, Story } from './story';

type Value = Record<string, unknown>;

function draft(value: Value): WorkflowDraft {
  const validated = validateWorkflow({ name: 'mine', trigger: { type: 'message.customer' }, steps: [], ...value });
  if (!validated.ok) throw new Error(JSON.stringify(validated.problems));
  return validated.draft;
}
const other = (id: string, value: Value, status: OtherWorkflow['status'] = 'active'): OtherWorkflow => {
  return { ...draft({ name: id, ...value }), id, status };
};
const found = (value: Value, context: Partial<LintContext> = {}) =>
  lintWorkflow(draft(value), { others: [], place: 0, settings: DEFAULT_SETTINGS, ...context }).map(
    ({ code, path }) => `${code} ${path}`,
  );
const steps = (...list: Value[]) => ({ steps: list });

const note = { do: 'note.add', text: 'here' };
const end = { do: 'end' };
const close = { do: 'conversation.close' };
const wait = { do: 'wait', duration: 'PT1M' };
const tier = (value: string) => ({ fact: 'customer.tier', op: 'is', value });
const branch = (...branches: [unknown, ...Value[]][]) => ({
  ...{ do: 'branch', branches: branches.map(([when, ...inner]) => ({ when, steps: inner })) },
});

describe('steps that no run reaches', () => {
  test('behind an end, wherever it stands', () => {
    expect(found(steps(note, end, note, note))).toEqual(['unreachable /steps/2']);
    expect(found(steps({ ...branch([tier('a'), end]), otherwise: [end] }, note))).toEqual(['unreachable /steps/1']);
    expect(found(steps(branch([tier('a'), end]), note))).toEqual([]);
    expect(found(steps({ ...branch([tier('a'), end, note]), otherwise: [] }, note))).toEqual([
      'unreachable /steps/0/branches/0/steps/1',
    ]);
    const buttons = { do: 'message.buttons', text: '?', buttons: [{ label: 'a', steps: [end] }] };
    expect(found(steps(buttons, note))).toEqual(['unreachable /steps/1']);
    expect(found(steps({ ...buttons, onTimeout: [note] }, note))).toEqual([]);
    const menu = { do: 'call.menu', text: '?', choices: { 1: [{ do: 'call.hangUp' }] }, otherwise: [end] };
    const ringing = { trigger: { type: 'call.ringing' } };
    expect(found({ ...ringing, ...steps(menu, note) })).toEqual(['unreachable /steps/1']);
    expect(found({ ...ringing, ...steps({ ...menu, otherwise: undefined }, note) })).toEqual([]);
  });

  test('what waits behind closing the chat', () => {
    expect(found(steps(close, note, wait, note))).toEqual(['closedBefore /steps/2', 'unreachable /steps/3']);
    expect(found(steps(close, { do: 'survey.send', question: '?' }))).toEqual(['closedBefore /steps/1']);
    expect(found(steps(close, { do: 'wait', duration: 'PT0S' }, note))).toEqual([]);
    expect(found(steps(close, { do: 'conversation.open' }, wait, note))).toEqual([]);
    expect(found(steps(branch([tier('a'), close]), wait))).toEqual([]);
    expect(found(steps({ ...branch([tier('a'), close]), otherwise: [close] }, wait))).toEqual([
      'closedBefore /steps/1',
    ]);
    expect(found({ trigger: { type: 'chat.closed' }, ...steps(close, wait, note) })).toEqual([]);
    expect(found({ trigger: { type: 'call.inbound' }, ...steps(close, wait, note) })).toEqual([]);
  });

  test('branches whose condition never holds, or that an earlier one takes', () => {
    const never = { all: [tier('a'), tier('b')] };
    expect(found(steps(branch([never, note])))).toEqual(['neverHolds /steps/0/branches/0/when']);
    expect(found(steps(branch([tier('a'), note], [tier('A'), end])))).toEqual([
      'coveredBefore /steps/0/branches/1/when',
    ]);
    const either = { fact: 'customer.tier', op: 'oneOf', value: ['a', 'b'] };
    expect(
      found(steps(branch([either, note], [{ all: [tier('b'), { fact: 'customer.member', op: 'is', value: true }] }]))),
    ).toEqual(['coveredBefore /steps/0/branches/1/when']);
    expect(found(steps(branch([tier('a'), note], [either, note])))).toEqual([]);
    expect(found(steps({ ...branch([{ all: [] }, note]), otherwise: [note] }))).toEqual([
      'unreachable /steps/0/otherwise',
    ]);
    expect(found({ filter: never })).toEqual(['neverHolds /filter']);
  });
});

describe('against the engine', () => {
  const condition = fc.constantFrom<unknown>(
    ...[{ all: [] }, { any: [] }, tier('a'), tier('b'), { not: tier('a') }, { all: [tier('a'), tier('b')] }],
  );
  const { list } = fc.letrec<{ list: Value[]; step: Value }>((tie) => ({
    step: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Value>(end, close, wait, { do: 'conversation.open' }, { do: 'ask.once', text: '?', as: 'x' }),
      fc.constant<Value>(note),
      fc
        .record({
          branches: fc.array(fc.record({ when: condition, steps: tie('list') }), { minLength: 1, maxLength: 3 }),
          otherwise: fc.option(tie('list'), { nil: undefined }),
        })
        .map((of): Value => ({ do: 'branch', ...of })),
    ),
    list: fc.array(tie('step'), { maxLength: 4 }),
  }));

  test('no run takes a step of which lint says that none comes there', () => {
    let claims = 0;
    fc.assert(
      fc.property(list, fc.constantFrom('a', 'b', 'c'), (inner, customerTier) => {
        // Every note says where it stands.
        let told: string[] = [];
        const marked = mark(inner, '/steps') as Value[];
        const trigger = { type: 'message.customer' };
        told = found({ trigger, steps: marked });
        const dead = told.filter((one) => !one.startsWith('unknown')).map((one) => one.split(' ') as [string, string]);
        claims += dead.length;
        const story = new Story([published('mine', { trigger, steps: marked })]);
        story.customer = { id: 'cu', tier: customerTier };
        story.event('message.read', { upToMessageId: 'm', customer: story.customer });
        story.customerSays('hello');
        for (let n = 0; n < 6; n++) {
          story.pass('PT2M');
          story.customerSays('again');
        }
        const taken = story.effects.filter(({ type }) => type === 'note.add').map(({ fields }) => String(fields.text));
        for (const [code, path] of dead) {
          const gone = code === 'neverHolds' || code === 'coveredBefore' ? path.replace(/when$/, 'steps') : path;
          expect(taken.filter((at) => isBehind(at, gone, code === 'unreachable'))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
    expect(claims).toBeGreaterThan(50);
  });

  function mark(value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((item, at) => mark(item, `${path}/${at}`));
    if (value === null || typeof value !== 'object') return value;
    if ((value as Value).do === 'note.add') return { do: 'note.add', text: path };
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key === 'when' ? inner : mark(inner, `${path}/${key}`)]),
    );
  }

  /** Within the place, or behind it in the same list. */
  function isBehind(at: string, place: string, andBehind: boolean): boolean {
    if (at === place || at.startsWith(`${place}/`)) return true;
    const cut = place.lastIndexOf('/');
    const [list, index] = [place.slice(0, cut), Number(place.slice(cut + 1))];
    if (!andBehind || Number.isNaN(index) || !at.startsWith(`${list}/`)) return false;
    return Number(at.slice(list.length + 1).split('/')[0]) >= index;
  }
});

describe('placeholders', () => {
  const text = (value: string) => ({ do: 'note.add', text: value });

  test('that name no fact, or one of the other kind of conversation', () => {
    expect(
      found(steps(text('{{customer.name}} {{customer.profile.Size EU}} {{reconnectLink}} {{conversation.tags}}'))),
    ).toEqual([]);
    expect(
      found(
        steps(text('{{customer.nmae}}'), {
          do: 'message.send',
          link: { label: '{{x}}', url: 'https://a.example/{{y}}' },
        }),
      ),
    ).toEqual([
      'unknownPlaceholder /steps/0/text',
      'unknownPlaceholder /steps/1/link/label',
      'unknownPlaceholder /steps/1/link/url',
    ]);
    const chat = { trigger: { type: 'chat.opened' } };
    expect(found({ ...chat, ...steps(text('{{call.from}}')) })).toEqual(['unknownPlaceholder /steps/0/text']);
    expect(found({ trigger: { type: 'call.inbound' }, ...steps(text('{{call.from}}')) })).toEqual([]);
  });

  test('that name what no step before has asked for', () => {
    const ask = { do: 'ask.once', text: '{{answer.size}}', as: 'size', onTimeout: [text('{{answer.size}}')] };
    const form = { do: 'form.send', text: '?', fields: [{ name: 'mail', label: '{{answer.mail}}', type: 'email' }] };
    const call = { do: 'webhook.call', url: 'https://a.example', body: { of: '{{result.order.id}}' }, as: 'order' };
    const asks = steps(ask, form, call, text('{{answer.size}} {{answer.mail}} {{result.order.a.b}} {{answer.else}}'));
    expect(found(asks)).toEqual([
      'unknownPlaceholder /steps/0/text',
      'unknownPlaceholder /steps/1/fields/0/label',
      'unknownPlaceholder /steps/2/body/of',
      'unknownPlaceholder /steps/3/text',
    ]);
    expect(found({ trigger: { type: 'module' }, ...steps(text('{{answer.callers}}')) })).toEqual([]);
    const linked = { others: [other('m', { trigger: { type: 'module' } })] };
    expect(found(steps({ do: 'module.run', workflowId: 'm' }, text('{{answer.modules}}')), linked)).toEqual([]);
  });
});

describe('modules', () => {
  const run = steps({ do: 'module.run', workflowId: 'm' });
  const module = (id: string, to?: string) =>
    other(id, { trigger: { type: 'module' }, ...(to ? steps({ do: 'module.run', workflowId: to }) : {}) });

  test('that are not there are refused; that are not active warned of', () => {
    const of = (others: OtherWorkflow[]) =>
      lintWorkflow(draft(run), { others, place: 0, settings: DEFAULT_SETTINGS }).map(({ severity, code }) => [
        severity,
        code,
      ]);
    expect(of([])).toEqual([['error', 'unknownModule']]);
    expect(of([other('m', {})])).toEqual([['error', 'notAModule']]);
    expect(of([{ ...module('m'), status: 'paused' }])).toEqual([['warning', 'moduleNotActive']]);
    expect(of([module('m')])).toEqual([]);
  });

  test('that link each other in a circle', () => {
    const circle = [module('m', 'n'), module('n', 'me')];
    expect(found({ trigger: { type: 'module' }, ...run }, { id: 'me', others: circle })).toEqual([
      'loop /steps/0/workflowId',
    ]);
    expect(found(run, { id: 'me', others: [module('m', 'n'), module('n')] })).toEqual([]);
    const itself = { trigger: { type: 'module' }, ...steps({ do: 'module.run', workflowId: 'me' }) };
    expect(found(itself, { id: 'me' })).toEqual(['loop /steps/0/workflowId']);
  });
});

describe('workflows that set each other off', () => {
  const closes = { trigger: { type: 'chat.opened' }, ...steps(note, close) };
  const opens = { trigger: { type: 'chat.closed' }, ...steps({ do: 'conversation.open' }) };

  test('opening and closing in a circle', () => {
    expect(found(closes, { others: [other('opens', opens)] })).toEqual(['loop /steps/1']);
    expect(found(opens, { others: [other('closes', closes)] })).toEqual(['loop /steps/0']);
    const once = other('closes', { ...closes, trigger: { type: 'chat.opened', timing: 'first' } });
    expect(found(opens, { others: [once] })).toEqual([]);
    expect(found(opens, { others: [other('closes', closes, 'paused')] })).toEqual([]);
    expect(
      found({ trigger: { type: 'chat.opened' }, ...steps({ do: 'conversation.snooze', duration: 'PT1H' }) }),
    ).toEqual(['loop /steps/0']);
    expect(found({ trigger: { type: 'chat.closed' }, ...steps(close) })).toEqual([]);
  });

  test('the circle is named', () => {
    const [finding] = lintWorkflow(draft(closes), {
      others: [other('opens', opens)],
      place: 0,
      settings: DEFAULT_SETTINGS,
    });
    expect(finding?.message).toContain('"mine" → "opens" → "mine"');
  });
});

describe('exclusive workflows of which one never wins', () => {
  const exclusive = (value: Value = {}) => ({ mode: 'exclusive', ...value });
  const vip = { filter: { all: [tier('VIP'), { fact: 'customer.member', op: 'is', value: true }] } };

  test('behind one that always fires first', () => {
    const behind = (value: Value) => ({ others: [other('o', exclusive(value))], place: 1 });
    expect(found(exclusive(vip), behind({}))).toEqual(['neverWins /mode']);
    expect(found(exclusive(vip), behind({ filter: tier('vip') }))).toEqual(['neverWins /mode']);
    expect(found(exclusive(vip), behind({ filter: tier('gold') }))).toEqual([]);
    expect(found(exclusive(vip), behind({ hours: 'inside' }))).toEqual([]);
    expect(found(exclusive({ hours: 'inside' }), behind({ hours: 'inside' }))).toEqual(['neverWins /mode']);
    expect(found(exclusive(), behind({ trigger: { type: 'message.customer', scope: 'inInbox' } }))).toEqual([]);
    expect(found(vip, behind({}))).toEqual([]);
    expect(found(exclusive(vip), { others: [other('o', {})], place: 1 })).toEqual([]);
  });

  test('before one that it keeps from ever firing', () => {
    const others = [other('o', exclusive(vip))];
    expect(found(exclusive(), { others, place: 0 })).toEqual(['shadows /mode']);
    expect(found(exclusive({ filter: tier('gold') }), { others, place: 0 })).toEqual([]);
  });

  test('bots of a campaign go before the others', () => {
    const bot = (campaigns?: string[]) => ({ trigger: { type: 'chat.started', ...(campaigns && { campaigns }) } });
    const others = (value: Value) => ({ others: [other('o', value)], place: 1 });
    expect(found(bot(['a']), others(bot()))).toEqual([]);
    expect(found(bot(), others(bot(['a'])))).toEqual([]);
    expect(found(bot(['a']), others(bot(['a', 'b'])))).toEqual(['neverWins /mode']);
    expect(found(bot(), others(bot()))).toEqual(['neverWins /mode']);
  });
});

test('out of office and continuity say the same twice', () => {
  const away = { hours: 'outside', ...steps({ do: 'message.send', text: 'tomorrow' }) };
  const continuity = {
    settings: { ...DEFAULT_SETTINGS, continuity: { ...DEFAULT_SETTINGS.continuity, enabled: true } },
  };
  expect(found(away, continuity)).toEqual(['duplicatesContinuity /hours']);
  expect(found(away)).toEqual([]);
  const outside = { fact: 'hours.inside', op: 'is', value: false };
  expect(found({ ...away, hours: 'always', filter: { all: [outside] } }, continuity)).toEqual([
    'duplicatesContinuity /filter',
  ]);
  expect(found({ ...away, hours: 'always' }, continuity)).toEqual([]);
  expect(found({ ...away, steps: [note] }, continuity)).toEqual([]);
  expect(found({ ...away, trigger: { type: 'message.agent' } }, continuity)).toEqual([]);
  expect(found({ ...away, trigger: { type: 'chat.queued' } }, continuity)).toEqual(['duplicatesContinuity /hours']);
  const inside = { fact: 'hours.inside', op: 'is', value: true };
  expect(found({ ...away, hours: 'always', filter: { not: inside } }, continuity)).toEqual([
    'duplicatesContinuity /filter',
  ]);
  const ways = (when: object, ...[inner, otherwise]: object[][]) =>
    steps({ do: 'branch', branches: [{ when, steps: inner }], otherwise });
  expect(found(ways(outside, away.steps, [note]), continuity)).toEqual([
    'duplicatesContinuity /steps/0/branches/0/when',
  ]);
  expect(found(ways(inside, [note], away.steps), continuity)).toEqual(['duplicatesContinuity /steps/0']);
  expect(found(ways(inside, away.steps, [note]), continuity)).toEqual([]);
});
