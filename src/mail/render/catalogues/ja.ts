import type { Catalogue } from '../words';

export const ja: Catalogue = {
  subject: '【{sender}】新しいメッセージが届いています',
  greeting: '{name} 様',
  greetingWithoutName: 'お客様',
  intro: '{sender}からの未読メッセージ{count, plural, other {#件}}を、メールでお届けします。',
  attachments: '{count, plural, other {添付ファイル}}',
  moreFiles: '{count, plural, other {ほか#件のファイル}}',
  cut: 'メッセージが長いため、一部のみ表示しています。全文はチャット画面でご確認ください。',
  more: '{count, plural, other {このほかに#件のメッセージがあります。チャット画面でご確認ください。}}',
  link: 'チャットを続ける',
  hint: 'このメールにそのままご返信いただけます。内容は担当者に届きます。',
  footer: 'このメールは、{sender}とお客様とのチャットに関してお送りしています。',
  unsubscribe: 'メールの配信を停止する',
  unsubscribeTitle: 'メールの配信を停止しますか？',
  unsubscribeText: '配信を停止すると、未読のメッセージをメールでお送りしなくなります。',
  unsubscribeButton: '配信を停止する',
  unsubscribedTitle: '配信を停止しました',
  unsubscribedText:
    '今後、未読のメッセージをメールでお送りすることはありません。チャットはウェブサイトで引き続きご利用いただけます。',
  linkInvalidTitle: 'このリンクは無効です',
  linkInvalidText:
    'リンクが途中で切れているか、有効期限が過ぎています。メールのリンクをもう一度開いてください。それでも開けない場合は、メールにご返信ください。',
  fileGoneTitle: 'このファイルは取得できません',
  fileGoneText: '保存期間が過ぎ、削除された可能性があります。ファイルが必要な場合は、メールにご返信ください。',
  returnTitle: 'おかえりなさい',
  returnText: 'チャットはまだ続いており、同じ担当者が対応いたします。',
  returnToAnyText: 'チャットはまだ続いています。別の担当者が対応する場合があります。',
  returnButton: 'チャットに戻る',
  noReturnTitle: 'このチャットは再開できません',
  expiredText: '接続が切れてから時間が経過したため、再開できません。新しいチャットを始めてください。',
  endedByAgentText: '担当者がチャットを終了しました。新しいチャットを始めてください。',
  closedByCustomerText: 'お客様がチャットを終了されました。新しいチャットを始めてください。',
  disabledText: '現在、以前のチャットをここで再開することはできません。新しいチャットを始めてください。',
  unknownText:
    'リンクが途中で切れているか、チャットがすでに存在しません。もう一度リンクを開くか、新しいチャットを始めてください。',
  unavailableText:
    '一時的なエラーが発生しました。しばらくしてからもう一度リンクを開くか、新しいチャットを始めてください。',
  newConversation: '新しいチャットを始める',
};
