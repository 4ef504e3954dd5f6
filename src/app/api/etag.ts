/** ETags of what can be edited, and `If-Match`, which an edit may send and which is then held to. */
import { type ApiRequest, type ApiResponse, problem } from './http';

export const etagOf = (version: number | string): string => `"${version}"`;
export const etagHeader = (version: number | string): Record<string, string> => ({ etag: etagOf(version) });

/** 412 when the request says `If-Match` and names another state than this one; undefined to go on. */
export function refuseIfChanged(request: ApiRequest, version: number | string): ApiResponse | undefined {
  const wanted = request.headers['if-match'];
  if (wanted === undefined) return undefined;
  const named = wanted.split(',').map((tag) => tag.trim());
  if (named.includes('*') || named.includes(etagOf(version))) return undefined;
  const detail = 'This was changed since it was read; read it again and apply the edit to what it is now.';
  return problem(412, 'ifMatch.changed', detail, { headers: etagHeader(version) });
}
