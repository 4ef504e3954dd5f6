/** The names of those of our own metrics that alarms watch: whoever counts and whoever watches have them from here. */

export const parkedEventsMetric = 'ParkedEvents';
export const unheardCallsMetric = 'UnheardCalls';
/** E-mails that were not sent since the account's sending is paused. */
export const mailPausedMetric = 'MailPaused';
/** Times somebody was offered a new conversation since a store or the site's keys did not answer. */
export const reconnectFailuresMetric = 'ReconnectFailures';
