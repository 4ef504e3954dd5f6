/** Sample mails, to see how the mails of a workspace look. */
import type { MailLook } from '../../engine/continuity-settings';
import type { Language } from '../../engine/language';
import type { ContinuityMail, MailMessage } from './continuity-mail';

interface Sample {
  customerName: string;
  author: string;
  texts: readonly [string, string];
  file: string;
}

const SAMPLES: Readonly<Record<Language, Sample>> = {
  ko: {
    customerName: '김민지',
    author: '이수진',
    texts: [
      '문의하신 주문은 오늘 오전에 출고되었습니다.\n배송 조회: https://www.example.com/track/1042',
      '영수증을 함께 보내 드립니다. 더 궁금하신 점이 있으면 편하게 말씀해 주세요!',
    ],
    file: '영수증.pdf',
  },
  en: {
    customerName: 'Alex Morgan',
    author: 'Sarah',
    texts: [
      'Your order left our warehouse this morning.\nTrack it here: https://www.example.com/track/1042',
      'I have attached the receipt. If there is anything else, just let me know!',
    ],
    file: 'receipt.pdf',
  },
  ja: {
    customerName: '佐藤 美咲',
    author: '田中',
    texts: [
      'ご注文の商品は、本日午前に発送いたしました。\n配送状況：https://www.example.com/track/1042',
      '領収書を添付いたします。ほかにご不明な点がございましたら、お気軽にお知らせください。',
    ],
    file: '領収書.pdf',
  },
  'zh-CN': {
    customerName: '王小明',
    author: '李静',
    texts: [
      '您的订单已于今天上午发货。\n物流查询：https://www.example.com/track/1042',
      '随信附上收据。如果还有其他问题，请随时告诉我们！',
    ],
    file: '收据.pdf',
  },
  es: {
    customerName: 'Lucía Fernández',
    author: 'Carlos',
    texts: [
      'Su pedido ha salido de nuestro almacén esta mañana.\nSeguimiento: https://www.example.com/track/1042',
      'Le adjunto el recibo. Si necesita algo más, aquí estamos.',
    ],
    file: 'recibo.pdf',
  },
  fr: {
    customerName: 'Camille Dubois',
    author: 'Julien',
    texts: [
      'Votre commande a quitté notre entrepôt ce matin.\nSuivi\u00a0: https://www.example.com/track/1042',
      'Vous trouverez le reçu ci-joint. N’hésitez pas à nous écrire si vous avez d’autres questions.',
    ],
    file: 'reçu.pdf',
  },
  de: {
    customerName: 'Anna Schneider',
    author: 'Thomas',
    texts: [
      'Ihre Bestellung hat heute Morgen unser Lager verlassen.\nSendungsverfolgung: https://www.example.com/track/1042',
      'Die Quittung habe ich angehängt. Wenn Sie noch Fragen haben, melden Sie sich gern.',
    ],
    file: 'Quittung.pdf',
  },
};

const FILE_URL = 'https://www.example.com/files/sample';
const FILE_BYTES = 123_456;

/** Two messages by an agent, the second with a file, as an unread batch of the language would be. */
export function sampleMail(
  language: Language,
  of: { look: MailLook; sender: string; link?: string; unsubscribeUrl: string },
): ContinuityMail {
  const { customerName, author, texts, file } = SAMPLES[language];
  const [first, second] = texts;
  const messages: MailMessage[] = [
    { author, text: first, files: [] },
    { author, text: second, files: [{ name: file, url: FILE_URL, size: FILE_BYTES }] },
  ];
  return { language, customerName, messages, ...of };
}
