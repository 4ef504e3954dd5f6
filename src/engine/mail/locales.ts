/**
 * The words by which mail programs set apart what is not the writer's own, per language: the only file to touch for a new one.
 * All in lower case and NFC, blanks single. Who writes what: test/mail/corpus.
 */
export interface MailLocale {
  /** How a line begins that says who wrote when; none where it begins with the date or the name. */
  begins?: readonly string[];
  /** How it ends, before the colon. */
  wrote?: readonly string[];
  /** The verb where name or date come behind it. */
  wroteInside?: readonly string[];
  /** Between dashes, above the mail that is answered. */
  original?: readonly string[];
  /** Between dashes or before a colon, above a mail that is passed on. */
  forwarded?: readonly string[];
  labels: Readonly<Record<Label, readonly string[]>>;
  /** What a program adds to what was written with it; DEVICE stands for a device or program, PROGRAM for one of the latter. */
  footers: readonly string[];
}

export type Label = 'from' | 'sent' | 'to' | 'cc' | 'subject';

/** Names of devices that sign mails. */
export const DEVICES: readonly string[] = [
  'iphone|ipad|ios|icloud|android|galaxy|samsung|삼성|갤럭시|blackberry|windows|xperia|huawei|honor|xiaomi|redmi|oppo|vivo|pixel|motorola',
  'smartphone|handy|mobiltelefon|tablet|스마트폰|휴대폰|スマートフォン|携帯|手机|手機|мобильного|mobile device|мобильной',
];

/** Names of programs that sign mails, or praise themselves in them. */
export const PROGRAMS: readonly string[] = [
  'outlook|yahoo|proton ?mail|gmail|thunderbird|naver|네이버|daum|hanmail|qq邮箱|网易邮箱|foxmail|mail\\.ru|yandex|яндекс|web\\.de|gmx',
];

export const MAIL_LOCALES: Readonly<Record<string, MailLocale>> = {
  en: {
    begins: ['on ', 'at ', 'in a message dated '],
    wrote: ['wrote', 'writes'],
    original: ['original message', 'original email', 'original e-mail', 'reply message'],
    forwarded: ['forwarded message', 'begin forwarded message'],
    labels: {
      from: ['from'],
      sent: ['sent', 'date', 'sent at'],
      to: ['to'],
      cc: ['cc', 'bcc', 'reply-to', 'importance', 'attachments'],
      subject: ['subject'],
    },
    footers: ['(?:sent|posted) (?:from|via|with|using) DEVICE', 'get PROGRAM'],
  },
  ko: {
    wrote: ['작성', '님이 작성', '쓴 글', '님이 쓴 글', '님이 작성한 내용', '보낸 메시지', '님의 말'],
    original: ['원본 메일', '원본 메시지', '원본 이메일', '원본메일', '받은 메일 내용', '원본 내용'],
    forwarded: ['전달된 메시지', '전달된 메일', '전달된 이메일', '전달 메시지', '전달한 메시지'],
    labels: {
      from: ['보낸 사람', '보낸사람', '보낸이', '발신', '발신자', '발신인'],
      sent: ['보낸 날짜', '보낸날짜', '보낸 시간', '보낸시간', '날짜', '일시', '발송일'],
      to: ['받는 사람', '받는사람', '받은 사람', '받는이', '수신', '수신자', '수신인'],
      cc: ['참조', '숨은 참조', '숨은참조', '첨부', '중요도'],
      subject: ['제목'],
    },
    footers: [
      'DEVICE에서 ?(?:보냄|보냈습니다|보낸 메일입니다|보낸 이메일입니다)',
      'PROGRAM ?(?:다운로드|받기|가져오기)',
    ],
  },
  ja: {
    wrote: [
      'のメール',
      'のメッセージ',
      'さんは書きました',
      'は書きました',
      'が書きました',
      'さんが書きました',
      'は次のように書きました',
    ],
    original: ['元のメッセージ', '元のメール', '元メッセージ', '元メール', '返信元のメッセージ'],
    forwarded: ['転送メッセージ', '転送されたメッセージ', '転送されたメール', '転送メール'],
    labels: {
      from: ['差出人', '送信者', '送信元'],
      sent: ['送信日時', '日時', '日付', '送信日'],
      to: ['宛先', '受信者', '送信先'],
      cc: ['写し', '重要度', '添付ファイル'],
      subject: ['件名', '題名'],
    },
    footers: ['(?:私の)?DEVICE ?から送信(?:しました)?。?', 'PROGRAM ?を?(?:入手|ダウンロード)'],
  },
  'zh-CN': {
    begins: ['在'],
    wrote: ['写道', '撰写', '来信', '写到'],
    original: ['原始邮件', '邮件原件', '回复的原邮件', '原邮件', '原始信息'],
    forwarded: ['转发的邮件', '转发邮件', '转发的信息', '转发邮件信息', '开始转发的邮件', '已转发邮件', '转发的消息'],
    labels: {
      from: ['发件人', '寄件人'],
      sent: ['发送时间', '发送日期', '日期', '时间'],
      to: ['收件人'],
      cc: ['抄送', '密送', '重要性', '附件'],
      subject: ['主题', '主 题'],
    },
    footers: ['发自(?:我的)? ?DEVICE', '从(?:我的)? ?DEVICE ?发送', '(?:获取|下载) ?PROGRAM'],
  },
  'zh-TW': {
    begins: ['在'],
    wrote: ['寫道', '來信', '寫到'],
    original: ['原始郵件', '原始訊息', '原郵件'],
    forwarded: ['轉寄的郵件', '轉寄郵件', '轉寄的訊息', '已轉寄的郵件', '開始轉寄郵件'],
    labels: {
      from: ['寄件者', '寄件人'],
      sent: ['寄件日期', '傳送時間', '寄件時間', '日期'],
      to: ['收件者', '收件人'],
      cc: ['副本', '密件副本', '重要性', '附件'],
      subject: ['主旨', '主題'],
    },
    footers: ['(?:從|寄自|傳送自)(?:我的)? ?DEVICE', '(?:取得|下載) ?PROGRAM'],
  },
  es: {
    begins: ['el '],
    wrote: ['escribió'],
    original: ['mensaje original'],
    forwarded: ['mensaje reenviado', 'inicio del mensaje reenviado'],
    labels: {
      from: ['de'],
      sent: ['enviado', 'enviado el', 'fecha'],
      to: ['para'],
      cc: ['cco', 'importancia', 'datos adjuntos'],
      subject: ['asunto'],
    },
    footers: ['enviado (?:desde|con) DEVICE', '(?:obtener|obtén|descargar) PROGRAM'],
  },
  fr: {
    begins: ['le '],
    wrote: ['a écrit', 'écrivait'],
    original: ["message d'origine", 'message d’origine', 'message original', 'message initial'],
    forwarded: ['message transféré', 'message transmis', 'début du message transféré', 'début du message réexpédié'],
    labels: {
      from: ['de'],
      sent: ['envoyé', 'envoyé le', 'date'],
      to: ['à', 'a', 'pour', 'destinataire'],
      cc: ['copie à', 'cci', 'importance', 'pièces jointes'],
      subject: ['objet', 'sujet'],
    },
    footers: ['envoyé (?:de|depuis|à partir de|avec) DEVICE', '(?:télécharger|téléchargez|obtenir) PROGRAM'],
  },
  de: {
    begins: ['am ', 'den '],
    wroteInside: ['schrieb', 'hat geschrieben'],
    wrote: ['schrieb', 'hat geschrieben'],
    original: ['ursprüngliche nachricht', 'originalnachricht', 'original-nachricht', 'ursprüngliche mail'],
    forwarded: [
      'weitergeleitete nachricht',
      'anfang der weitergeleiteten nachricht',
      'anfang der weitergeleiteten e-mail',
    ],
    labels: {
      from: ['von'],
      sent: ['gesendet', 'gesendet am', 'datum'],
      to: ['an'],
      cc: ['kopie', 'blindkopie', 'wichtigkeit', 'anlagen'],
      subject: ['betreff'],
    },
    footers: [
      '(?:diese nachricht wurde )?von DEVICE gesendet',
      'gesendet (?:von|mit|aus) DEVICE',
      'holen sie sich PROGRAM',
      'PROGRAM (?:beziehen|herunterladen|abrufen)',
    ],
  },
  pt: {
    begins: ['em ', 'no dia ', 'às ', 'a '],
    wrote: ['escreveu'],
    wroteInside: ['escreveu'],
    original: ['mensagem original'],
    forwarded: ['mensagem encaminhada', 'mensagem reencaminhada', 'início da mensagem encaminhada'],
    labels: {
      from: ['de'],
      sent: ['enviado', 'enviada', 'enviado em', 'enviada em', 'data'],
      to: ['para'],
      cc: ['cco', 'importância', 'anexos'],
      subject: ['assunto'],
    },
    footers: ['enviad[oa] (?:do|de|a partir do|pelo|via|com) DEVICE', '(?:obter|obtenha|baixar|baixe) PROGRAM'],
  },
  it: {
    begins: ['il '],
    wrote: ['ha scritto', 'scrive', 'scrisse'],
    original: ['messaggio originale', 'messaggio originario'],
    forwarded: ['messaggio inoltrato', 'inizio messaggio inoltrato'],
    labels: {
      from: ['da', 'mittente'],
      sent: ['inviato', 'data'],
      to: ['a', 'per'],
      cc: ['ccn', 'priorità', 'allegati'],
      subject: ['oggetto'],
    },
    footers: ['inviato (?:da|dal|con|tramite) DEVICE', '(?:scarica|ottieni) PROGRAM'],
  },
  ru: {
    wrote: ['написал', 'написала', 'написал(а)', 'пишет', 'писал', 'писала', 'писал(а)'],
    original: ['исходное сообщение', 'оригинальное сообщение', 'исходное письмо', 'первоначальное сообщение'],
    forwarded: [
      'пересылаемое сообщение',
      'перенаправленное сообщение',
      'начало переадресованного сообщения',
      'пересланное сообщение',
    ],
    labels: {
      from: ['от', 'отправитель', 'от кого'],
      sent: ['отправлено', 'дата'],
      to: ['кому', 'получатель'],
      cc: ['копия', 'скрытая копия', 'важность', 'вложения'],
      subject: ['тема'],
    },
    footers: ['отправлено (?:с|из|через) DEVICE', '(?:получить|скачать|загрузить) PROGRAM'],
  },
  vi: {
    begins: ['vào ', 'lúc '],
    wrote: ['đã viết', 'viết'],
    original: ['thư gốc', 'tin nhắn gốc', 'thông điệp gốc'],
    forwarded: ['thư được chuyển tiếp', 'tin nhắn đã chuyển tiếp', 'bắt đầu thư được chuyển tiếp'],
    labels: {
      from: ['từ', 'người gửi'],
      sent: ['đã gửi', 'ngày gửi', 'ngày', 'gửi'],
      to: ['đến', 'tới', 'người nhận'],
      cc: ['đồng gửi'],
      subject: ['chủ đề', 'tiêu đề'],
    },
    footers: ['(?:đã |được )*gửi từ DEVICE', '(?:tải|nhận|lấy) PROGRAM'],
  },
  th: {
    begins: ['ใน', 'เมื่อ', 'วันที่', 'วัน'],
    wrote: ['เขียนว่า', 'เขียน', 'ได้เขียน'],
    original: ['ข้อความต้นฉบับ', 'ข้อความเดิม', 'อีเมลต้นฉบับ'],
    forwarded: ['ข้อความที่ส่งต่อ', 'ข้อความส่งต่อ', 'เริ่มต้นข้อความที่ส่งต่อ'],
    labels: {
      from: ['จาก', 'ผู้ส่ง'],
      sent: ['ส่ง', 'วันที่', 'วันที่ส่ง', 'ส่งเมื่อ'],
      to: ['ถึง', 'ผู้รับ'],
      cc: ['สำเนา', 'สำเนาถึง'],
      subject: ['เรื่อง', 'หัวเรื่อง', 'ชื่อเรื่อง'],
    },
    footers: ['ส่งจาก ?DEVICE', '(?:รับ|ดาวน์โหลด) ?PROGRAM'],
  },
};
