/** Small pages for customers who follow a link of an e-mail. No script, nothing loaded. */
import type { Language } from '../../engine/language';

export type NoticeKind = 'unsubscribe' | 'unsubscribed' | 'linkInvalid' | 'fileGone';

export interface Notice {
  kind: NoticeKind;
  language: Language;
  /** Name of the company, where it is known. */
  sender?: string;
  /** Whose e-mails the page is about. */
  address?: string;
  /** `#rrggbb`, of the workspace. */
  colour?: string;
  /** Where the button of `unsubscribe` posts to; default the page's own address. */
  action?: string;
}

export interface NoticePage {
  html: string;
  /** To be answered with it: content type, a strict content security policy, no caching, no indexing. */
  headers: Record<string, string>;
}

export function renderNotice(notice: Notice): NoticePage {
  return {
    html: `<!doctype html><title>${notice.kind}</title>`,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  };
}
