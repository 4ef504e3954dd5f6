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
  hint: 'このメールにそのままご返信いただけます。ご返信の内容は担当者に届きます。',
  footer: 'このメールは、{sender}とのチャットについてお客様にお送りしています。',
  unsubscribe: 'メールの配信を停止する',
  unsubscribeTitle: 'メールの配信を停止しますか？',
  unsubscribeText: '配信を停止すると、未読のメッセージをメールでお送りしなくなります。',
  unsubscribeButton: '配信を停止する',
  unsubscribedTitle: '配信を停止しました',
  unsubscribedText:
    '今後、未読のメッセージをメールでお送りすることはありません。チャットはウェブサイトで引き続きご利用いただけます。',
  linkInvalidTitle: 'このリンクは無効です',
  linkInvalidText:
    'リンクが途中で切れているか、有効期限が過ぎている可能性があります。お手数ですが、メールのリンクをもう一度お開きください。それでも開けない場合は、メールにご返信ください。',
  fileGoneTitle: 'ファイルをご覧いただけません',
  fileGoneText: '保存期間が過ぎ、削除された可能性があります。ファイルが必要な場合は、メールにご返信ください。',
  returnTitle: 'チャットを再開できます',
  returnText: 'チャットは継続中です。引き続き、同じ担当者が対応いたします。',
  returnToAnyText: 'チャットは継続中です。別の担当者が対応させていただく場合がございます。',
  returnButton: 'チャットに戻る',
  noReturnTitle: 'このチャットは再開できません',
  expiredText:
    '接続が切れてから時間が経過しているため、再開できません。恐れ入りますが、新しいチャットをご利用ください。',
  endedByAgentText: '担当者がチャットを終了いたしました。新しいチャットをご利用ください。',
  closedByCustomerText: 'お客様がチャットを終了されました。新しいチャットをご利用ください。',
  disabledText:
    '現在、こちらから以前のチャットを再開することはできません。恐れ入りますが、新しいチャットをご利用ください。',
  unknownText: 'チャットはすでに終了しているか、見つかりません。恐れ入りますが、新しいチャットをご利用ください。',
  incompleteText:
    'リンクが途中で切れている可能性があります。お手数ですが、お送りしたリンクをもう一度お開きください。それでも開けない場合は、ウェブサイトから新しいチャットをご利用ください。',
  unavailableTitle: '問題が発生しました',
  unavailableText:
    '申し訳ございません。ただいまチャットを開くことができません。しばらくしてからもう一度お試しいただくか、新しいチャットをご利用ください。',
  againButton: 'もう一度試す',
  orReplyText: 'メールのリンクからお越しの場合は、そのメールにご返信いただくこともできます。',
  newConversation: '新しいチャットを始める',
};
