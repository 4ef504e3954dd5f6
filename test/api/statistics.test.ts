import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
let id: string;
beforeEach(async () => {
  api = await Installation.open();
  const steps = [
    { do: 'note.add', text: 'asks' },
    { do: 'branch', branches: [{ when: { all: [] }, steps: [{ do: 'wait', duration: 'PT1H' }] }] },
  ];
  const json = { name: 'a', trigger: { type: 'message.customer' }, steps };
  id = (await api.call('POST /v1/workflows', { json })).body.id;
});

const none = { started: 0, startedByAgent: 0, completed: 0, droppedOff: 0, failed: 0 };
const statistics = async (query = '') =>
  (await api.call(`GET /v1/workflows/${id}/statistics${query}`, { as: 'acme read' })).body;

describe('statistics of a workflow', () => {
  test('tell starts, completions and drop-offs of the last 30 days, by step and by day', async () => {
    const { add } = api.deps.statistics;
    const where = '/steps/1/branches/0/steps/0';
    await add('acme', '2025-12-06', { [id]: { started: 100 } });
    await add('acme', '2025-12-07', { [id]: { started: 3, steps: { [where]: { waited: 3 } } } });
    await add('acme', '2026-01-05', { [id]: { completed: 2, droppedOff: 1, steps: { [where]: { droppedOff: 1 } } } });
    await add('acme', '2026-01-05', {
      [id]: { failed: 1, steps: { '/steps/7': { failed: 1 } } },
      other: { started: 9 },
    });
    expect(await statistics()).toEqual({
      ...{ workflowId: id, from: '2025-12-07', to: '2026-01-05' },
      ...{ ...none, started: 3, completed: 2, droppedOff: 1, failed: 1 },
      steps: [
        { path: where, do: 'wait', waited: 3, droppedOff: 1, failed: 0 },
        { path: '/steps/7', waited: 0, droppedOff: 0, failed: 1 },
      ],
      days: [
        { ...none, day: '2025-12-07', started: 3 },
        { ...none, day: '2026-01-05', completed: 2, droppedOff: 1, failed: 1 },
      ],
    });
  });

  test('tell the days asked for', async () => {
    await api.deps.statistics.add('acme', '2025-06-01', { [id]: { started: 1 } });
    expect(await statistics('?from=2025-06-01&to=2025-06-01')).toMatchObject({ started: 1, from: '2025-06-01' });
    expect(await statistics('?to=2025-06-30')).toMatchObject({ started: 1, from: '2025-06-01' });
    for (const query of ['?from=2026-01-06', '?from=2024-01-01', '?from=yesterday', '?to=2026-02-30']) {
      const refused = await api.call(`GET /v1/workflows/${id}/statistics${query}`);
      expect([query, refused.status]).toEqual([query, 400]);
    }
    expect((await api.call('GET /v1/workflows/no/statistics')).status).toBe(404);
  });

  test('count what the API sets off, modules that agents start apart', async () => {
    await api.call(`POST /v1/workflows/${id}/publish`);
    const module = {
      name: 'm',
      trigger: { type: 'module', usableInChat: true },
      steps: [{ do: 'note.add', text: 'm' }],
    };
    const made = (await api.call('POST /v1/workflows', { json: module })).body.id;
    await api.call(`POST /v1/workflows/${made}/publish`);
    await api.customerSays('hello');
    const started = await api.call('POST /v1/conversations/web/chat-1/module', { json: { workflowId: made } });
    expect(started.status).toBe(200);
    const { body } = await api.call(`GET /v1/workflows/${made}/statistics`);
    expect(body).toMatchObject({ started: 1, startedByAgent: 1, completed: 1 });
  });
});
