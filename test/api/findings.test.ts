import { beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
beforeEach(async () => {
  api = await Installation.open();
});

const unreachable = {
  name: 'a',
  trigger: { type: 'message.customer' },
  steps: [{ do: 'end' }, { do: 'note.add', text: 'x' }],
};
const make = async (workflow: Record<string, unknown>) => {
  const answer = await api.call('POST /v1/workflows', { json: { steps: [], ...workflow } });
  return { ...answer, id: answer.body.id as string };
};
const codes = (body: { findings: { code: string }[] }) => body.findings.map(({ code }) => code);

describe('what lint finds', () => {
  test('is told to whoever makes, edits and publishes, and refuses nothing', async () => {
    const made = await make(unreachable);
    const finding = { path: '/steps/1', severity: 'warning', code: 'unreachable', message: expect.any(String) };
    expect(made).toMatchObject({ status: 201, body: { findings: [finding] } });
    const published = await api.call(`POST /v1/workflows/${made.id}/publish`);
    expect(published).toMatchObject({ status: 200, body: { status: 'active', findings: [finding] } });
    const edited = await api.call(`PUT /v1/workflows/${made.id}`, { json: { ...unreachable, steps: [] } });
    expect(edited).toMatchObject({ status: 200, body: { findings: [] } });
    expect((await api.call(`POST /v1/workflows/${made.id}/pause`)).body.findings).toBeUndefined();
  });

  test('is judged among what is live, in its order', async () => {
    const exclusive = { trigger: { type: 'message.customer' }, mode: 'exclusive' };
    const first = await make({ ...exclusive, name: 'first' });
    const second = await make({
      ...exclusive,
      name: 'second',
      filter: { fact: 'customer.tier', op: 'is', value: 'VIP' },
    });
    expect([codes(first.body), codes(second.body)]).toEqual([[], []]);
    await api.call(`POST /v1/workflows/${first.id}/publish`);
    const publish = async () => codes((await api.call(`POST /v1/workflows/${second.id}/publish`)).body);
    expect(await publish()).toEqual(['neverWins']);
    await api.call('PUT /v1/workflows/order', { json: { order: [second.id, first.id] } });
    expect(await publish()).toEqual([]);
    await api.call(`POST /v1/workflows/${first.id}/pause`);
    expect(codes((await make({ ...exclusive, name: 'third' })).body)).toEqual([]);
  });

  test('refuses links to what is no module, with their place', async () => {
    const linking = (workflowId: string) => ({
      ...{ name: 'links', trigger: { type: 'message.customer' }, steps: [{ do: 'module.run', workflowId }] },
    });
    const module = await make({ name: 'm', trigger: { type: 'module' } });
    const made = await make(linking(module.id));
    expect([made.status, codes(made.body)]).toEqual([201, ['moduleNotActive']]);
    const unknown = await make(linking('no-such'));
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ path: '/steps/0/workflowId' }] } });
    expect(unknown.body.type).toBe('urn:threadkeeper:problem:workflow.unknownModule');
    const edited = await api.call(`PUT /v1/workflows/${made.id}`, { json: linking(made.id) });
    expect([edited.status, edited.body.type]).toEqual([422, 'urn:threadkeeper:problem:workflow.notAModule']);
    await api.call(`DELETE /v1/workflows/${module.id}`);
    const published = await api.call(`POST /v1/workflows/${made.id}/publish`);
    expect([published.status, published.body.type]).toEqual([422, 'urn:threadkeeper:problem:workflow.unknownModule']);
    expect((await api.call(`GET /v1/workflows/${made.id}`)).body.status).toBe('draft');
  });
});
