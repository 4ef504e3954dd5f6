import type { Stories } from './story';

const spoken = { language: { ko: 'ko-KR', en: 'en-US' } };

export const callRinging: Stories = {
  't02-menu-to-team': {
    fires: (scene) => {
      scene.rings();
      scene.pass('PT10S');
      scene.keysIn('2');
    },
    does: [
      ['PT0S', 'call.menu', { keys: ['0', '1', '2', '3'], ...spoken }],
      ['PT10S', 'conversation.tag', { tag: { ko: '배송', en: 'delivery' } }],
      ['PT10S', 'call.route', { teamId: 'team-logistics' }],
    ],
    quiet: (scene) => scene.agentCalls(),
  },
  't02-spoken-answers': {
    fires: (scene) => {
      scene.rings();
      scene.pass('PT5S');
      scene.keysIn('2');
    },
    parameters: { address: '1 Example Road' },
    does: [
      ['PT0S', 'call.menu', { keys: ['0', '1', '2'], ...spoken }],
      ['PT5S', 'call.say', { text: /1 Example Road/, ...spoken }],
      ['PT5S', 'call.hangUp'],
    ],
    quiet: (scene) => scene.agentCalls(),
  },
  't02-booking-number': {
    fires: (scene) => {
      scene.rings();
      scene.pass('PT15S');
      scene.keysIn('4711');
    },
    parameters: { length: 4 },
    does: [
      ['PT0S', 'call.digits', { length: 4, as: 'booking', text: { ko: /4자리/, en: /4 digits/ } }],
      ['PT15S', 'note.add', { text: { ko: '예약번호: 4711', en: 'Booking number: 4711' } }],
      ['PT15S', 'call.route', { teamId: 'team-booking' }],
    ],
    quiet: (scene) => scene.agentCalls(),
  },
  't02-voicemail-or-chat': {
    fires: (scene) => {
      scene.rings();
      scene.pass('PT30S');
      scene.isPutThrough('noAnswer');
      scene.pass('PT10S');
      scene.keysIn('2');
    },
    does: [
      ['PT0S', 'call.say', spoken],
      ['PT0S', 'call.route', { teamId: 'team-support' }],
      ['PT30S', 'call.menu', { keys: ['1', '2'], ...spoken }],
      ['PT40S', 'call.say', spoken],
      ['PT40S', 'call.hangUp'],
      ['PT40S', 'sms.send', { to: '+821012345678', text: /https:\/\/shop\.example\.com\/chat/ }],
    ],
    quiet: (scene) => scene.agentCalls(),
  },
};
