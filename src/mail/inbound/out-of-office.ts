/**
 * How automatic replies of mail programs and services begin, in the languages of customers. None of it is proof: people write
 * about automatic replies too.
 */
import { fold } from '../../engine/text';

/** Subjects that programs make: what stands here, at the start, and then a colon, a bracket or nothing. */
const SUBJECTS: readonly string[] = [
  ...[
    '자동 회신',
    '자동회신',
    '자동 응답',
    '자동응답',
    '자동 답장',
    '부재중',
    '부재 중',
    '부재중 자동응답',
    '부재중 자동 응답',
  ],
  ...[
    '부재중 자동회신',
    '부재중 자동 회신',
    '부재 알림',
    '부재중 알림',
    '휴가 중 자동응답',
    '수신 확인',
    '읽음 확인',
    '접수 완료',
  ],
  ...['automatic reply', 'auto reply', 'auto-reply', 'autoreply', 'auto response', 'auto-response', 'automated reply'],
  ...['automated response', 'autoresponse', 'out of office', 'out of the office', 'out of office autoreply', 'ooo'],
  ...[
    'out-of-office',
    'vacation reply',
    'vacation response',
    'away from my mail',
    'away from the office',
    'on vacation',
  ],
  ...['on leave', 'on holiday', 'ticket received', 'request received', 'we received your request'],
  ...['自動応答', '自動返信', '自動回答', '不在通知', '不在のお知らせ', '不在連絡', '不在', '自動送信', '受付完了'],
  ...['自动答复', '自动回复', '自動回覆', '自动应答', '外出自动回复', '休假自动回复', '不在办公室'],
  ...[
    'respuesta automática',
    'respuesta automatica',
    'fuera de la oficina',
    'fuera de oficina',
    'ausente de la oficina',
  ],
  ...['réponse automatique', 'reponse automatique', 'absence du bureau', 'absent du bureau', "message d'absence"],
  ...["notification d'absence", 'absence', 'abwesenheitsnotiz', 'automatische antwort', 'abwesenheit', 'abwesend'],
  ...[
    'automatische abwesenheitsnotiz',
    'außer haus',
    'nicht im büro',
    'automatische beantwortung',
    'eingangsbestätigung',
  ],
  ...['resposta automática', 'resposta automatica', 'fora do escritório', 'ausência temporária', 'risposta automatica'],
  ...['fuori sede', 'fuori ufficio', 'assenza', 'автоответ', 'автоматический ответ', 'нет на работе', 'вне офиса'],
  ...['trả lời tự động', 'thư trả lời tự động', 'vắng mặt', 'ตอบกลับอัตโนมัติ', 'การตอบกลับอัตโนมัติ', 'ไม่อยู่ที่สำนักงาน'],
  ...['automatisch antwoord', 'afwezig', 'automatyczna odpowiedź', 'automatisk svar', 'autosvar', 'frånvaromeddelande'],
  ...['otomatik yanıt', 'balasan otomatis'],
].map(fold);

/** What such replies say in their first sentences. */
const SENTENCES: readonly string[] = [
  ...[
    '부재중입니다',
    '부재 중입니다',
    '부재중이오니',
    '휴가 중입니다',
    '휴가중입니다',
    '자동 응답 메일',
    '자동응답 메일',
    '자동으로 발송',
    '자동 발송',
  ],
  ...[
    '자동 회신 메일',
    '자리를 비웠습니다',
    '메일을 확인할 수 없',
    '메일 확인이 어렵',
    '출장 중입니다',
    '출장중입니다',
  ],
  ...[
    'out of the office',
    'out of office',
    'on vacation',
    'on annual leave',
    'on leave',
    'away from my desk',
    'on holiday',
  ],
  ...['limited access to e', 'this is an automat', 'automatically generated', 'automated response', 'automatic reply'],
  ...['parental leave', 'maternity leave', 'no access to my e', 'your request has been received'],
  ...['不在にして', '不在とさせて', '休暇中', '休暇をいただ', '自動返信', '自動応答', '自動送信', '出張中', '外出中'],
  ...['自动回复', '自动答复', '自動回覆', '休假中', '正在休假', '不在办公室', '出差'],
  ...['fuera de la oficina', 'de vacaciones', 'respuesta automática', 'estaré ausente', 'mensaje automático'],
  ...['absent du bureau', 'absente du bureau', 'en congé', 'je suis absent', 'je serai absent', 'réponse automatique'],
  ...['message automatique', 'actuellement absent', 'nicht im büro', 'nicht im haus', 'im urlaub', 'außer haus'],
  ...['abwesend', 'automatische antwort', 'automatisch generiert', 'automatisch erstellt', 'bin ich wieder'],
  ...['fora do escritório', 'de férias', 'resposta automática', 'fuori ufficio', 'in ferie', 'risposta automatica'],
  ...['в отпуске', 'автоматический ответ', 'отсутствую', 'nghỉ phép', 'trả lời tự động', 'ลาพักร้อน', 'อัตโนมัติ'],
].map(fold);

const LOOKED_AT = 1_000;
const BRACKETS = /^[\s[\](【】「」<>*]+/;

/** Whether a program may have made the subject. Answers of people begin with `Re:`, which no program writes before its own. */
export function hasProgramSubject(subject: string): boolean {
  const folded = fold(subject.slice(0, LOOKED_AT)).replace(BRACKETS, '');
  return SUBJECTS.some(
    (begin) => folded.startsWith(begin) && /^\s*([:：\])】」>|-]|$)/.test(folded.slice(begin.length)),
  );
}

/** Whether a text says in its beginning that its writer is away, or that no person wrote it. */
export function saysAway(text: string): boolean {
  const folded = fold(text.slice(0, LOOKED_AT)).replace(/\s+/g, ' ');
  return SENTENCES.some((sentence) => folded.includes(sentence));
}
