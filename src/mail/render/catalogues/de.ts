import type { Catalogue } from '../words';

export const de: Catalogue = {
  subject: 'Neue Nachricht von {sender}',
  greeting: 'Guten Tag {name},',
  greetingWithoutName: 'Guten Tag,',
  intro:
    '{count, plural, one {Sie haben eine ungelesene Nachricht von {sender}.} other {Sie haben # ungelesene Nachrichten von {sender}.}}',
  attachments: '{count, plural, one {Anhang} other {Anhänge}}',
  moreFiles: '{count, plural, one {und # weitere Datei} other {und # weitere Dateien}}',
  cut: 'Diese Nachricht wurde gekürzt. Den ganzen Text finden Sie in der Unterhaltung.',
  more: '{count, plural, one {In der Unterhaltung gibt es # weitere Nachricht.} other {In der Unterhaltung gibt es # weitere Nachrichten.}}',
  link: 'Unterhaltung fortsetzen',
  hint: 'Antworten Sie einfach auf diese E-Mail. Ihre Antwort geht direkt an unser Team.',
  footer: 'Sie erhalten diese E-Mail zu Ihrer Unterhaltung mit {sender}.',
  unsubscribe: 'Diese E-Mails abbestellen',
  unsubscribeTitle: 'E-Mails abbestellen?',
  unsubscribeText: 'Nachrichten, die Sie nicht gelesen haben, werden Ihnen dann nicht mehr per E-Mail zugesandt.',
  unsubscribeButton: 'Abbestellen',
  unsubscribedTitle: 'Sie haben die E-Mails abbestellt',
  unsubscribedText:
    'Sie erhalten keine E-Mails mehr zu ungelesenen Nachrichten. Die Unterhaltung können Sie auf der Website fortsetzen.',
  linkInvalidTitle: 'Dieser Link funktioniert nicht',
  linkInvalidText:
    'Er ist möglicherweise unvollständig oder nicht mehr gültig. Bitte öffnen Sie den Link noch einmal aus der E-Mail. Falls er weiterhin nicht funktioniert, antworten Sie auf die E-Mail.',
  fileGoneTitle: 'Diese Datei ist nicht mehr verfügbar',
  fileGoneText:
    'Möglicherweise wurde sie nach Ablauf der Aufbewahrungsfrist gelöscht. Falls Sie die Datei benötigen, antworten Sie auf die E-Mail.',
  returnTitle: 'Willkommen zurück',
  returnText: 'Ihre Unterhaltung ist noch offen, und dieselbe Person ist weiterhin für Sie da.',
  returnToAnyText: 'Ihre Unterhaltung ist noch offen. Möglicherweise antwortet Ihnen jemand anderes aus unserem Team.',
  returnButton: 'Zurück zur Unterhaltung',
  noReturnTitle: 'Diese Unterhaltung kann nicht fortgesetzt werden',
  expiredText: 'Die Verbindung war zu lange unterbrochen. Sie können gern eine neue Unterhaltung beginnen.',
  endedByAgentText: 'Unser Team hat die Unterhaltung beendet. Sie können gern eine neue beginnen.',
  closedByCustomerText: 'Sie haben diese Unterhaltung geschlossen. Sie können gern eine neue beginnen.',
  disabledText:
    'Frühere Unterhaltungen können hier zurzeit nicht fortgesetzt werden. Sie können gern eine neue beginnen.',
  unknownText: 'Sie wurde bereits beendet oder existiert nicht mehr. Sie können gern eine neue beginnen.',
  incompleteText:
    'Er ist möglicherweise unvollständig. Bitte öffnen Sie den Link, den Sie erhalten haben, noch einmal. Falls er weiterhin nicht funktioniert, beginnen Sie auf der Website eine neue Unterhaltung.',
  unavailableTitle: 'Etwas ist schiefgelaufen',
  unavailableText:
    'Ihre Unterhaltung lässt sich gerade nicht öffnen. Versuchen Sie es gleich noch einmal, oder beginnen Sie eine neue Unterhaltung.',
  againButton: 'Noch einmal versuchen',
  orReplyText: 'Falls Sie über eine unserer E-Mails hierhergekommen sind, können Sie auch einfach darauf antworten.',
  newConversation: 'Neue Unterhaltung beginnen',
};
