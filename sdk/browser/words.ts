/** What the prompt says. */
import type { Language, StartNew } from './types';

interface Words {
  title: string;
  began(time: string): string;
  several: string;
  sameAgent: string;
  otherAgent: string;
  until(time: string): string;
  continue: string;
  startNew: string;
  over: string;
  reasons: Partial<Record<NonNullable<StartNew['reason']>, string>>;
}

export const WORDS: Record<Language, Words> = {
  ko: {
    title: '이전 상담을 이어가시겠어요?',
    began: (time) => `${time}에 시작한 상담이 진행 중입니다.`,
    several: '이어갈 상담을 선택해 주세요.',
    sameAgent: '같은 상담원이 이어서 도와드립니다.',
    otherAgent: '다른 상담원이 도와드릴 수도 있습니다.',
    until: (time) => `${time}까지 이어갈 수 있습니다.`,
    continue: '이어서 상담하기',
    startNew: '새로 시작하기',
    over: '이전 상담이 종료되었습니다',
    reasons: {
      expired: '다시 연결할 수 있는 시간이 지났습니다.',
      endedByAgent: '상담원이 상담을 종료했습니다.',
      closedByCustomer: '고객님께서 상담을 종료하셨습니다.',
    },
  },
  en: {
    title: 'Continue your conversation?',
    began: (time) => `Your conversation from ${time} is still open.`,
    several: 'Choose the conversation to continue.',
    sameAgent: 'The same agent will continue to help you.',
    otherAgent: 'Another agent may continue to help you.',
    until: (time) => `You can continue until ${time}.`,
    continue: 'Continue',
    startNew: 'Start new',
    over: 'Your earlier conversation is over',
    reasons: {
      expired: 'The time to reconnect has passed.',
      endedByAgent: 'The agent has ended it.',
      closedByCustomer: 'You have closed it.',
    },
  },
  ja: {
    title: '前回のチャットを続けますか？',
    began: (time) => `${time}に開始したチャットがあります。`,
    several: '続けるチャットをお選びください。',
    sameAgent: '同じ担当者が引き続き対応いたします。',
    otherAgent: '別の担当者が対応する場合があります。',
    until: (time) => `${time}まで続けることができます。`,
    continue: '続ける',
    startNew: '新しく始める',
    over: '前回のチャットは終了しました',
    reasons: {
      expired: '再接続できる時間が過ぎました。',
      endedByAgent: '担当者が対応を終了いたしました。',
      closedByCustomer: 'お客様が終了されたチャットです。',
    },
  },
};

/** The first that is spoken here, by the first part of a BCP 47 tag; English else. */
export function languageOf(...tags: (string | undefined)[]): Language {
  const spoken = tags
    .map((tag) => tag?.split(/[-_]/)[0]?.toLowerCase())
    .find((tag) => tag && Object.hasOwn(WORDS, tag));
  return (spoken as Language) ?? 'en';
}

/** The hour, with its day when that is not today. @param time RFC 3339 */
export function timeText(time: string, language: Language, now = new Date()): string {
  const at = new Date(time);
  const isToday = at.toDateString() === now.toDateString();
  const day = { month: 'long', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(language, { ...(!isToday && day), hour: 'numeric', minute: '2-digit' }).format(at);
}
