/** What agents are told of e-mails that do not count, or of which something is left, in the workspace's language. */
import type { Language } from '../../engine/language';

/** Why a mail does not count as the customer's answer. */
export type NotCountedKind =
  | 'virus'
  | 'own'
  | 'bounce'
  | 'report'
  | 'list'
  | 'autoReply'
  | 'spam'
  | 'revoked'
  | 'unverified'
  | 'unread'
  | 'empty';
/** Why a part of a mail is not taken over. */
export type LeftKind = 'fileKind' | 'fileSize' | 'fileCount' | 'longText';

export interface NoteWords extends Readonly<Record<NotCountedKind | LeftKind, string>> {
  from: string;
  subject: string;
  whole: string;
  left: string;
  /** `{count}` is filled in. */
  suspended: string;
}

export const NOTE_WORDS: Readonly<Record<Language, NoteWords>> = {
  ko: {
    virus: '바이러스가 들어 있는 이메일이 왔습니다. 내용을 가져오지 않았습니다.',
    own: '우리가 보낸 이메일이 되돌아왔습니다.',
    bounce: '메일 서버의 배달 보고가 왔습니다. 고객의 답장이 아닙니다.',
    report: '메일 프로그램이 보낸 보고(수신 확인 등)가 왔습니다. 고객의 답장이 아닙니다.',
    list: '여러 사람에게 보낸 이메일이 왔습니다. 고객의 답장으로 처리하지 않았습니다.',
    autoReply: '자동 회신이 왔습니다. 고객의 답장으로 처리하지 않았습니다.',
    spam: '스팸으로 판정된 이메일이 왔습니다. 고객의 답장으로 처리하지 않았습니다.',
    revoked: '사용이 중지된 회신 주소로 이메일이 왔습니다.',
    unverified: '고객이 보냈는지 확인할 수 없는 이메일이 왔습니다. 내용을 믿기 전에 확인해 주세요.',
    unread: '너무 크거나 복잡한 이메일이 와서 머리글만 읽었습니다.',
    empty: '가져올 내용이 없는 이메일이 왔습니다.',
    fileKind: '가져오지 않는 종류의 파일',
    fileSize: '10MB 초과',
    fileCount: '파일 10개 초과',
    longText: '매우 긴 본문의 끝부분',
    from: '보낸 사람',
    subject: '제목',
    whole: '이메일 전체',
    left: '이메일에서 가져오지 않은 것',
    suspended:
      '이 고객의 이메일이 한 시간에 {count}통을 넘었습니다. 그 뒤에 온 이메일은 보류되었으며, 보류된 메시지 목록에서 다시 처리할 수 있습니다.',
  },
  en: {
    virus: 'An e-mail with a virus came. Nothing of it was taken over.',
    own: 'An e-mail of our own came back.',
    bounce: 'A report of a mail server came. It is not the customer’s answer.',
    report: 'A report of a mail program came, such as a read receipt. It is not the customer’s answer.',
    list: 'An e-mail to many came. It does not count as the customer’s answer.',
    autoReply: 'An automatic reply came. It does not count as the customer’s answer.',
    spam: 'An e-mail came that was found to be spam. It does not count as the customer’s answer.',
    revoked: 'An e-mail came to a reply address that is out of use.',
    unverified: 'An e-mail came that may not be the customer’s. Make sure before you trust it.',
    unread: 'An e-mail came that is too large or too complex. Only its header was read.',
    empty: 'An e-mail came that holds nothing to take over.',
    fileKind: 'files of its kind are not taken',
    fileSize: 'larger than 10 MB',
    fileCount: 'more than 10 files',
    longText: 'the end of its very long text',
    from: 'From',
    subject: 'Subject',
    whole: 'The whole e-mail',
    left: 'Not taken over from the e-mail',
    suspended:
      'More than {count} e-mails of this customer came within an hour. Those that came since are held back and can be taken from the list of parked messages.',
  },
  ja: {
    virus: 'ウイルスを含むメールが届きました。内容は取り込んでいません。',
    own: '当方が送信したメールが戻ってきました。',
    bounce: 'メールサーバーからの配信レポートが届きました。お客様の返信ではありません。',
    report: 'メールソフトからのレポート（開封確認など）が届きました。お客様の返信ではありません。',
    list: '多数宛てのメールが届きました。お客様の返信としては扱いません。',
    autoReply: '自動返信が届きました。お客様の返信としては扱いません。',
    spam: '迷惑メールと判定されたメールが届きました。お客様の返信としては扱いません。',
    revoked: '使用を停止した返信用アドレスにメールが届きました。',
    unverified: 'お客様本人からと確認できないメールが届きました。内容を信用する前にご確認ください。',
    unread: '大きすぎるか複雑すぎるメールが届いたため、ヘッダーだけを読み取りました。',
    empty: '取り込む内容のないメールが届きました。',
    fileKind: '取り込まない種類のファイル',
    fileSize: '10MB超過',
    fileCount: 'ファイル数10件超過',
    longText: '非常に長い本文の末尾',
    from: '差出人',
    subject: '件名',
    whole: 'メール全体',
    left: 'メールから取り込まなかったもの',
    suspended:
      'このお客様からのメールが1時間に{count}通を超えました。以降に届いたメールは保留され、保留メッセージの一覧から処理できます。',
  },
  'zh-CN': {
    virus: '收到一封含有病毒的邮件，其内容未被接收。',
    own: '我们发出的邮件被退回到此处。',
    bounce: '收到邮件服务器的投递报告，并非客户的回复。',
    report: '收到邮件程序的报告（如已读回执），并非客户的回复。',
    list: '收到一封群发邮件，不作为客户的回复。',
    autoReply: '收到自动回复，不作为客户的回复。',
    spam: '收到一封被判定为垃圾邮件的邮件，不作为客户的回复。',
    revoked: '收到一封发往已停用回复地址的邮件。',
    unverified: '收到一封无法确认是否由客户发出的邮件。请核实后再采信。',
    unread: '收到一封过大或过于复杂的邮件，仅读取了邮件头。',
    empty: '收到一封没有可接收内容的邮件。',
    fileKind: '不接收此类文件',
    fileSize: '超过 10 MB',
    fileCount: '超过 10 个文件',
    longText: '超长正文的结尾部分',
    from: '发件人',
    subject: '主题',
    whole: '完整邮件',
    left: '邮件中未接收的内容',
    suspended: '该客户一小时内的邮件超过 {count} 封。此后收到的邮件已暂停处理，可在搁置消息列表中重新处理。',
  },
  es: {
    virus: 'Ha llegado un correo con un virus. No se ha tomado nada de él.',
    own: 'Ha vuelto un correo enviado por nosotros.',
    bounce: 'Ha llegado un informe de un servidor de correo. No es una respuesta del cliente.',
    report:
      'Ha llegado un informe de un programa de correo, como un acuse de lectura. No es una respuesta del cliente.',
    list: 'Ha llegado un correo dirigido a muchos. No cuenta como respuesta del cliente.',
    autoReply: 'Ha llegado una respuesta automática. No cuenta como respuesta del cliente.',
    spam: 'Ha llegado un correo considerado spam. No cuenta como respuesta del cliente.',
    revoked: 'Ha llegado un correo a una dirección de respuesta que ya no está en uso.',
    unverified: 'Ha llegado un correo que quizá no sea del cliente. Compruébelo antes de fiarse.',
    unread: 'Ha llegado un correo demasiado grande o complejo. Solo se ha leído su cabecera.',
    empty: 'Ha llegado un correo sin nada que tomar.',
    fileKind: 'no se admiten archivos de este tipo',
    fileSize: 'más de 10 MB',
    fileCount: 'más de 10 archivos',
    longText: 'el final de un texto muy largo',
    from: 'De',
    subject: 'Asunto',
    whole: 'El correo completo',
    left: 'No se ha tomado del correo',
    suspended:
      'Han llegado más de {count} correos de este cliente en una hora. Los posteriores están retenidos y se pueden recuperar en la lista de mensajes apartados.',
  },
  fr: {
    virus: 'Un e-mail contenant un virus est arrivé. Rien n’en a été repris.',
    own: 'Un e-mail envoyé par nos soins est revenu.',
    bounce: 'Un rapport d’un serveur de messagerie est arrivé. Ce n’est pas une réponse du client.',
    report:
      'Un rapport d’un logiciel de messagerie est arrivé, par exemple un accusé de lecture. Ce n’est pas une réponse du client.',
    list: 'Un e-mail adressé à de nombreux destinataires est arrivé. Il ne compte pas comme réponse du client.',
    autoReply: 'Une réponse automatique est arrivée. Elle ne compte pas comme réponse du client.',
    spam: 'Un e-mail jugé indésirable est arrivé. Il ne compte pas comme réponse du client.',
    revoked: 'Un e-mail est arrivé à une adresse de réponse qui n’est plus utilisée.',
    unverified: 'Un e-mail est arrivé qui ne vient peut-être pas du client. Vérifiez avant de vous y fier.',
    unread: 'Un e-mail trop volumineux ou trop complexe est arrivé. Seul son en-tête a été lu.',
    empty: 'Un e-mail sans rien à reprendre est arrivé.',
    fileKind: 'les fichiers de ce type ne sont pas repris',
    fileSize: 'plus de 10 Mo',
    fileCount: 'plus de 10 fichiers',
    longText: 'la fin d’un texte très long',
    from: 'De',
    subject: 'Objet',
    whole: 'L’e-mail complet',
    left: 'Non repris de l’e-mail',
    suspended:
      'Plus de {count} e-mails de ce client sont arrivés en une heure. Les suivants sont retenus et peuvent être repris dans la liste des messages mis de côté.',
  },
  de: {
    virus: 'Eine E-Mail mit einem Virus kam an. Nichts davon wurde übernommen.',
    own: 'Eine von uns gesendete E-Mail kam zurück.',
    bounce: 'Der Bericht eines Mailservers kam an. Er ist keine Antwort des Kunden.',
    report: 'Der Bericht eines Mailprogramms kam an, etwa eine Lesebestätigung. Er ist keine Antwort des Kunden.',
    list: 'Eine E-Mail an viele kam an. Sie zählt nicht als Antwort des Kunden.',
    autoReply: 'Eine automatische Antwort kam an. Sie zählt nicht als Antwort des Kunden.',
    spam: 'Eine als Spam erkannte E-Mail kam an. Sie zählt nicht als Antwort des Kunden.',
    revoked: 'An eine Antwortadresse, die nicht mehr gilt, kam eine E-Mail.',
    unverified: 'Eine E-Mail kam an, die vielleicht nicht vom Kunden ist. Prüfen Sie das, bevor Sie ihr vertrauen.',
    unread: 'Eine zu große oder zu verschachtelte E-Mail kam an. Nur ihr Kopf wurde gelesen.',
    empty: 'Eine E-Mail kam an, in der nichts zu übernehmen ist.',
    fileKind: 'Dateien dieser Art werden nicht übernommen',
    fileSize: 'größer als 10 MB',
    fileCount: 'mehr als 10 Dateien',
    longText: 'das Ende eines sehr langen Textes',
    from: 'Von',
    subject: 'Betreff',
    whole: 'Die ganze E-Mail',
    left: 'Aus der E-Mail nicht übernommen',
    suspended:
      'Mehr als {count} E-Mails dieses Kunden kamen in einer Stunde an. Die späteren werden zurückgehalten und lassen sich aus der Liste der geparkten Nachrichten übernehmen.',
  },
};
