/** Small pages for customers who follow a link of an e-mail. */
import type { Language } from '../../engine/language';
import { type Page, renderPage } from './page';
import { say } from './words';

export type NoticeKind = 'unsubscribe' | 'unsubscribed' | 'linkInvalid' | 'fileGone';

export interface Notice {
  /** `unsubscribe` asks, by a button that posts to the page's own address; the others tell. */
  kind: NoticeKind;
  language: Language;
  /** Name of the company, where it is known. */
  sender?: string;
  /** Whose e-mails the page is about. */
  address?: string;
  /** `#rrggbb`, of the workspace. */
  colour?: string;
}

export type NoticePage = Page;

/** What the button posts is what mail programs post for one click. @see https://www.rfc-editor.org/rfc/rfc8058#section-3.1 */
const ONE_CLICK = { name: 'List-Unsubscribe', value: 'One-Click' };

/** @param notice its sender and address are shown as they are, escaped */
export function renderNotice({ kind, ...notice }: Notice): NoticePage {
  const { language } = notice;
  return renderPage({
    ...notice,
    title: say(language, `${kind}Title`),
    words: say(language, `${kind}Text`),
    ...(kind === 'unsubscribe' && { button: { label: say(language, 'unsubscribeButton'), ...ONE_CLICK } }),
  });
}
