import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

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
  body: string;
}

/** No answer at all. */
export const NO_ANSWER = 'no answer';

/** What a service does with a request; answers its own errors, and throws only what is a defect of the stack. */
export type AwsService = (request: AwsRequest) => Promise<AwsResponse | typeof NO_ANSWER>;

/** DynamoDB's own limit for a request, the largest of the services here. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The whole body; undefined when it is larger than any service takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}
