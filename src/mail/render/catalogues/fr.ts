import type { Catalogue } from '../words';

export const fr: Catalogue = {
  subject: '{sender} vous a écrit',
  greeting: 'Bonjour {name},',
  greetingWithoutName: 'Bonjour,',
  intro:
    '{count, plural, one {{sender} vous a envoyé un message que vous n’avez pas encore lu.} other {{sender} vous a envoyé #\u00a0messages que vous n’avez pas encore lus.}}',
  attachments: '{count, plural, one {Pièce jointe} other {Pièces jointes}}',
  moreFiles: '{count, plural, one {et # autre fichier} other {et # autres fichiers}}',
  cut: 'Ce message a été abrégé. Vous pouvez le lire en entier dans la conversation.',
  more: '{count, plural, one {Il y a # autre message dans la conversation.} other {Il y a # autres messages dans la conversation.}}',
  link: 'Poursuivre la conversation',
  hint: 'Vous pouvez répondre directement à cet e-mail. Votre réponse parviendra à notre équipe.',
  footer: 'Vous recevez cet e-mail dans le cadre de votre conversation avec {sender}.',
  unsubscribe: 'Ne plus recevoir ces e-mails',
  unsubscribeTitle: 'Ne plus recevoir ces e-mails\u00a0?',
  unsubscribeText: 'Les messages que vous n’avez pas lus ne vous seront plus envoyés par e-mail.',
  unsubscribeButton: 'Me désabonner',
  unsubscribedTitle: 'Votre désabonnement est confirmé',
  unsubscribedText:
    'Vous ne recevrez plus d’e-mails au sujet de messages non lus. Vous pouvez poursuivre la conversation sur le site.',
  linkInvalidTitle: 'Ce lien ne fonctionne pas',
  linkInvalidText:
    'Il est peut-être incomplet ou n’est plus valable. Veuillez ouvrir à nouveau le lien depuis l’e-mail. S’il ne fonctionne toujours pas, répondez à l’e-mail.',
  fileGoneTitle: 'Ce fichier n’est plus disponible',
  fileGoneText:
    'Il a peut-être été supprimé à la fin de sa durée de conservation. Si vous en avez besoin, répondez à l’e-mail.',
  returnTitle: 'Ravis de vous revoir',
  returnText: 'Votre conversation est toujours ouverte et la même personne continuera de vous répondre.',
  returnToAnyText:
    'Votre conversation est toujours ouverte. Il se peut qu’une autre personne de notre équipe vous réponde.',
  returnButton: 'Revenir à la conversation',
  noReturnTitle: 'Cette conversation ne peut pas être reprise',
  expiredText: 'Trop de temps s’est écoulé depuis votre déconnexion. Vous pouvez commencer une nouvelle conversation.',
  endedByAgentText: 'Notre équipe a mis fin à la conversation. Vous pouvez en commencer une nouvelle.',
  closedByCustomerText: 'Vous avez fermé cette conversation. Vous pouvez en commencer une nouvelle.',
  disabledText:
    'Il n’est pas possible pour le moment de reprendre ici une conversation antérieure. Vous pouvez en commencer une nouvelle.',
  unknownText: 'Elle est terminée ou n’existe plus. Vous pouvez en commencer une nouvelle.',
  incompleteText:
    'Il est peut-être incomplet. Veuillez ouvrir à nouveau le lien que vous avez reçu. S’il ne fonctionne toujours pas, commencez une nouvelle conversation sur le site.',
  unavailableTitle: 'Une erreur est survenue',
  unavailableText:
    'Nous ne pouvons pas ouvrir votre conversation pour le moment. Réessayez dans un instant ou commencez une nouvelle conversation.',
  againButton: 'Réessayer',
  orReplyText: 'Si vous arrivez ici depuis l’un de nos e-mails, vous pouvez aussi y répondre directement.',
  newConversation: 'Commencer une nouvelle conversation',
};
