/** Requests and answers as use cases see them, whatever carried them. */
export interface HttpRequest {
  method: string;
  /** As it came, not decoded, with leading slash. */
  path: string;
  /** As it came, without `?`; empty when there was none. */
  query: string;
  /** Names in lower case; several values of one name are joined by commas. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Names the request in answers and logs. */
  requestId: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** What to count in the metrics, by metric name. */
  counts?: Readonly<Record<string, number>>;
}

/** An answer in JSON. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}
