import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { sendJson } from './http';

/** What a caller of the routes below `/_local` did wrong; told as problem+json. */
export class BadRequest extends Error {}

/** Throws BadRequest naming what is wrong. */
export function parse<Shape>(schema: z.ZodType<Shape>, body: unknown): Shape {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new BadRequest(z.prettifyError(parsed.error));
}

/** No body is an empty object: some routes need none. */
export function parseJson(body: Buffer | undefined): unknown {
  try {
    return JSON.parse(body?.toString() || '{}');
  } catch {
    throw new BadRequest('The body is no JSON.');
  }
}

export function problem(
  response: ServerResponse,
  status: number,
  detail: string,
  headers: Record<string, string> = {},
): void {
  const type = 'urn:threadkeeper:problem:local';
  sendJson(response, status, { type, status, detail }, { 'content-type': 'application/problem+json', ...headers });
}
