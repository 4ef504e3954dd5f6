/** What the product itself says in chats, to customers in their language and to agents in the workspace's. */
import type { Language } from './language';

/** `{email}`, `{name}` and `{options}` are filled in. */
export interface Texts {
  emailRequest: string;
  emailLabel: string;
  emailConfirmation: string;
  repliedByEmail: string;
  required: string;
  accentedEmail: string;
  noEmail: string;
  noPhone: string;
  noNumber: string;
  noDate: string;
  noOption: string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  ko: {
    emailRequest: '자리를 비우셔도 답변을 받으실 수 있도록 이메일 주소를 남겨 주세요.',
    emailLabel: '이메일 주소',
    emailConfirmation: '답변은 이메일({email})로도 보내 드립니다.',
    repliedByEmail: '{name} 님이 이메일로 답장했습니다.',
    required: '꼭 입력해 주세요.',
    accentedEmail: '악센트가 있거나 영문이 아닌 문자가 들어 있는 이메일 주소는 사용할 수 없습니다.',
    noEmail: 'kim@example.com과 같은 형식의 이메일 주소를 입력해 주세요.',
    noPhone: '전화번호를 입력해 주세요.',
    noNumber: '숫자를 입력해 주세요.',
    noDate: '날짜를 2026-01-31과 같은 형식으로 입력해 주세요.',
    noOption: '다음 중에서 골라 주세요: {options}',
  },
  en: {
    emailRequest: 'Leave us your e-mail address, and our answer will reach you even if you leave this page.',
    emailLabel: 'E-mail address',
    emailConfirmation: 'We will also send our answer by e-mail to {email}.',
    repliedByEmail: '{name} has replied by e-mail.',
    required: 'Please fill this in.',
    accentedEmail: 'E-mail addresses with accented or other special letters cannot be used.',
    noEmail: 'Please enter an e-mail address such as kim@example.com.',
    noPhone: 'Please enter a phone number.',
    noNumber: 'Please enter a number.',
    noDate: 'Please enter a date such as 2026-01-31.',
    noOption: 'Please choose one of: {options}',
  },
  ja: {
    emailRequest: 'ページを離れても回答をお受け取りいただけるよう、メールアドレスをお知らせください。',
    emailLabel: 'メールアドレス',
    emailConfirmation: '回答は {email} 宛てのメールでもお送りします。',
    repliedByEmail: '{name} 様からメールで返信がありました。',
    required: '必ずご入力ください。',
    accentedEmail: 'アクセント記号や全角文字を含むメールアドレスはご利用いただけません。',
    noEmail: 'kim@example.com のような形式でメールアドレスをご入力ください。',
    noPhone: '電話番号をご入力ください。',
    noNumber: '数値をご入力ください。',
    noDate: '日付は 2026-01-31 の形式でご入力ください。',
    noOption: '次の中からお選びください：{options}',
  },
  'zh-CN': {
    emailRequest: '请留下您的邮箱地址，这样即使您离开此页面，也能收到我们的回复。',
    emailLabel: '邮箱地址',
    emailConfirmation: '我们也会将回复发送到您的邮箱 {email}。',
    repliedByEmail: '{name} 已通过邮件回复。',
    required: '请填写此项。',
    accentedEmail: '邮箱地址不能包含带重音符号的字母或其他非英文字符。',
    noEmail: '请输入正确的邮箱地址，例如 kim@example.com。',
    noPhone: '请输入电话号码。',
    noNumber: '请输入数字。',
    noDate: '请按 2026-01-31 的格式输入日期。',
    noOption: '请从以下选项中选择：{options}',
  },
  es: {
    emailRequest: 'Déjenos su correo electrónico y recibirá nuestra respuesta aunque salga de esta página.',
    emailLabel: 'Correo electrónico',
    emailConfirmation: 'También le enviaremos la respuesta por correo a {email}.',
    repliedByEmail: '{name} ha respondido por correo electrónico.',
    required: 'Complete este campo.',
    accentedEmail: 'No se pueden usar direcciones de correo con acentos u otros caracteres especiales.',
    noEmail: 'Escriba una dirección de correo como kim@example.com.',
    noPhone: 'Escriba un número de teléfono.',
    noNumber: 'Escriba un número.',
    noDate: 'Escriba una fecha como 2026-01-31.',
    noOption: 'Elija una de estas opciones: {options}',
  },
  fr: {
    emailRequest:
      'Laissez-nous votre adresse e-mail\u00a0: notre réponse vous parviendra même si vous quittez cette page.',
    emailLabel: 'Adresse e-mail',
    emailConfirmation: 'Nous vous enverrons également notre réponse par e-mail à {email}.',
    repliedByEmail: '{name} a répondu par e-mail.',
    required: 'Veuillez remplir ce champ.',
    accentedEmail:
      'Les adresses e-mail contenant des accents ou d’autres caractères spéciaux ne peuvent pas être utilisées.',
    noEmail: 'Veuillez saisir une adresse e-mail du type kim@example.com.',
    noPhone: 'Veuillez saisir un numéro de téléphone.',
    noNumber: 'Veuillez saisir un nombre.',
    noDate: 'Veuillez saisir une date du type 2026-01-31.',
    noOption: 'Veuillez choisir parmi\u00a0: {options}',
  },
  de: {
    emailRequest:
      'Hinterlassen Sie uns Ihre E-Mail-Adresse, dann erreicht Sie unsere Antwort auch, wenn Sie diese Seite verlassen.',
    emailLabel: 'E-Mail-Adresse',
    emailConfirmation: 'Wir senden Ihnen die Antwort auch per E-Mail an {email}.',
    repliedByEmail: '{name} hat per E-Mail geantwortet.',
    required: 'Bitte füllen Sie dieses Feld aus.',
    accentedEmail: 'E-Mail-Adressen mit Umlauten, Akzenten oder anderen Sonderzeichen können nicht verwendet werden.',
    noEmail: 'Bitte geben Sie eine E-Mail-Adresse wie kim@example.com ein.',
    noPhone: 'Bitte geben Sie eine Telefonnummer ein.',
    noNumber: 'Bitte geben Sie eine Zahl ein.',
    noDate: 'Bitte geben Sie ein Datum wie 2026-01-31 ein.',
    noOption: 'Bitte wählen Sie eine dieser Möglichkeiten: {options}',
  },
};

/** A text with what belongs into it. */
export function say(language: Language, name: keyof Texts, about: Readonly<Record<string, string>> = {}): string {
  return TEXTS[language][name].replace(/\{(\w+)\}/g, (_, key: string) => about[key] ?? '');
}

/** Texts that steps of system workflows name as `{{system.NAME}}`. */
export const isText = (name: string): name is keyof Texts => Object.hasOwn(TEXTS.en, name);
