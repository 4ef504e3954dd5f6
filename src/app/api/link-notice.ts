/** Pages for whoever follows a link that we signed, or somebody else made up. */
import { type Language, languageFor } from '../../engine/language';
import { type NoticeKind, renderNotice } from '../../mail/render/notice';
import { acceptedLanguage } from './accept-language';
import type { ApiRequest, ApiResponse } from './http';

/** What the browser asks for, else the workspace's. */
export const languageOf = ({ headers }: ApiRequest, own: string | undefined): Language =>
  acceptedLanguage(headers['accept-language']) ?? languageFor(undefined, own);

/** The page that says why the link leads nowhere. */
export function deadLink(kind: Extract<NoticeKind, 'linkInvalid' | 'fileGone'>, request: ApiRequest): ApiResponse {
  const { html, headers } = renderNotice({ kind, language: languageOf(request, undefined) });
  return { status: 404, headers, body: html };
}
