/** English; the other catalogues have the same keys with the same placeholders. ICU MessageFormat. */
export const en = {
  subject: 'New message from {sender}',
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  intro:
    '{count, plural, one {You have an unread message from {sender}.} other {You have # unread messages from {sender}.}}',
  attachments: '{count, plural, one {Attachment} other {Attachments}}',
  moreFiles: '{count, plural, one {and # more file} other {and # more files}}',
  cut: 'This message was shortened. You can read all of it in the conversation.',
  more: '{count, plural, one {There is # more message in the conversation.} other {There are # more messages in the conversation.}}',
  link: 'Continue the conversation',
  hint: 'You can simply reply to this e-mail. Your reply goes straight to our team.',
  footer: 'You are receiving this e-mail because of your conversation with {sender}.',
  unsubscribe: 'Unsubscribe from these e-mails',
  unsubscribeTitle: 'Unsubscribe from e-mails?',
  unsubscribeText: 'Messages that you have not read will no longer be sent to you by e-mail.',
  unsubscribeButton: 'Unsubscribe',
  unsubscribedTitle: 'You are unsubscribed',
  unsubscribedText:
    'You will get no more e-mails about unread messages. You can still continue the conversation on the website.',
  linkInvalidTitle: 'This link does not work',
  linkInvalidText:
    'It may be incomplete, or no longer valid. Please open the link from the e-mail again. If it still does not work, reply to the e-mail.',
  fileGoneTitle: 'This file is no longer available',
  fileGoneText: 'It may have been removed after its storage period. Please reply to the e-mail if you still need it.',
  returnTitle: 'Welcome back',
  returnText: 'Your conversation is still open, and the same person is there for you.',
  returnToAnyText: 'Your conversation is still open. Another member of our team may answer you.',
  returnButton: 'Return to the conversation',
  noReturnTitle: 'This conversation cannot be continued',
  expiredText: 'Too much time has passed since you left. You are welcome to start a new conversation.',
  endedByAgentText: 'Our team has ended this conversation. You are welcome to start a new one.',
  closedByCustomerText: 'You closed this conversation. You are welcome to start a new one.',
  disabledText: 'Earlier conversations cannot be continued here at the moment. You are welcome to start a new one.',
  unknownText:
    'The link is incomplete, or the conversation no longer exists. Please open the link again, or start a new conversation.',
  unavailableText:
    'Something went wrong on our side. Please open the link again in a moment, or start a new conversation.',
  newConversation: 'Start a new conversation',
};
