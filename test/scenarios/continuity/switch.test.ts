/** C7: one switch, workflows that everybody sees and nobody edits, and a warning of what would be said twice. */
import { describe, expect, test } from '@jest/globals';
import type { Client } from '../client';
import { refused, sharedStack } from '../given';
import { aCustomer, Shop } from './mailbox';

const given = sharedStack();
const SYSTEM = ['system.requestEmail', 'system.continuity'];

interface Listed {
  id: string;
  status: string;
  readOnly?: boolean;
  trigger: { type: string };
  findings?: { code: string; message: string }[];
}
const listed = async (desk: Client) => (await desk.ask<{ items: Listed[] }>('GET', '/v1/workflows')).items;
const turn = (desk: Client, enabled: boolean) => desk.ask('PATCH', '/v1/settings', { continuity: { enabled } });

describe('the switch', () => {
  test('is off until somebody turns it on: nothing is asked, nothing is sent', async () => {
    const desk = await given.newcomer();
    expect(await listed(desk)).toEqual([]);
    await desk.customerSays('chat', '언제 오나요?', { ...aCustomer({ id: 'off', email: 'off@mail.example' }) });
    await desk.agentSays('chat');
    await desk.advance('PT30M');
    expect(await desk.outbox().then((all) => all.filter(({ channelId }) => channelId === desk.channel))).toEqual([]);
  });

  test('on: both workflows stand in the list, active, the product’s own, and say why they did or did not', async () => {
    const shop = await Shop.open(given);
    expect(await listed(shop.desk)).toMatchObject(
      SYSTEM.map((id) => ({ id, status: 'active', readOnly: true, trigger: { type: id } })),
    );
    const [kim] = await shop.mailed();
    const fired = await shop.desk.evaluations(kim.id, 'system.continuity');
    expect(fired.map(({ fired }) => fired)).toEqual([true]);
    const statistics = await shop.desk.request('GET', '/v1/workflows/system.continuity/statistics');
    expect(statistics.status).toBe(200);
  });

  test('nobody edits them', async () => {
    const { desk } = await Shop.open(given);
    for (const id of SYSTEM) {
      for (const what of ['pause', 'publish']) refused(await desk.request('POST', `/v1/workflows/${id}/${what}`), 409);
      refused(await desk.request('DELETE', `/v1/workflows/${id}`), 409);
    }
    expect(await listed(desk)).toMatchObject(SYSTEM.map((id) => ({ id, status: 'active' })));
  });

  test('off is one switch: they leave the list, and what waits is not sent', async () => {
    const shop = await Shop.open(given);
    const kim = await shop.left();
    await turn(shop.desk, false);
    expect(await listed(shop.desk)).toEqual([]);
    await shop.desk.advance('PT30M');
    expect(await shop.mails(kim)).toEqual([]);
    await turn(shop.desk, true);
    await shop.answers(kim, '다시 말씀드립니다.');
    await shop.desk.advance('PT10M');
    expect(await shop.mails(kim)).toHaveLength(1);
  });

  test('is refused, with the reason, for a sender that this installation may not send as', async () => {
    const desk = await given.newcomer();
    await desk.ask('PATCH', '/v1/settings', { email: { from: 'help@stranger.example' } });
    const answer = await desk.request('PATCH', '/v1/settings', { continuity: { enabled: true } });
    expect(refused(answer, 409)).toEqual(['/email/from']);
    expect(answer.body.detail).toContain('threadkeeper.test');
    expect(await listed(desk)).toEqual([]);
    const state = await desk.ask<object>('GET', '/v1/settings/continuity');
    expect(state).toMatchObject({ enabled: false, ready: false, hindrances: [{ path: '/email/from' }] });
  });
});

test('an out-of-office workflow that would say the same is warned of when it is saved, and when the switch is looked at', async () => {
  const { desk } = await Shop.open(given);
  const away = {
    ...{ name: '부재중', trigger: { type: 'chat.opened' }, hours: 'outside' },
    steps: [{ do: 'message.send', text: '영업시간이 아닙니다.' }],
  };
  const saved = await desk.ask<Listed>('POST', '/v1/workflows', away);
  expect(saved.findings).toMatchObject([{ code: 'duplicatesContinuity', message: expect.stringMatching(/\w+ .+/) }]);
  await desk.ask('POST', `/v1/workflows/${saved.id}/publish`);
  const state = await desk.ask<object>('GET', '/v1/settings/continuity');
  expect(state).toMatchObject({ enabled: true, ready: true, duplicates: [{ workflowId: saved.id, name: '부재중' }] });
  const inside = { ...away, hours: 'inside', name: '업무 중' };
  expect((await desk.ask<Listed>('POST', '/v1/workflows', inside)).findings).toEqual([]);
});
