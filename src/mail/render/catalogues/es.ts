import type { Catalogue } from '../words';

export const es: Catalogue = {
  subject: 'Nuevo mensaje de {sender}',
  greeting: 'Hola, {name}:',
  greetingWithoutName: 'Hola:',
  intro: '{count, plural, one {Tiene un mensaje sin leer de {sender}.} other {Tiene # mensajes sin leer de {sender}.}}',
  attachments: '{count, plural, one {Archivo adjunto} other {Archivos adjuntos}}',
  moreFiles: '{count, plural, one {y # archivo más} other {y # archivos más}}',
  cut: 'Este mensaje se ha acortado. Puede leerlo completo en la conversación.',
  more: '{count, plural, one {Hay # mensaje más en la conversación.} other {Hay # mensajes más en la conversación.}}',
  link: 'Continuar la conversación',
  hint: 'Puede responder directamente a este correo. Su respuesta llegará a nuestro equipo.',
  footer: 'Recibe este correo por su conversación con {sender}.',
  unsubscribe: 'Dejar de recibir estos correos',
  unsubscribeTitle: '¿Dejar de recibir correos?',
  unsubscribeText: 'Ya no le enviaremos por correo los mensajes que no haya leído.',
  unsubscribeButton: 'Dejar de recibirlos',
  unsubscribedTitle: 'Ya no recibirá estos correos',
  unsubscribedText:
    'No le enviaremos más correos sobre mensajes sin leer. Puede continuar la conversación en el sitio web.',
  linkInvalidTitle: 'Este enlace no funciona',
  linkInvalidText:
    'Puede que esté incompleto o que haya caducado. Abra de nuevo el enlace desde el correo. Si sigue sin funcionar, responda al correo.',
  fileGoneTitle: 'Este archivo ya no está disponible',
  fileGoneText:
    'Es posible que se haya eliminado al terminar su plazo de conservación. Si lo necesita, responda al correo.',
  returnTitle: 'Le damos la bienvenida de nuevo',
  returnText: 'Su conversación sigue abierta y le atenderá la misma persona.',
  returnToAnyText: 'Su conversación sigue abierta. Es posible que le atienda otra persona de nuestro equipo.',
  returnButton: 'Volver a la conversación',
  noReturnTitle: 'No es posible continuar esta conversación',
  expiredText: 'Ha pasado demasiado tiempo desde que se desconectó. Puede iniciar una conversación nueva.',
  endedByAgentText: 'Nuestro equipo ha finalizado la conversación. Puede iniciar una nueva.',
  closedByCustomerText: 'Usted cerró esta conversación. Puede iniciar una nueva.',
  disabledText: 'En este momento no se pueden continuar aquí conversaciones anteriores. Puede iniciar una nueva.',
  unknownText: 'La conversación ha terminado o ya no existe. Puede iniciar una nueva.',
  incompleteText:
    'Puede que esté incompleto. Abra de nuevo el enlace que recibió. Si sigue sin funcionar, inicie una conversación nueva en el sitio web.',
  unavailableTitle: 'Se ha producido un error',
  unavailableText:
    'En este momento no podemos abrir su conversación. Inténtelo de nuevo en unos instantes o inicie una conversación nueva.',
  againButton: 'Reintentar',
  orReplyText: 'Si ha llegado aquí desde uno de nuestros correos, también puede responder directamente a ese correo.',
  newConversation: 'Iniciar una conversación nueva',
};
