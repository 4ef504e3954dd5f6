import type { Stories } from './story';

const CHAT = /https:\/\/shop\.example\.com\/chat/;

export const calls: Stories = {
  't06-vip-tag': {
    fires: (scene) => {
      scene.isCalled({ segments: ['newsletter', 'VIP'] });
      scene.comesIn();
    },
    does: [['PT0S', 'conversation.tag', { tag: 'VIP' }]],
    quiet: (scene) => {
      scene.isCalled({ segments: ['newsletter'] });
      scene.comesIn();
    },
  },
  't06-agent-of-customer': {
    fires: (scene) => {
      scene.isCalled({ tags: ['jisoo'] });
      scene.comesIn();
    },
    parameters: { customerTag: 'jisoo', agentId: 'agent-jisoo' },
    does: [['PT0S', 'agent.assign', { agentId: 'agent-jisoo' }]],
    quiet: (scene) => {
      scene.isCalled({ tags: ['minho'] });
      scene.comesIn();
    },
  },
  't07-offer-chat': {
    fires: (scene) => {
      scene.rings();
      scene.entersQueue();
      scene.pass('PT10M');
    },
    does: [['PT3M', 'sms.send', { to: '+821012345678', text: CHAT }]],
    quiet: (scene) => {
      scene.rings();
      scene.entersQueue();
      scene.pass('PT2M59S');
      scene.isAnswered();
      scene.pass('PT10M');
    },
  },
  't07-vip-priority': {
    fires: (scene) => {
      scene.isCalled({ tier: 'VIP' });
      scene.rings();
      scene.entersQueue();
      scene.pass('PT1M');
    },
    does: [['PT0S', 'priority.set', { priority: 'high' }]],
    quiet: (scene) => {
      scene.rings();
      scene.entersQueue();
      scene.pass('PT1M');
    },
  },
  't08-outbound-tag': {
    fires: (scene) => scene.agentCalls(),
    does: [['PT0S', 'conversation.tag', { tag: { ko: '아웃바운드', en: 'outbound' } }]],
    quiet: (scene) => scene.comesIn(),
  },
  't08-callback-tag': {
    fires: (scene) => {
      scene.hadCall(['부재중', 'missed']);
      scene.agentCalls();
    },
    does: [['PT0S', 'conversation.tag', { tag: { ko: '콜백', en: 'callback' } }]],
    quiet: (scene) => {
      scene.hadCall(['order']);
      scene.agentCalls();
    },
  },
  't12-wrap-up-reminder': {
    fires: (scene) => {
      scene.comesIn();
      scene.isAnswered();
      scene.pass('PT2M');
      scene.hangsUp();
      scene.pass('PT1H');
    },
    does: [['PT7M', 'note.add', { mention: 'assignee', text: { ko: /5분 지났습니다/, en: /5 minutes ago/ } }]],
    quiet: (scene) => {
      scene.comesIn();
      scene.isAnswered();
      scene.hangsUp();
      scene.pass('PT4M');
      scene.event('conversation.updated', { addTags: ['billing'] });
      scene.pass('PT1H');
    },
  },
  't12-survey': {
    fires: (scene) => {
      scene.comesIn();
      scene.isAnswered();
      scene.hangsUp();
      scene.pass('PT2M');
      scene.rates(5);
    },
    does: [
      ['PT1M', 'survey.send', { scale: 5 }],
      ['PT2M', 'note.add', { text: { ko: '만족도: 5점 / 5점', en: 'Rating: 5 of 5' } }],
    ],
    quiet: (scene) => {
      scene.comesIn();
      scene.hangsUp('ringTimeOver');
      scene.pass('PT1H');
    },
  },
  't12-missed-chat-link': {
    fires: (scene) => {
      scene.comesIn();
      scene.hangsUp('noOperator');
      scene.pass('PT1H');
    },
    does: [
      [
        'PT1M',
        'message.send',
        { text: { ko: /받지 못해/, en: /missed your call/ }, link: { url: 'https://shop.example.com/chat' } },
      ],
    ],
    quiet: (scene) => {
      scene.comesIn();
      scene.isAnswered();
      scene.hangsUp();
      scene.pass('PT1H');
    },
  },
  't12-missed-tag': {
    fires: (scene) => {
      scene.comesIn();
      scene.hangsUp('userLeft');
      scene.pass('PT1M');
    },
    does: [['PT0S', 'conversation.tag', { tag: { ko: '부재중', en: 'missed' } }]],
    quiet: (scene) => {
      scene.agentCalls();
      scene.hangsUp('ringTimeOver');
      scene.pass('PT1M');
    },
  },
  't12-left-the-ivr': {
    fires: (scene) => {
      scene.rings();
      scene.pass('PT20S');
      scene.hangsUp('userLeft');
      scene.pass('PT1H');
    },
    does: [['PT1M20S', 'sms.send', { to: '+821012345678', text: CHAT }]],
    quiet: (scene) => {
      scene.rings();
      scene.comesIn();
      scene.hangsUp('userLeft');
      scene.pass('PT1H');
    },
  },
};
