import type { Stories } from './story';

export const chats: Stories = {
  't03-vip-team': {
    fires: (scene) => {
      scene.isCalled({ tier: 'VIP' });
      scene.opensChat();
      scene.closes();
      scene.says('one more thing');
    },
    does: [
      ['PT0S', 'team.assign', { teamId: 'team-vip' }],
      ['PT0S', 'conversation.tag', { tag: 'VIP' }],
      ['PT0S', 'priority.set', { priority: 'high' }],
    ],
    quiet: (scene) => scene.opensChat(),
  },
  't03-campaign-followers': {
    fires: (scene) => {
      scene.opensChat('about your mail', { by: 'marketing', campaignId: 'campaign-spring' });
      scene.closes();
      scene.says('one more thing');
    },
    parameters: { agentIds: ['mina', 'jun'] },
    does: [
      ['PT0S', 'followers.add', { agentIds: ['mina', 'jun'] }],
      ['PT0S', 'note.add', { text: /campaign-spring/ }],
    ],
    quiet: (scene) => scene.opensChat('hello', { by: 'marketing', campaignId: 'campaign-autumn' }),
  },
  't03-messenger-buttons': {
    fires: (scene) => {
      scene.opensChat('hello', { messenger: 'kakao' });
      scene.presses('delivery');
      scene.closes();
      scene.says('one more thing');
    },
    does: [
      ['PT0S', 'message.buttons', { buttons: [{ id: 'delivery' }, { id: 'returns' }, { id: 'agent' }] }],
      ['PT0S', 'message.send', { link: { url: 'https://shop.example.com/delivery' } }],
    ],
    quiet: (scene) => scene.opensChat(),
  },
  't04-please-wait': {
    fires: (scene) => {
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT5M');
    },
    does: [['PT1M', 'message.send', { text: { ko: /기다려/, en: /take a while/ } }]],
    quiet: (scene) => {
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT59S');
      scene.isAssigned();
      scene.pass('PT5M');
    },
  },
  't04-team-chat': {
    fires: (scene) => {
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT5M');
    },
    does: [
      [
        'PT3M',
        'team.message',
        {
          teamChatId: 'team-chat-support',
          text: { ko: /Kim 고객이 대기열에서 3분째/, en: /Kim has been in the queue for 3 minutes/ },
        },
      ],
    ],
    quiet: (scene) => {
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT2M');
      scene.closes('customer');
      scene.pass('PT5M');
    },
  },
  't04-vip-first': {
    fires: (scene) => {
      scene.isCalled({ tier: 'VIP' });
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT5M');
    },
    does: [
      ['PT30S', 'priority.set', { priority: 'high' }],
      ['PT30S', 'team.assign', { teamId: 'team-vip' }],
    ],
    quiet: (scene) => {
      scene.opensChat();
      scene.entersQueue();
      scene.pass('PT5M');
    },
  },
  't09-remind-assignee': {
    fires: (scene) => {
      scene.opensChat('hello');
      scene.pass('PT1M');
      scene.says('anybody there?');
      scene.pass('PT10M');
    },
    does: [
      [
        'PT4M',
        'note.add',
        {
          mention: 'assignee',
          text: { ko: /Kim 고객이 3분째.*anybody there/, en: /Kim has waited .* 3 minutes: “anybody/ },
        },
      ],
    ],
    quiet: (scene) => {
      scene.opensChat();
      scene.pass('PT2M59S');
      scene.agentSays('one moment');
      scene.pass('PT10M');
    },
  },
  't09-ask-contact': {
    fires: (scene) => {
      scene.opensChat('hello', { messenger: 'instagram' });
      scene.pass('PT1M');
      scene.says('hello?');
      scene.pass('PT10M');
    },
    does: [['PT2M', 'message.send', { text: { ko: /연락처/, en: /phone number/ } }]],
    quiet: (scene) => {
      scene.isCalled({ phone: '+821012345678' });
      scene.opensChat('hello', { messenger: 'instagram' });
      scene.pass('PT10M');
    },
  },
  't10-anything-else': {
    fires: (scene) => {
      scene.opensChat();
      scene.agentSays('that is how it works');
      scene.pass('PT1H');
    },
    does: [['PT10M', 'message.send', { text: { ko: /더 궁금하신/, en: /anything else/ } }]],
    quiet: (scene) => {
      scene.opensChat();
      scene.agentSays('that is how it works');
      scene.pass('PT9M');
      scene.says('thanks');
      scene.pass('PT1H');
    },
  },
  't10-close-after-silence': {
    fires: (scene) => {
      scene.opensChat();
      scene.agentSays('that is how it works');
      scene.pass('PT1H');
    },
    parameters: { wait: 'PT20M' },
    does: [
      ['PT20M', 'message.send', { text: { ko: /5분 뒤/, en: /in 5 minutes/ } }],
      ['PT25M', 'conversation.close'],
    ],
    quiet: (scene) => {
      scene.opensChat();
      scene.agentSays('that is how it works');
      scene.pass('PT19M');
      scene.says('thanks');
      scene.pass('PT1H');
    },
  },
  't11-survey': {
    fires: (scene) => {
      scene.opensChat();
      scene.closes();
      scene.pass('PT2M');
      scene.rates(4);
    },
    does: [
      ['PT0S', 'survey.send', { scale: 5, question: { ko: /만족/, en: /rate this chat/ } }],
      ['PT2M', 'note.add', { text: { ko: '만족도: 4점 / 5점', en: 'Rating: 4 of 5' } }],
    ],
    quiet: (scene) => {
      scene.startsChat();
      scene.closes('customer');
    },
  },
  't11-tag-reminder': {
    fires: (scene) => {
      scene.opensChat();
      scene.closes();
    },
    does: [['PT0S', 'note.add', { mention: 'assignee', text: { ko: /태그가 없습니다/, en: /no tag yet/ } }]],
    quiet: (scene) => {
      scene.opensChat();
      scene.event('conversation.updated', { addTags: ['billing'] });
      scene.closes();
    },
  },
  't11-left-the-bot': {
    fires: (scene) => {
      scene.isCalled({ phone: '+821012345678' });
      scene.startsChat();
      scene.closes('customer');
    },
    does: [['PT0S', 'sms.send', { to: '+821012345678', text: { ko: /상담원이 도와드릴게요/, en: /glad to help/ } }]],
    quiet: (scene) => {
      scene.isCalled({ phone: '+821012345678' });
      scene.opensChat();
      scene.closes();
    },
  },
  't13-returns-module': {
    fires: (scene) => {
      scene.opensChat('신발을 반품하고싶어요 / RETURN please');
      scene.pass('PT1M');
      scene.fillsIn({ orderNumber: 'ORD-1234', reason: 'too small' });
    },
    does: [
      ['PT0S', 'conversation.tag', { tag: { ko: '반품', en: 'return' } }],
      ['PT0S', 'form.send', { fields: [{ name: 'orderNumber' }, { name: 'reason' }] }],
      ['PT1M', 'note.add', { text: /ORD-1234.*too small/ }],
    ],
    quiet: (scene) => scene.opensChat('교환 / exchange'),
  },
  't13-delivery-team': {
    fires: (scene) => {
      scene.opensChat('당일배송 되나요? Do you do same-day DELIVERY?');
      scene.says('배송 / delivery');
    },
    does: [['PT0S', 'team.assign', { teamId: 'team-logistics' }]],
    quiet: (scene) => {
      scene.opensChat();
      scene.agentSays('배송 / delivery');
    },
  },
  't13-suggest-tag': {
    fires: (scene) => scene.opensChat('환불해 주세요 / a refund please'),
    does: [['PT0S', 'note.add', { mention: 'assignee', text: { ko: /‘환불’ 태그/, en: /the tag “refund”/ } }]],
    quiet: (scene) => {
      scene.opensChat();
      scene.event('conversation.updated', { addTags: ['환불', 'refund'] });
      scene.says('환불해 주세요 / a refund please');
    },
  },
};
