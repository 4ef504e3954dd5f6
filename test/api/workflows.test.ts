import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation, START, tagging } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const make = async (name: string, more = {}) =>
  (await api.call('POST /v1/workflows', { json: tagging(name, more) })).body.id as string;
const live = async () => {
  const version = await api.deps.configuration.liveVersion('acme');
  const snapshot = await api.deps.configuration.getSnapshot('acme', version);
  return (snapshot?.workflows ?? []).map(({ name, revision }) => `${name} ${revision}`);
};
const names = async () => (await api.call('GET /v1/workflows')).body.items.map((one: { name: string }) => one.name);

describe('drafts', () => {
  test('are made with the defaults filled in, and do not run', async () => {
    const answer = await api.call('POST /v1/workflows', { json: tagging('a') });
    expect(answer).toMatchObject({ status: 201, headers: { etag: '"1"' } });
    expect(answer.headers.location).toBe(`/v1/workflows/${answer.body.id}`);
    expect(answer.body).toMatchObject({ revision: 1, status: 'draft', hours: 'always', mode: 'background' });
    expect(answer.body.createdAt).toBe('2026-01-05T09:00:00.000Z');
    expect(await live()).toEqual([]);
  });

  test('that cannot run are refused with every place at fault', async () => {
    const json = {
      ...{ name: 'a', trigger: { type: 'chat.closed', wait: 'PT1M' } },
      filter: { all: [{ fact: 'message.text', op: 'contains', value: 'x' }] },
      steps: [{ do: 'sms.send', text: 'x' }],
    };
    const answer = await api.call('POST /v1/workflows', { json });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      '/trigger/wait',
      '/filter/all/0/fact',
    ]);
    expect(await names()).toEqual([]);
  });

  test('are edited with a rising revision; the trigger stays', async () => {
    const id = await make('a');
    const edited = await api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') });
    expect(edited).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { revision: 2, name: 'b' } });
    const other = await api.call(`PUT /v1/workflows/${id}`, { json: { name: 'b', trigger: { type: 'chat.closed' } } });
    expect(other.status).toBe(422);
    expect(other.body.errors[0].path).toBe('/trigger/type');
  });

  test('are edited only as the one that If-Match names', async () => {
    const id = await make('a');
    const put = (tag: string) =>
      api.call(`PUT /v1/workflows/${id}`, { json: tagging('b'), headers: { 'if-match': tag } });
    expect((await put('"1"')).status).toBe(200);
    expect(await put('"1"')).toMatchObject({ status: 412, headers: { etag: '"2"' } });
    expect((await put('"7", "2"')).status).toBe(200);
    expect((await put('*')).status).toBe(200);
    expect((await put('W/"4"')).status).toBe(412);
  });

  test('edits at the same time are all counted', async () => {
    const id = await make('a');
    await Promise.all(Array.from({ length: 8 }, () => api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') })));
    expect((await api.call(`GET /v1/workflows/${id}`)).body.revision).toBe(9);
  });

  test('that are not there are not found', async () => {
    for (const line of ['GET', 'DELETE']) expect((await api.call(`${line} /v1/workflows/no`)).status).toBe(404);
    for (const line of ['publish', 'pause']) expect((await api.call(`POST /v1/workflows/no/${line}`)).status).toBe(404);
    expect((await api.call('PUT /v1/workflows/no', { json: tagging('a') })).status).toBe(404);
  });
});

describe('publishing', () => {
  test('lets the newest revision run; a later edit waits for the next publish', async () => {
    const id = await make('a');
    api.now += 1000;
    const published = await api.call(`POST /v1/workflows/${id}/publish`);
    const publishedAt = '2026-01-05T09:00:01.000Z';
    expect(published.body).toMatchObject({ status: 'active', publishedRevision: 1, publishedAt });
    await api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') });
    expect(await live()).toEqual(['a 1']);
    const pending = (await api.call(`GET /v1/workflows/${id}`)).body;
    expect(pending).toMatchObject({ status: 'active', revision: 2, publishedRevision: 1, name: 'b' });
    expect([published.body.hasPendingEdit, pending.hasPendingEdit]).toEqual([false, true]);
    await api.call(`POST /v1/workflows/${id}/publish`);
    expect(await live()).toEqual(['b 2']);
  });

  test('what is published can be read while an edit is pending, and after the workflow was deleted', async () => {
    const id = await make('a');
    await api.call(`POST /v1/workflows/${id}/publish`);
    await api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') });
    const read = (revision: string, as = 'acme read') =>
      api.call(`GET /v1/workflows/${id}/revisions/${revision}`, { as });
    const publishedAt = '2026-01-05T09:00:00.000Z';
    expect(await read('1')).toMatchObject({ status: 200, body: { id, revision: 1, name: 'a', publishedAt } });
    expect((await read('2')).status).toBe(404);
    expect((await read('newest')).status).toBe(404);
    expect((await read('1', 'other read')).status).toBe(404);
    await api.call(`DELETE /v1/workflows/${id}`);
    expect((await read('1')).status).toBe(200);
  });

  test('keeps old revisions readable for their runs', async () => {
    const id = await make('a');
    await api.call(`POST /v1/workflows/${id}/publish`);
    await api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') });
    await api.call(`POST /v1/workflows/${id}/publish`);
    expect((await api.deps.configuration.getRevision('acme', id, 1))?.name).toBe('a');
  });

  test('an edit does not make it younger, a pause does', async () => {
    const id = await make('a');
    const activeSince = async () => {
      await api.call(`POST /v1/workflows/${id}/publish`);
      const version = await api.deps.configuration.liveVersion('acme');
      const [workflow] = (await api.deps.configuration.getSnapshot('acme', version))?.workflows ?? [];
      return (workflow?.activeSince ?? 0) - START;
    };
    expect(await activeSince()).toBe(0);
    api.now += 1000;
    await api.call(`PUT /v1/workflows/${id}`, { json: tagging('b') });
    expect(await activeSince()).toBe(0);
    await api.call(`POST /v1/workflows/${id}/pause`);
    expect(await activeSince()).toBe(1000);
  });

  test('pausing stops it, deleting too; a draft has nothing to pause', async () => {
    const [a, b] = [await make('a'), await make('b')];
    expect((await api.call(`POST /v1/workflows/${a}/pause`)).status).toBe(409);
    for (const id of [a, b]) await api.call(`POST /v1/workflows/${id}/publish`);
    expect((await api.call(`POST /v1/workflows/${a}/pause`)).body.status).toBe('paused');
    expect(await live()).toEqual(['b 1']);
    expect((await api.call(`DELETE /v1/workflows/${b}`)).status).toBe(204);
    expect(await live()).toEqual([]);
    expect(await names()).toEqual(['a']);
    expect((await api.call(`DELETE /v1/workflows/${b}`)).status).toBe(404);
  });

  test('many at once are all live', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => make(`w${n}`)));
    const published = await Promise.all(ids.map((id) => api.call(`POST /v1/workflows/${id}/publish`)));
    expect(published.every(({ status }) => status === 200)).toBe(true);
    expect((await live()).toSorted()).toEqual(ids.map((_, n) => `w${n} 1`).toSorted());
  });

  test('that broke off before it was live does not stand in the way of the next', async () => {
    const [a, b] = [await make('a'), await make('b')];
    const { putWorkspace } = api.deps.configuration;
    api.deps.configuration.putWorkspace = () => Promise.reject(new Error('the process ends here'));
    await expect(api.call(`POST /v1/workflows/${a}/publish`)).rejects.toThrow('ends here');
    api.deps.configuration.putWorkspace = putWorkspace;
    expect(await live()).toEqual([]);
    await api.call(`POST /v1/workflows/${b}/publish`);
    expect(await live()).toEqual(['a 1', 'b 1']);
  });

  test('a delete that broke off before it was published is finished by the next one', async () => {
    const id = await make('a');
    await api.call(`POST /v1/workflows/${id}/publish`);
    await api.deps.configuration.removeWorkflow('acme', id);
    expect((await api.call(`DELETE /v1/workflows/${id}`)).status).toBe(204);
    expect(await live()).toEqual([]);
  });
});

describe('order', () => {
  const put = (order: string[]) => api.call('PUT /v1/workflows/order', { json: { order } });

  test('new ones go last; the order is set as a whole and is live at once', async () => {
    const ids = [await make('a'), await make('b'), await make('c')];
    for (const id of ids) await api.call(`POST /v1/workflows/${id}/publish`);
    expect(await names()).toEqual(['a', 'b', 'c']);
    const [a = '', b = '', c = ''] = ids;
    expect((await put([c, a, b])).body).toEqual({ order: [c, a, b] });
    expect(await names()).toEqual(['c', 'a', 'b']);
    expect(await live()).toEqual(['c 1', 'a 1', 'b 1']);
    await make('d');
    expect(await names()).toEqual(['c', 'a', 'b', 'd']);
  });

  test('that misses, invents or doubles one is refused by name', async () => {
    const [a, b] = [await make('a'), await make('b')];
    for (const [order, message] of [
      [[a], `"${b}" is missing`],
      [[a, b, 'x'], '"x" is no workflow of this workspace'],
      [[a, b, a], `"${a}" stands here a second time`],
    ] as const) {
      const answer = await put([...order]);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toEqual([expect.objectContaining({ message })]);
    }
    expect(await names()).toEqual(['a', 'b']);
  });

  test('set at the same time as one is made loses none', async () => {
    const ids = [await make('a'), await make('b')];
    await Promise.all([put(ids.toReversed()), make('c'), make('d'), put(ids)]);
    expect((await names()).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('lists', () => {
  test('come in pages that hold each one once', async () => {
    for (let n = 0; n < 7; n++) await make(`w${n}`);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call(`GET /v1/workflows?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((one: { name: string }) => one.name));
      cursor = body.next ?? '';
    } while (cursor);
    expect(seen).toEqual(Array.from({ length: 7 }, (_, n) => `w${n}`));
  });

  test('tell statistics of the last 30 days', async () => {
    const id = await make('a');
    await api.deps.statistics.add('acme', '2026-01-04', { [id]: { started: 3, completed: 2 } });
    await api.deps.statistics.add('acme', '2025-01-04', { [id]: { started: 100 } });
    const [item] = (await api.call('GET /v1/workflows')).body.items;
    expect(item.statistics).toEqual({
      days: 30,
      started: 3,
      startedByAgent: 0,
      completed: 2,
      droppedOff: 0,
      failed: 0,
    });
  });
});
