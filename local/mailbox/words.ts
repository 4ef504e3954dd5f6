import type { VerdictChoice } from './requests';

export type PageLanguage = 'en' | 'ko';

/** What the page says. */
export interface Words {
  title: string;
  about: string;
  none: string;
  noneHint: string;
  smtp: (port: number) => string;
  noSmtp: string;
  back: string;
  from: string;
  to: string;
  replyTo: string;
  sent: string;
  views: { html: string; text: string; headers: string };
  download: string;
  reply: string;
  replyPlaceholder: string;
  program: string;
  programs: { gmail: string; outlook: string; autoReply: string };
  verdict: string;
  verdicts: Record<VerdictChoice, string>;
  send: string;
  provider: string;
  bounce: string;
  softBounce: string;
  complaint: string;
  unsubscribe: string;
  unsubscribePage: string;
  done: Record<Done, string>;
  refused: string;
  demo: string;
  otherLanguage: string;
}

export type Done = 'reply' | 'bounce' | 'complaint' | 'unsubscribe';

const en: Words = {
  title: 'Mailbox',
  about: 'Every e-mail that left this stack. None of them left the machine.',
  none: 'No e-mail yet',
  noneHint:
    'An agent’s answer that a customer does not read becomes one after ten minutes. The clock of the demo page moves time, or POST /_local/clock.',
  smtp: (port) => `Mail programs reach this stack at localhost, port ${port}, without TLS or password.`,
  noSmtp: 'This stack takes no mail in: it was built without a domain for replies.',
  back: 'All e-mails',
  from: 'From',
  to: 'To',
  replyTo: 'Reply to',
  sent: 'Sent',
  views: { html: 'HTML', text: 'Text', headers: 'Headers' },
  download: 'Download',
  reply: 'Reply as the customer',
  replyPlaceholder: 'What the customer writes above the quote',
  program: 'Mail program',
  programs: { gmail: 'Gmail', outlook: 'Outlook', autoReply: 'Auto-reply (away)' },
  verdict: 'What the receiving server finds',
  verdicts: {
    pass: 'Genuine: all checks pass',
    noPolicy: 'No DMARC policy, DKIM passes',
    nothing: 'No DMARC policy, nothing passes',
    dmarcFail: 'Forged: DMARC fails',
    spam: 'Spam',
    virus: 'Virus',
  },
  send: 'Send reply',
  provider: 'What else may happen',
  bounce: 'Bounce: no such mailbox',
  softBounce: 'Bounce: mailbox full',
  complaint: 'Mark as spam',
  unsubscribe: 'Unsubscribe with one click',
  unsubscribePage: 'Open the unsubscribe page',
  done: {
    reply: 'The reply has come in.',
    bounce: 'The bounce was reported.',
    complaint: 'The complaint was reported.',
    unsubscribe: 'Unsubscribed.',
  },
  refused: 'Refused:',
  demo: 'Demo',
  otherLanguage: '한국어',
};

const ko: Words = {
  title: '메일함',
  about: '이 스택이 보낸 모든 메일입니다. 실제로 밖으로 나간 메일은 없습니다.',
  none: '아직 보낸 메일이 없습니다',
  noneHint:
    '고객이 읽지 않은 상담원의 답변은 10분 뒤에 메일로 나갑니다. 데모 페이지의 시계나 POST /_local/clock으로 시간을 옮길 수 있습니다.',
  smtp: (port) => `메일 프로그램에서는 localhost, 포트 ${port}번으로 보내면 됩니다. TLS와 비밀번호는 필요 없습니다.`,
  noSmtp: '회신용 도메인 없이 만든 스택이라 메일을 받지 않습니다.',
  back: '모든 메일',
  from: '보낸 사람',
  to: '받는 사람',
  replyTo: '회신 주소',
  sent: '보낸 시각',
  views: { html: 'HTML', text: '텍스트', headers: '헤더' },
  download: '내려받기',
  reply: '고객으로 답장하기',
  replyPlaceholder: '고객이 인용문 위에 쓸 내용',
  program: '메일 프로그램',
  programs: { gmail: 'Gmail', outlook: 'Outlook', autoReply: '자동 회신 (부재중)' },
  verdict: '수신 서버의 판정',
  verdicts: {
    pass: '진짜: 모든 검사 통과',
    noPolicy: 'DMARC 정책 없음, DKIM 통과',
    nothing: 'DMARC 정책 없음, 통과한 것 없음',
    dmarcFail: '위조: DMARC 실패',
    spam: '스팸',
    virus: '바이러스',
  },
  send: '답장 보내기',
  provider: '다른 상황 만들기',
  bounce: '반송: 없는 메일함',
  softBounce: '반송: 메일함 가득 참',
  complaint: '스팸으로 신고',
  unsubscribe: '원클릭 수신 거부',
  unsubscribePage: '수신 거부 페이지 열기',
  done: {
    reply: '답장이 도착했습니다.',
    bounce: '반송을 알렸습니다.',
    complaint: '스팸 신고를 알렸습니다.',
    unsubscribe: '수신을 거부했습니다.',
  },
  refused: '거절됨:',
  demo: '데모',
  otherLanguage: 'English',
};

export const words: Record<PageLanguage, Words> = { en, ko };

/** By `?lang=`, else by what the browser prefers among the two, else English. */
export function pageLanguage(asked: string | null, accepted = ''): PageLanguage {
  if (asked === 'ko' || asked === 'en') return asked;
  const preferred = /(?:^|,)\s*(ko|en)\b/i.exec(accepted)?.[1]?.toLowerCase();
  return preferred === 'ko' ? 'ko' : 'en';
}
