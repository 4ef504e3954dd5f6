/**
 * `{{reconnectLink}}` in texts to the customer. The link is made when the text is sent, by whoever has the keys; until then a
 * character that is none stands for it, and no value that is filled in keeps that character, so that only authors can ask for a link.
 */

/** A noncharacter, which texts of people have no use for. @see https://www.unicode.org/faq/private_use.html#nonchar1 */
const MARK = '\ufdd0';
const PLACEHOLDER = /\{\{\s*reconnectLink\s*\}\}/g;

/** The placeholder's name. */
export const RECONNECT_LINK = 'reconnectLink';

const TO_CUSTOMER = new Set([
  ...['message.send', 'message.buttons', 'form.send', 'ask.once', 'survey.send', 'sms.send', 'email.send'],
]);
/** Where authors write; the other fields are about whom it goes to. */
const WRITTEN = ['text', 'subject', 'link', 'buttons', 'fields', 'question'];

/** What stands for the link in an effect of this type: nothing where it does not go to the customer. */
export const linkMark = (type: string): string => (TO_CUSTOMER.has(type) ? MARK : '');

/** A text that others wrote. */
export const withoutMarks = (text: string): string => text.replaceAll(MARK, '');

/** A text that an agent or bot wrote outside of workflows. */
export const withMarks = (text: string): string => withoutMarks(text).replace(PLACEHOLDER, MARK);

/** Whether a link is to be made for it. */
export const namesLink = (type: string, fields: Record<string, unknown>): boolean =>
  TO_CUSTOMER.has(type) && WRITTEN.some((name) => JSON.stringify(fields[name])?.includes(MARK));

/** The fields with the link in place. */
export function withLink(fields: Record<string, unknown>, link: string): Record<string, unknown> {
  return replaced(fields, link);
}

/** As its author wrote it. */
export const asWritten = (fields: Record<string, unknown>) => replaced(fields, `{{${RECONNECT_LINK}}}`);

/** A text as it goes where no link can be made. */
export const withoutLinks = (text: string): string => text.replace(PLACEHOLDER, '');

function replaced(fields: Record<string, unknown>, by: string): Record<string, unknown> {
  const put = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(MARK, by);
    if (Array.isArray(value)) return value.map(put);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, put(inner)]));
  };
  const written = WRITTEN.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, put(fields[name])]);
  return { ...fields, ...Object.fromEntries(written) };
}
