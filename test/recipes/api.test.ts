/** Recipes by API. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { recipeFiles } from '../../scripts/recipes-index';
import { Installation } from '../api/installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});
const install = (key: string, json: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  api.call(`POST /v1/recipes/${key}/install`, { as: 'acme write', json, headers });
const workflows = async () => (await api.call('GET /v1/workflows')).body.items;

test('GET lists them all, with titles in both languages and what may be chosen', async () => {
  const { status, body } = await api.call('GET /v1/recipes', { as: 'acme read' });
  expect(status).toBe(200);
  expect(body.items).toHaveLength(36);
  expect(body.items).toContainEqual({
    key: 't04-please-wait',
    trigger: 'T4',
    source: expect.stringContaining('잠시 기다려 달라는 메시지'),
    title: { ko: '대기 중인 고객에게 안내하기', en: expect.any(String) },
    description: { ko: expect.any(String), en: expect.any(String) },
    parameters: { wait: { type: 'duration', title: { ko: '대기시간', en: 'Wait' }, default: 'PT1M' } },
  });
  const page = (await api.call('GET /v1/recipes?limit=10')).body;
  const next = (await api.call(`GET /v1/recipes?limit=100&cursor=${page.next}`)).body;
  expect([...page.items, ...next.items]).toEqual(body.items);
});

test.each(['ko', 'en'])('every recipe can be installed in %s and published', async (language) => {
  for (const { recipe } of recipeFiles()) {
    const { status, body } = await install(recipe.key, { language });
    expect([recipe.key, status]).toEqual([recipe.key, 201]);
    expect(body).toMatchObject({ key: recipe.key, language });
    for (const { id, status: stage } of body.workflows) {
      expect(stage).toBe('draft');
      expect((await api.call(`POST /v1/workflows/${id}/publish`)).body.status).toBe('active');
    }
  }
  expect((await api.call('GET /v1/workflows?limit=100')).body.items).toHaveLength(37);
});

describe('installing', () => {
  test('makes drafts with what was chosen, and says what is an example still', async () => {
    const { status, body } = await install('t04-vip-first', {
      language: 'en',
      parameters: { wait: 'PT2M', tier: 'Gold' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      examples: ['teamId'],
      workflows: [
        {
          name: 'VIPs in the queue come first',
          status: 'draft',
          trigger: { type: 'chat.queued', wait: 'PT2M' },
          filter: { value: 'Gold' },
          steps: [{ do: 'priority.set' }, { do: 'team.assign', teamId: 'team-vip' }],
        },
      ],
    });
    expect(await workflows()).toMatchObject([{ id: body.workflows[0].id, status: 'draft' }]);
  });

  test('a module comes before the workflow that links it, by its id', async () => {
    const { body } = await install('t13-returns-module');
    const [module, main] = body.workflows;
    expect(module.trigger).toEqual({ type: 'module', usableInChat: true });
    expect(main.steps).toContainEqual({ do: 'module.run', workflowId: module.id });
    expect((await workflows()).map(({ id }: { id: string }) => id)).toEqual([module.id, main.id]);
  });

  test('the language is that of the workspace unless another is chosen', async () => {
    expect((await api.call('POST /v1/recipes/t08-outbound-tag/install', {})).body).toMatchObject({ language: 'ko' });
    await api.call('PATCH /v1/settings', { json: { language: 'fr' } });
    expect((await install('t08-outbound-tag')).body).toMatchObject({
      language: 'en',
      workflows: [{ steps: [{ tag: 'outbound' }] }],
    });
  });

  test('a repeat with the same Idempotency-Key makes nothing more; without one it does', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await install('t13-returns-module', {}, headers);
    expect((await install('t13-returns-module', {}, headers)).body).toEqual(first.body);
    expect(await workflows()).toHaveLength(2);
    await install('t13-returns-module');
    expect(await workflows()).toHaveLength(4);
  });

  test('belongs to the workspace of the key, and needs one that may write', async () => {
    await install('t08-outbound-tag');
    expect((await api.call('GET /v1/workflows', { as: 'other admin' })).body.items).toEqual([]);
    expect((await api.call('POST /v1/recipes/t08-outbound-tag/install', { as: 'acme read' })).status).toBe(403);
  });
});

describe('is refused, and makes nothing,', () => {
  test.each([
    ['an unknown parameter', { parameters: { team: 'x' } }, '/parameters/team'],
    ['one that only objects have', { parameters: { constructor: 'x' } }, '/parameters/constructor'],
    ['a wait that is none', { parameters: { wait: '3 minutes' } }, '/parameters/wait'],
    ['a wait that is too long', { parameters: { wait: 'PT73H' } }, '/parameters/wait'],
    ['a text where an address belongs', { parameters: { chatUrl: 'our chat' } }, '/parameters/chatUrl'],
    ['an address of no web', { parameters: { chatUrl: 'javascript:alert(1)' } }, '/parameters/chatUrl'],
    ['a list where a text belongs', { parameters: { wait: ['PT1M'] } }, '/parameters/wait'],
    ['another language', { language: 'fr' }, '/language'],
    ['an unknown field', { name: 'mine' }, '/name'],
  ])('%s', async (_, json, path) => {
    const { status, body } = await install('t07-offer-chat', json);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path, message: expect.any(String) }]);
    expect(await workflows()).toEqual([]);
  });

  test.each(['t99-nothing', '__proto__', 'constructor'])('the recipe %s', async (key) => {
    expect(await install(key)).toMatchObject({ status: 404, body: { detail: expect.stringContaining('/v1/recipes') } });
  });
});
