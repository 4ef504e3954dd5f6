/** What agents are told of an e-mail that did not arrive, or was not welcome, in the workspace's language. */
import type { Language } from '../engine/language';

interface FeedbackWords {
  bounced: string;
  bouncedForNow: string;
  complained: string;
  rejected: string;
}
export type FeedbackNote = keyof FeedbackWords;

/** `{address}` is filled in. */
const WORDS: Readonly<Record<Language, FeedbackWords>> = {
  ko: {
    bounced: '{address} 주소로 보낸 이메일이 반송되었습니다. 이 주소로는 더 이상 이메일을 보내지 않습니다.',
    bouncedForNow: '{address} 주소로 보낸 이메일이 지금은 전달되지 않았습니다.',
    complained: '{address} 주소의 고객이 이메일을 스팸으로 신고했습니다. 이 주소로는 더 이상 이메일을 보내지 않습니다.',
    rejected: '{address} 주소로 보내려던 이메일을 메일 서비스가 거부하여 보내지 못했습니다.',
  },
  en: {
    bounced: 'The e-mail to {address} came back. No more e-mails are sent to this address.',
    bouncedForNow: 'The e-mail to {address} could not be delivered for now.',
    complained: 'The customer reported the e-mail to {address} as spam. No more e-mails are sent to this address.',
    rejected: 'The mail service took the e-mail to {address} and then refused to send it.',
  },
  ja: {
    bounced: '{address} 宛てのメールが返送されました。今後このアドレスにはメールを送信しません。',
    bouncedForNow: '{address} 宛てのメールは、現在のところ届いていません。',
    complained: '{address} 宛てのメールが迷惑メールとして報告されました。今後このアドレスにはメールを送信しません。',
    rejected: '{address} 宛てのメールはメールサービスに拒否され、送信されませんでした。',
  },
  'zh-CN': {
    bounced: '发送到 {address} 的邮件被退回。今后不再向此地址发送邮件。',
    bouncedForNow: '发送到 {address} 的邮件暂时无法送达。',
    complained: '客户将发送到 {address} 的邮件举报为垃圾邮件。今后不再向此地址发送邮件。',
    rejected: '邮件服务拒绝发送给 {address} 的邮件，邮件未发出。',
  },
  es: {
    bounced: 'El correo a {address} ha sido devuelto. No se enviarán más correos a esta dirección.',
    bouncedForNow: 'El correo a {address} no se ha podido entregar por ahora.',
    complained: 'El cliente ha marcado como spam el correo a {address}. No se enviarán más correos a esta dirección.',
    rejected: 'El servicio de correo ha rechazado el correo a {address} y no lo ha enviado.',
  },
  fr: {
    bounced: 'L’e-mail à {address} a été renvoyé. Plus aucun e-mail ne sera envoyé à cette adresse.',
    bouncedForNow: 'L’e-mail à {address} n’a pas pu être remis pour le moment.',
    complained:
      'Le client a signalé l’e-mail à {address} comme indésirable. Plus aucun e-mail ne sera envoyé à cette adresse.',
    rejected: 'Le service de messagerie a refusé l’e-mail à {address} et ne l’a pas envoyé.',
  },
  de: {
    bounced: 'Die E-Mail an {address} kam zurück. An diese Adresse werden keine E-Mails mehr gesendet.',
    bouncedForNow: 'Die E-Mail an {address} konnte vorerst nicht zugestellt werden.',
    complained: 'Die E-Mail an {address} wurde als Spam gemeldet. An diese Adresse werden keine E-Mails mehr gesendet.',
    rejected: 'Der Maildienst hat die E-Mail an {address} abgelehnt und nicht gesendet.',
  },
};

/** The note, with what the provider said behind it. */
export function feedbackNote(language: Language, note: FeedbackNote, address: string, detail?: string): string {
  const words = WORDS[language][note].replace('{address}', () => address);
  return detail === undefined ? words : `${words} (${detail})`;
}
