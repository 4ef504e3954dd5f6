/** One row of the route table, from which routing, authorisation, validation and the OpenAPI document are derived. */
import type * as z from 'zod';
import type { ApiKeyRecord, Scope } from '../../ports/keys';
import type { BodyDoor } from './body';
import type { ApiDeps, ApiRequest, ApiResponse } from './http';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Names in braces of a path pattern: `{ id: string }` of `/v1/workflows/{id}`. */
export type Params<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof Params<Rest>]: string }
  : object;

/** An authorised request whose parts were checked. */
export interface Call<P = object, B = undefined, Q = object> {
  request: ApiRequest;
  /** The key it came with; the workspace is the key's, never one that a body names. */
  key: ApiKeyRecord;
  params: P;
  query: Q;
  body: B;
  /** A new id: the same again for a repeat with the same Idempotency-Key. */
  newId(prefix: string): string;
}

type Handler<C> = (call: C, deps: ApiDeps) => Promise<ApiResponse>;

interface Described {
  summary: string;
  /** Schema of the body by status of a successful answer; null for none. */
  answers: Readonly<Record<number, z.ZodType | null>>;
}
interface Row {
  method: Method;
  path: string;
}

/** A request of anybody, and the table that it was found in. */
export interface OpenCall {
  request: ApiRequest;
  params: Record<string, string>;
  routes: readonly Route[];
}
/** A route that asks for no key. It reads what comes with a request by itself; body and query are told to documents. */
export interface OpenRoute extends Row, Described {
  body?: BodyDoor<unknown>;
  query?: z.ZodObject;
  open: Handler<OpenCall>;
  /** It answers pages for people, if not to all. */
  isPage?: true;
}
/** A route for holders of a key of at least this scope. */
export interface KeyRoute extends Row, Described {
  scope: Scope;
  body?: BodyDoor<unknown>;
  query?: z.ZodObject;
  /** Refuses whatever is asked of what the path names, before the body is looked at. */
  refuse?: (params: never) => ApiResponse | undefined;
  handle: Handler<Call<never, never, never>>;
  /** What a repeat with the same Idempotency-Key gets where that must not be the first answer itself. */
  repeated?: ApiResponse;
}
export type Route = OpenRoute | KeyRoute;

/** A row whose handler's parameters, body and query are of the types that its path and schemas say. */
export function route<const Path extends string, B = undefined, Q extends z.ZodObject = z.ZodObject<{}>>(
  method: Method,
  path: Path,
  row: Described & {
    scope: Scope;
    body?: BodyDoor<B>;
    query?: Q;
    refuse?: (params: Params<Path>) => ApiResponse | undefined;
    handle: Handler<Call<Params<Path>, B, z.infer<Q>>>;
    repeated?: ApiResponse;
  },
): Route {
  return { method, path, ...row } as Route;
}

/** A row for everybody; read unless it says another method. */
export function openRoute(
  path: string,
  row: Described & Pick<OpenRoute, 'open' | 'body' | 'query' | 'isPage'> & { method?: Method },
): Route {
  return { method: 'GET', path, ...row };
}

/** A page for everybody who has its link. */
export function pageRoute(method: Method, path: string, row: Described & Pick<OpenRoute, 'open'>): Route {
  return { method, path, ...row, isPage: true };
}
