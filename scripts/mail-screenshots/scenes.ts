/** The mails and pages that are looked at: each language as it usually is, and what strains the layout. */
import { LANGUAGES, type Language } from '../../src/engine/language';
import { type ContinuityMail, renderContinuityMail } from '../../src/mail/render/continuity-mail';
import { htmlPart } from '../../src/mail/render/html-part';
import { type NoticeKind, renderNotice } from '../../src/mail/render/notice';
import { sampleMail } from '../../src/mail/render/samples';
import { viewOf } from '../../src/mail/render/view';
import { SENDERS } from '../screenshots/senders';
import type { Scene } from '../screenshots/shoot';

const SITE = 'https://www.example.com/help';
const UNSUBSCRIBE = 'https://api.example.com/mail/unsubscribe/token';

const sample = (language: Language): ContinuityMail =>
  sampleMail(language, { look: {}, sender: SENDERS[language], link: SITE, unsubscribeUrl: UNSUBSCRIBE });

const scene = (name: string, mail: ContinuityMail): Scene => ({ name, html: renderContinuityMail(mail).html });

const sentence = '주문하신 상품의 색상과 사이즈를 다시 확인해 주시면 바로 교환을 도와드리겠습니다. ';
const long = `${sentence.repeat(30)}\n\n${'가나다라마바사'.repeat(40)}\n\n${'Donaudampfschifffahrt'.repeat(20)}\nhttps://www.example.com/${'path/'.repeat(40)}`;

const file = (name: string, size?: number) => ({
  name,
  url: `https://www.example.com/files/${encodeURIComponent(name)}`,
  ...(size !== undefined && { size }),
});

const longTexts: ContinuityMail = {
  ...sample('ko'),
  messages: [
    { author: '이수진', text: long, files: [file(`${'아주긴파일이름'.repeat(20)}.pdf`, 9_876_543)] },
    { author: '이수진', text: sentence.repeat(10), files: [] },
  ],
};

const manyMessages: ContinuityMail = {
  ...sample('en'),
  messages: Array.from({ length: 12 }, (_, at) => ({
    author: at % 5 === 4 ? 'Daniel' : 'Sarah',
    text: at % 4 === 3 ? '' : `Message ${at + 1}: ${'we are looking into it and will be back. '.repeat((at % 3) + 1)}`,
    files: at % 4 === 3 ? [file('photo-of-the-parcel.jpg', 2_400_000), file('invoice.pdf', 98_000), file('notes')] : [],
  })),
};

const rightToLeft: ContinuityMail = {
  ...sample('en'),
  sender: 'متجر الشروق',
  customerName: 'يوسف',
  messages: [
    {
      author: 'محمد',
      text: 'مرحبا، وصل طلبك اليوم (رقم 1042).\nتابع من هنا: https://www.example.com/track',
      files: [file('فاتورة.pdf', 12_000)],
    },
    { author: 'Sarah \u202emoc.live', text: 'Thank you \u202ereversed, and back.', files: [] },
  ],
};

const overridden: ContinuityMail = {
  ...sample('de'),
  look: {
    greeting: 'Moin {{customer.name}}, schön, dass Sie da sind!',
    footer:
      'Morgenrot Versand GmbH, Hafenstraße 1, 20457 Hamburg\nAmtsgericht Hamburg, HRB 12345\nhttps://www.example.com/impressum',
    logoUrl: 'https://cdn.example.com/logo.png',
    colour: '#ffd400',
  },
};

const pale: ContinuityMail = { ...sample('fr'), look: { colour: '#fdfdfd' } };
const nearBlack: ContinuityMail = { ...sample('zh-CN'), look: { colour: '#0a0a12' } };
const { link: _, customerName: __, ...bare } = sample('ja');

const notices = (['unsubscribe', 'unsubscribed', 'linkInvalid', 'fileGone'] satisfies NoticeKind[]).flatMap((kind) =>
  (['ko', 'de'] as const).map((language) => {
    const { html } = renderNotice({ kind, language, sender: SENDERS[language], address: 'kim@example.com' });
    return { name: `notice-${kind}-${language}`, html };
  }),
);

export const SCENES: readonly Scene[] = [
  ...LANGUAGES.map((language) => scene(language, sample(language))),
  scene('long-texts', longTexts),
  { name: 'cut', html: htmlPart(viewOf(manyMessages, { messages: 4, text: 60, files: 2 }), {}) },
  scene('many-messages', manyMessages),
  scene('right-to-left', rightToLeft),
  scene('overridden', overridden),
  scene('pale', pale),
  scene('near-black', nearBlack),
  scene('bare', { ...bare, messages: bare.messages.slice(0, 1) }),
  ...notices,
];
