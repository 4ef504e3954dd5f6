import type { Stories } from './story';

/** Stories begin on a Monday, at 18:00 in Seoul. */
const UNTIL_SIX = {
  operatingHours: { timeZone: 'Asia/Seoul', weekly: { mon: [{ from: '09:00', to: '18:00' }] }, holidays: [] },
};

export const chatStarted: Stories = {
  't01-faq-buttons': {
    fires: (scene) => {
      scene.startsChat();
      scene.pass('PT20S');
      scene.presses('hours');
    },
    parameters: { openingTimes: '09–18' },
    does: [
      [
        'PT0S',
        'message.buttons',
        { buttons: [{ id: 'delivery' }, { id: 'returns' }, { id: 'hours' }, { id: 'agent' }] },
      ],
      ['PT20S', 'message.send', { text: { ko: '상담 시간은 09–18입니다.', en: 'We are here 09–18.' } }],
    ],
    quiet: (scene) => scene.startsChat({ by: 'agent' }),
  },
  't01-campaign': {
    fires: (scene) => {
      scene.startsChat({ by: 'marketing', campaignId: 'campaign-spring' });
      scene.presses('offer');
    },
    does: [
      ['PT0S', 'conversation.tag', { tag: { ko: '마케팅 유입', en: 'from campaign' } }],
      ['PT0S', 'message.buttons'],
      ['PT0S', 'message.send', { link: { url: 'https://shop.example.com/offer' } }],
    ],
    quiet: (scene) => scene.startsChat({ by: 'marketing', campaignId: 'campaign-autumn' }),
  },
  't01-pricing-page': {
    fires: (scene) => {
      scene.startsChat({ page: { url: 'https://shop.example.com/pricing?plan=pro' } });
      scene.fillsIn({ name: 'Lee', email: 'lee@example.com', teamSize: '6–20' });
    },
    does: [
      ['PT0S', 'conversation.tag', { tag: { ko: '가격 문의', en: 'pricing' } }],
      ['PT0S', 'form.send', { fields: [{ name: 'name' }, { name: 'email' }, { name: 'teamSize' }] }],
      ['PT0S', 'team.assign', { teamId: 'team-sales' }],
      ['PT0S', 'note.add', { text: /Lee \(lee@example\.com\).*6–20.*\/pricing/ }],
      ['PT0S', 'conversation.open'],
    ],
    quiet: (scene) => scene.startsChat({ page: { url: 'https://shop.example.com/jobs' } }),
  },
  't01-vip-welcome': {
    fires: (scene) => {
      scene.isCalled({ tier: 'VIP' });
      scene.startsChat();
    },
    does: [
      ['PT0S', 'message.send', { text: /Kim/ }],
      ['PT0S', 'team.assign', { teamId: 'team-vip' }],
      ['PT0S', 'priority.set', { priority: 'high' }],
      ['PT0S', 'conversation.open'],
    ],
    quiet: (scene) => {
      scene.isCalled({ tier: 'Gold' });
      scene.startsChat();
    },
  },
  't01-outside-hours': {
    settings: UNTIL_SIX,
    fires: (scene) => {
      scene.startsChat();
      scene.pass('PT1M');
      scene.fillsIn({ email: 'kim@example.com' });
    },
    does: [
      ['PT0S', 'conversation.tag', { tag: { ko: '운영시간 외', en: 'outside hours' } }],
      ['PT0S', 'form.send'],
      ['PT1M', 'message.send', { text: /kim@example\.com/ }],
      ['PT1M', 'conversation.open'],
    ],
    quiet: (scene) => {
      scene.now -= 1000;
      scene.startsChat();
    },
  },
};
