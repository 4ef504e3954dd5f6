import type { Catalogue } from '../words';

export const ko: Catalogue = {
  subject: '[{sender}] 새 메시지가 도착했습니다',
  greeting: '{name} 님, 안녕하세요.',
  greetingWithoutName: '고객님, 안녕하세요.',
  intro: '{sender}에서 보내 드린 메시지 중 아직 읽지 않으신 {count, plural, other {#건}}을 이메일로 전해 드립니다.',
  attachments: '{count, plural, other {첨부 파일}}',
  moreFiles: '{count, plural, other {외 파일 #개}}',
  cut: '메시지가 길어 일부만 보여 드립니다. 전체 내용은 대화에서 확인하실 수 있습니다.',
  more: '{count, plural, other {이 밖에 메시지 #건이 더 있습니다. 대화에서 확인해 주세요.}}',
  link: '대화 이어가기',
  hint: '이 이메일에 바로 회신하셔도 됩니다. 회신하신 내용은 담당자에게 그대로 전달됩니다.',
  footer: '본 메일은 {sender}에서 진행 중인 고객님의 상담과 관련하여 발송되었습니다.',
  unsubscribe: '이메일 수신 거부',
  unsubscribeTitle: '이메일을 그만 받으시겠습니까?',
  unsubscribeText: '수신을 거부하시면 읽지 않은 메시지를 더 이상 이메일로 보내 드리지 않습니다.',
  unsubscribeButton: '수신 거부',
  unsubscribedTitle: '수신 거부가 완료되었습니다',
  unsubscribedText:
    '앞으로 읽지 않은 메시지를 이메일로 보내 드리지 않습니다. 대화는 웹사이트에서 계속하실 수 있습니다.',
  linkInvalidTitle: '유효하지 않은 링크입니다',
  linkInvalidText:
    '링크가 일부 잘렸거나 더 이상 유효하지 않습니다. 받으신 이메일에서 링크를 다시 눌러 주세요. 그래도 열리지 않으면 이메일에 회신해 주세요.',
  fileGoneTitle: '파일을 더 이상 받을 수 없습니다',
  fileGoneText: '보관 기간이 지나 삭제되었을 수 있습니다. 파일이 필요하시면 이메일에 회신해 주세요.',
};
