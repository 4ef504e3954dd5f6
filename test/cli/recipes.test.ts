/** `threadkeeper recipes`: what it asks of the API, and what it tells people. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Receiver } from './receiver';
import { cli } from './run-cli';

let receiver: Receiver;
const title = (en: string, ko: string) => ({ en, ko });
const recipe = {
  key: 't13-delivery-team',
  trigger: 'T13',
  title: title('Delivery goes to logistics', '배송 문의는 물류팀으로'),
  parameters: {
    words: { type: 'words', title: title('Words', '단어'), default: ['delivery'] },
    teamId: { type: 'id', title: title('Logistics team', '물류팀'), example: 'team-logistics' },
    length: { type: 'digits', title: title('Digits', '자릿수'), default: 6 },
  },
};
const INSTALL = 'POST /v1/recipes/t13-delivery-team/install';

beforeEach(async () => {
  receiver = await new Receiver().start();
  receiver.routes['GET /v1/recipes'] = () => ({ body: { items: [recipe] } });
  receiver.routes[INSTALL] = (body) => ({
    status: 201,
    body: {
      language: 'en',
      workflows: [{ id: 'wf_1', name: 'Delivery goes to logistics' }],
      examples: 'teamId' in ((body as { parameters: object }).parameters ?? {}) ? [] : ['teamId'],
    },
  });
  receiver.routes['POST /v1/workflows/wf_1/publish'] = () => ({ body: {} });
});
afterEach(() => receiver.stop());

const recipes = (...args: string[]) => cli('recipes', ...args, '--url', receiver.url);
const routes = () => receiver.calls.map(({ route }) => route);
const asked = () => receiver.calls.find(({ route }) => route === INSTALL)?.body;

describe('recipes list', () => {
  test('tells keys, titles and parameters', async () => {
    const { code, out } = await recipes('list');
    expect(code).toBe(0);
    expect(out).toMatch(/T13 +t13-delivery-team +Delivery goes to logistics +words, teamId, length/);
  });

  test('in Korean where asked', async () => {
    expect((await recipes('list', '--language', 'ko')).out).toContain('배송 문의는 물류팀으로');
    expect(await recipes('list', '--language', 'fr')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ko or en'),
    });
  });
});

describe('recipes install', () => {
  test('makes drafts, and says what is only an example', async () => {
    const { code, out } = await recipes('install', recipe.key);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'Delivery goes to logistics: created, not published (wf_1)',
      'teamId is an example only (Logistics team): edit it before you publish.',
    ]);
    expect(asked()).toEqual({ parameters: {} });
  });

  test('takes parameters as their types want them, and publishes', async () => {
    const given = ['--set', 'words=배송, 택배', 'teamId=team=7', '--set', 'length=4', '--language', 'ko', '--publish'];
    const { code, out } = await recipes('install', recipe.key, ...given);
    expect(code).toBe(0);
    expect(out).toBe('Delivery goes to logistics: created and published (wf_1)');
    expect(asked()).toEqual({
      language: 'ko',
      parameters: { words: ['배송', '택배'], teamId: 'team=7', length: 4 },
    });
    expect(routes().at(-1)).toBe('POST /v1/workflows/wf_1/publish');
  });

  test('does not publish what is only an example', async () => {
    expect(await recipes('install', recipe.key, '--publish')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--set teamId=… (Logistics team)'),
    });
    expect(routes()).not.toContain(INSTALL);
  });

  test.each([
    ['t99', [], 'recipes list'],
    [recipe.key, ['--set', 'team=x'], 'words, teamId, length'],
    [recipe.key, ['--set', 'teamId'], 'NAME=VALUE'],
    [recipe.key, ['--language', 'fr'], 'ko or en'],
  ])('asked wrongly: %s %j', async (key, args, says) => {
    expect(await recipes('install', key, ...args)).toMatchObject({ code: 2, err: expect.stringContaining(says) });
    expect(routes()).not.toContain(INSTALL);
  });
});
