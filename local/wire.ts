import type { IncomingHttpHeaders } from 'node:http';

/** A request to an AWS service, read to its end. */
export interface AwsRequest {
  method: string;
  /** Percent-encoded, as it came. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  caller: string;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** No answer at all. */
export const NO_ANSWER = 'no answer';

/** What a service does with a request; answers its own errors, and throws only what is a defect of the stack. */
export type AwsService = (request: AwsRequest) => Promise<AwsResponse | typeof NO_ANSWER>;
