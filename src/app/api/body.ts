/** The door for bodies: content type, JSON, shape. What passes is trusted inside. */
import * as z from 'zod';
import { parseJsonDoor, REQUEST_LIMITS } from '../../channels/json-door';
import type { Instant } from '../../engine/time';
import { problemsOf } from '../../engine/validate';
import { type ApiRequest, type ApiResponse, type Finding, problem } from './http';

export type Checked<T> = { ok: true; value: T } | { ok: false; response: ApiResponse };

/** How a route takes its body. */
export interface BodyDoor<B> {
  /** The shape, as documents tell it. */
  schema: z.ZodType;
  contentTypes: readonly string[];
  /** No body is the same as `{}`. */
  optional: boolean;
  check(value: unknown, now: Instant): Checked<B>;
}

export const refused = (response: ApiResponse): { ok: false; response: ApiResponse } => ({ ok: false, response });

/** 400 with every finding and its place. */
export function invalid(errors: readonly Finding[]): ApiResponse {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  const detail = first ? `${first.path || 'The body'}: ${first.message}${more}` : 'The request is not valid.';
  return problem(400, 'request.invalid', detail.slice(0, 1000), { errors: errors.slice(0, 50).map(short) });
}

/** Names and values from outside can be as long as the body. */
const short = ({ path, message }: Finding): Finding => ({ path: path.slice(0, 300), message: message.slice(0, 500) });

/** Checks a value by a schema. */
export function checkWith<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : refused(invalid(problemsOf(parsed.error)));
}

/** A JSON body of this shape. */
export function json<T>(schema: z.ZodType<T>, options: { optional?: true } = {}): BodyDoor<T> {
  const check = (value: unknown) => checkWith(schema, value);
  return { schema, contentTypes: ['application/json'], optional: options.optional ?? false, check };
}

/** Reads the body: 415, 413 or 400 when it cannot be taken. */
export function readBody<B>(request: ApiRequest, door: BodyDoor<B>, now: Instant): Checked<B> {
  if (door.optional && request.body.byteLength === 0) return door.check({}, now);
  const type = (request.headers['content-type'] ?? 'application/json').toLowerCase();
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.replace(/^charset=|"/g, '');
  if (!door.contentTypes.includes(media) || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    const detail = `Send the body as ${door.contentTypes.join(' or ')} in UTF-8, and say so in Content-Type.`;
    return refused(problem(415, 'body.contentType', detail));
  }
  const parsed = parseJsonDoor(request.body, REQUEST_LIMITS);
  return parsed.ok ? door.check(parsed.value, now) : refused(problem(parsed.status, parsed.code, parsed.detail));
}

/** The body of routes that take none: nothing, or an empty object. */
export const noBody = json(z.strictObject({}), { optional: true });
