/** Turning continuity e-mails on and off, and the workflows of the product's own that come with it (C7). */
import { beforeEach, expect, test } from '@jest/globals';
import { Installation } from './installation';

let api: Installation;
const on = (more = {}) => api.call('PATCH /v1/settings', { json: { continuity: { enabled: true, ...more } } });
const listed = async () => (await api.call('GET /v1/workflows')).body.items as Record<string, unknown>[];

beforeEach(async () => {
  api = await Installation.open();
  (api.deps.mailAccount as never as { verified: Set<string> }).verified.add('acme.example');
});

test('one switch shows and hides both workflows, in front of all others', async () => {
  await api.call('POST /v1/workflows', { json: { name: 'a', trigger: { type: 'chat.closed' } } });
  expect(await listed()).toHaveLength(1);
  expect((await on()).status).toBe(200);
  expect((await listed()).map(({ id, status, readOnly }) => [id, status, readOnly])).toEqual([
    ['system.requestEmail', 'active', true],
    ['system.continuity', 'active', true],
    [expect.stringMatching(/^wf_/), 'draft', undefined],
  ]);
  await api.call('PATCH /v1/settings', { json: { continuity: { enabled: false } } });
  expect(await listed()).toHaveLength(1);
});

test('nobody edits, pauses, publishes or deletes them', async () => {
  await on();
  const draft = { name: 'a', trigger: { type: 'chat.closed' } };
  for (const [request, json] of [
    ['PUT /v1/workflows/system.continuity', draft],
    ['PUT /v1/workflows/system.continuity', { ...draft, trigger: { type: 'system.continuity' } }],
    ['DELETE /v1/workflows/system.continuity', undefined],
    ['POST /v1/workflows/system.requestEmail/pause', undefined],
    ['POST /v1/workflows/system.requestEmail/publish', undefined],
  ] as const) {
    const answer = await api.call(request, json ? { json } : {});
    expect([answer.status, answer.body.type]).toEqual([409, 'urn:threadkeeper:problem:workflow.readOnly']);
  }
  const made = await api.call('POST /v1/workflows', {
    json: { ...draft, trigger: { type: 'system.continuity' }, steps: [{ do: 'continuity.send' }] },
  });
  expect(made.status).toBe(400);
  expect((await api.call('GET /v1/workflows/system.continuity')).body).toMatchObject({
    readOnly: true,
    trigger: { type: 'system.continuity', wait: 'PT10M' },
  });
  expect((await api.call('GET /v1/workflows/system.continuity/statistics')).status).toBe(200);
});

test('a dry run says what they would do', async () => {
  await on();
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  await api.customerSays('hello');
  const customer = { id: 'cu-7', email: 'kim@example.com' };
  const answered = { messageId: 'm-9', author: { type: 'agent', id: 'ag-1' }, text: 'yes', customer };
  const event = {
    specversion: '1.0',
    id: 'e-9',
    source: 'web',
    subject: 'chat-1',
    type: 'message.created',
    data: answered,
  };
  const { status, body } = await api.call('POST /v1/workflows/system.continuity/test', { json: { event } });
  expect([status, body.fires, body.effects.map(({ type }: { type: string }) => type)]).toEqual([
    200,
    true,
    ['continuity.send'],
  ]);
});

test('an order that was listed can be sent back, theirs among it', async () => {
  const make = () => api.call('POST /v1/workflows', { json: { name: 'a', trigger: { type: 'chat.closed' } } });
  const [one, two] = [(await make()).body.id, (await make()).body.id];
  await on();
  const order = ['system.requestEmail', two, 'system.continuity', one];
  expect((await api.call('PUT /v1/workflows/order', { json: { order } })).status).toBe(200);
  expect((await listed()).map(({ id }) => id)).toEqual(['system.requestEmail', 'system.continuity', two, one]);
});

test.each([
  ['without a sender', () => ({ sender: {} }), 'deploy with -c emailIdentity'],
  ['without a reply domain', () => ({ sender: { identity: 'acme.example' } }), 'deploy with -c replyDomain'],
  [
    'unless it is verified',
    () => ({ sender: { identity: 'other.example', replyDomain: 'r.example' } }),
    'not verified',
  ],
])('it is not turned on %s, and the reason is told', async (_, deps, says) => {
  Object.assign(api.deps, deps());
  const answer = await on();
  expect([answer.status, answer.body.type]).toEqual([409, 'urn:threadkeeper:problem:continuity.notReady']);
  expect(answer.body.detail).toContain(says);
  expect(await listed()).toEqual([]);
  const state = await api.call('GET /v1/settings/continuity');
  expect(state.body).toMatchObject({ enabled: false, ready: false });
  expect(state.body.hindrances[0].message).toContain(says);
});

test('nor with a sender that may not be sent as, nor while nobody can tell', async () => {
  const email = { from: 'help@elsewhere.example' };
  const answer = await api.call('PATCH /v1/settings', { json: { email, continuity: { enabled: true } } });
  expect(answer.body.errors).toEqual([expect.objectContaining({ path: '/email/from' })]);
  (api.deps.mailAccount as { quotaNow?: unknown }).quotaNow = undefined;
  expect((await on()).body.detail).toContain('try again');
});

test('what is on stays on, and its parts change by themselves', async () => {
  await on({ delay: 'PT1H', look: { ko: { greeting: '안녕하세요' } } });
  api.deps.sender = {};
  const patched = await api.call('PATCH /v1/settings', {
    json: { continuity: { look: { en: { colour: '#123456' } } } },
  });
  expect(patched.body.continuity).toMatchObject({
    enabled: true,
    delay: 'PT1H',
    look: { ko: { greeting: '안녕하세요' }, en: { colour: '#123456' } },
  });
});

test.each([
  [{ delay: 'PT73H' }, '/continuity/delay'],
  [{ replyDelay: '1m' }, '/continuity/replyDelay'],
  [{ siteUrl: 'http://shop.example' }, '/continuity/siteUrl'],
  [{ siteUrl: 'https://user@shop.example' }, '/continuity/siteUrl'],
  [{ look: { xx: {} } }, '/continuity/look/xx'],
  [{ look: { ko: { subject: 'a\r\nBcc: x@example.com' } } }, '/continuity/look/ko/subject'],
  [{ look: { ko: { colour: 'red;}' } } }, '/continuity/look/ko/colour'],
  [{ look: { ko: { logoUrl: 'javascript:alert(1)' } } }, '/continuity/look/ko/logoUrl'],
])('%j is refused', async (continuity, path) => {
  const answer = await api.call('PATCH /v1/settings', { json: { continuity } });
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path]);
});

test('an out-of-office message beside it is warned of, from both sides', async () => {
  const away = {
    name: 'Away',
    trigger: { type: 'chat.opened' },
    hours: 'outside',
    steps: [{ do: 'message.send', text: 'tomorrow' }],
  };
  const made = await api.call('POST /v1/workflows', { json: away });
  expect(made.body.findings).toEqual([]);
  await api.call(`POST /v1/workflows/${made.body.id}/publish`);
  const before = await api.call('GET /v1/settings/continuity');
  expect(before.body).toMatchObject({ ready: true, duplicates: [{ workflowId: made.body.id, name: 'Away' }] });
  const turnedOn = await api.call('PATCH /v1/settings', { json: { continuity: { enabled: true } } });
  expect(turnedOn.body).toMatchObject({
    continuity: { enabled: true },
    findings: [{ code: 'duplicatesContinuity', severity: 'warning', path: '/continuity/enabled' }],
  });
  const saved = await api.call(`PUT /v1/workflows/${made.body.id}`, { json: away });
  expect(saved.body.findings).toMatchObject([{ code: 'duplicatesContinuity', path: '/hours' }]);
});

test('who comes back by an e-mail’s link, and too late, reads that an answer to it counts', async () => {
  await api.call('POST /v1/channels', { json: { kind: 'webhook', id: 'web' } });
  const portal = { enabled: true, portalUrl: 'https://shop.example/help' };
  await api.call('PUT /v1/channels/web/reconnect', { json: portal });
  await api.customerSays('hello');
  const { body } = await api.call('POST /v1/conversations/web/chat-1/reconnect-link');
  await api.hear('session.ended', { by: 'agent' });
  const page = async () => {
    const headers = { 'accept-language': 'en' };
    return (await api.call(`GET ${new URL(body.url).pathname}`, { as: null, headers })).body;
  };
  expect(await page()).toContain('Start a new conversation');
  expect(await page()).not.toContain('reply to it');
  await on();
  expect(await page()).toContain('reply to it');
});
