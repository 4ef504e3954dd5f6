/** Serves the documents; the same for everybody, so no key is asked. */
import * as z from 'zod';
import { type ApiDeps, type ApiResponse, answer, notFound } from './http';
import { openApi, schemaDocument } from './openapi';
import type { OpenCall } from './route';
import { named } from './schemas';

export const anyObject = named('JsonObject', z.record(z.string(), z.unknown()));

/** The API's version; a change that breaks callers changes the path. */
const VERSION = '1.0.0';

let made: { publicUrl: string; response: ApiResponse } | undefined;

/** Made once for a process: it never changes. */
export async function openApiDocument({ routes }: OpenCall, { publicUrl }: ApiDeps): Promise<ApiResponse> {
  if (made?.publicUrl !== publicUrl) made = { publicUrl, response: answer(200, openApi(routes, publicUrl, VERSION)) };
  return made.response;
}

export async function jsonSchema({ params }: OpenCall, { publicUrl }: ApiDeps): Promise<ApiResponse> {
  const [, name] = /^(.+)\.json$/.exec(params.file ?? '') ?? [];
  const schema = name === undefined ? undefined : schemaDocument(name, publicUrl);
  if (!schema) return notFound('schema');
  return { ...answer(200, schema), headers: { 'content-type': 'application/schema+json' } };
}
