/** The reasons that the API gives in English, in Korean; what is not known here stays as it came. */
const SAID: Record<string, string> = {
  // How waits end.
  restarted: '다시 시작',
  answered: '응답함',
  'the customer replied': '고객이 답함',
  'an agent replied': '상담원이 답함',
  'the customer is back': '고객이 돌아옴',
  'ended by agent': '상담원이 마침',
  'ended by customer': '고객이 종료함',
  'ended by limit': '돌아오지 않음',
  'put aside': '보류함',
  'turned off meanwhile': '그사이 꺼짐',
  'something happened': '새로운 활동',
  'opened by customer': '고객이 열어서',
  'opened by agent': '상담원이 열어서',
  'opened by workflow': '워크플로우가 열어서',
  'opened by snoozeExpiry': '보류 시간이 끝남',
  closed: '상담 종료',
  snoozed: '보류함',
  'wrapped up': '후처리로 넘어감',
  'no sign of life': '신호 없음',
  gone: '나감',
  assigned: '배정됨',
  read: '읽음',
  deleted: '삭제됨',
  // What runs stand still for, and why they end.
  wait: '시간 대기',
  answer: '고객의 답 대기',
  effect: '처리 결과 대기',
  assistant: 'AI 상담 중',
  'closed: what needs waiting is left out': '상담이 종료되어 기다려야 하는 단계는 생략',
  'no answer came in time': '제때 답이 오지 않음',
  'too many or too large effects at once': '한 번에 처리할 것이 너무 많거나 큼',
  // What keeps a workflow from firing.
  'not the first opening of its kind in this conversation': '이 상담에서 처음 열린 것이 아님',
  'the last message is not the customer’s': '마지막 메시지가 고객의 것이 아님',
  'it is not made for agents to start in a chat': '상담원이 채팅에서 실행할 수 있는 모듈이 아님',
  'the message is an internal note': '내부 메모임',
  'the message is to the customer': '고객에게 보낸 메시지임',
  'the message answers a workflow’s question': '워크플로우의 질문에 답한 메시지임',
  'inside the operating hours': '운영 시간임',
  'outside the operating hours': '운영 시간이 아님',
  'the conversation has entered the inbox': '이미 상담함에 들어온 상담임',
  'the conversation has not entered the inbox': '아직 상담함에 들어오지 않은 상담임',
  'an exclusive workflow before it in order has fired': '순서가 앞선 단독 실행 워크플로우가 실행됨',
  'an exclusive run is going on': '단독 실행 워크플로우가 진행 중',
  // Notes.
  'nobody waits for this answer any more': '이 답을 기다리는 워크플로우가 없음',
  'its run has ended before': '워크플로우가 이미 끝남',
  'its run does not wait for this answer': '워크플로우가 이 답을 기다리지 않음',
  'the channel tells of an opening that it was asked for': '요청해서 열린 것을 채널이 알림',
  'the channel tells of a closing that it was asked for': '요청해서 종료된 것을 채널이 알림',
  'the channel tells of a message that the API had asked for': 'API로 보낸 메시지를 채널이 알림',
  'nobody knows whose answers these are: they are not kept': '누구의 답인지 알 수 없어 고객 정보에 저장하지 않음',
  // Outcomes of effects.
  'Its time had passed before it could be done.': '처리하기 전에 기한이 지났습니다.',
  'The effect before it in the run was not done.': '앞 단계가 처리되지 않았습니다.',
  'Kept in Threadkeeper only: the channel has no counterpart for it.':
    '채널에 해당하는 기능이 없어 Threadkeeper에만 저장했습니다.',
  'Continuity e-mails were turned off meanwhile.': '그사이 이메일 보내기가 꺼졌습니다.',
  'The conversation was closed meanwhile.': '그사이 상담이 종료되었습니다.',
  'The answers were read, answered or deleted meanwhile.': '그사이 고객이 읽거나 답했거나, 답변이 삭제되었습니다.',
  'No e-mail address of the customer is known.': '고객의 이메일 주소를 모릅니다.',
  // Why there is no coming back.
  expired: '시간이 지남',
  endedByAgent: '상담원이 마침',
  closedByCustomer: '고객이 종료함',
  disabled: '기능이 꺼져 있음',
  unknown: '이어 갈 상담이 없음',
};

const SUPPRESSED: Record<string, string> = {
  'an e-mail to it came back for good': '반송됨',
  'its owner reported an e-mail as spam': '스팸 신고',
  'its owner unsubscribed': '고객이 수신을 거부함',
  'an operator put it there': '운영자가 등록함',
};

/** What has a number or a name in it. */
const PATTERNS: readonly [RegExp, (...found: string[]) => string][] = [
  [/^wait cancelled: (.+)$/, (why) => `대기 취소: ${inKorean(why)}`],
  [/^not filled in as asked, (\d+) times$/, (times) => `${times}번 물었으나 제대로 입력되지 않음`],
  [/^more than (\d+) runs wait in this conversation$/, (most) => `이 상담에서 기다리는 워크플로우가 ${most}개를 넘음`],
  [/^more than (\d+) steps at once$/, (most) => `한 번에 실행한 단계가 ${most}개를 넘음`],
  [
    /^(?:module (.+) is not active|workflow (.+) is no active module)$/,
    (one, other) => `활성 모듈이 아님: ${one ?? other}`,
  ],
  [/^(\d+) runs within a minute: the fuse has tripped$/, (runs) => `1분 안에 ${runs}번 실행되어 차단됨`],
  [/^(\d+) workflows at once are enough$/, (most) => `한 번에 워크플로우 ${most}개까지만 실행`],
  [/^a chain of (\d+) workflows led here$/, (depth) => `워크플로우 ${depth}개가 연달아 이어짐`],
  [
    /^the chat did not start from a campaign it is attached to: (.+)$/,
    (id) => `연결된 캠페인에서 시작한 상담이 아님: ${id}`,
  ],
  [/^Taken for delivery as (.+)\.$/, (id) => `발송 접수: ${id}`],
  [/^The receiver answered (\d+)\.$/, (status) => `받는 쪽의 응답: ${status}.`],
  [/^The answer did not come: (.+)\.$/, (why) => `응답이 오지 않음: ${why}.`],
  [
    /^(.+) Whether it was done is not known, so it is not tried again\.$/,
    (detail) => `${inKorean(detail)} 처리되었는지 알 수 없어 다시 시도하지 않습니다.`,
  ],
  [/^(.+) Attempts: (\d+)\.$/, (detail, attempts) => `${inKorean(detail)} 시도 ${attempts}회.`],
  [
    /^The address is on the suppression list since (\S+): (.+?)\. Take it off the list to write to it again\.$/,
    (since, why) =>
      `${since}부터 수신 차단된 주소입니다(${SUPPRESSED[why] ?? why}). 차단을 풀면 다시 보낼 수 있습니다.`,
  ],
];

export function inKorean(reason: string): string {
  if (Object.hasOwn(SAID, reason)) return String(SAID[reason]);
  for (const [pattern, say] of PATTERNS) {
    const found = pattern.exec(reason);
    if (found) return say(...found.slice(1));
  }
  return reason;
}
