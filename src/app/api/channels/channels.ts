/** Channels of the workspace. */
import type * as z from 'zod';
import { type AnyChannelKind, channelKind, channelKinds } from '../../../channels/registry';
import { problemsOf } from '../../../engine/validate';
import type { ChannelRecord } from '../../../ports/channels';
import { type Checked, invalid, refused } from '../body';
import { untilWritten } from '../conflicts';
import { etagHeader, refuseIfChanged } from '../etag';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound, problem } from '../http';
import { badCursor, type PageQuery, pageOf } from '../query';
import type { Call } from '../route';
import { secretFor } from './secret-for';
import { type channelEditShape, type newChannelShape, toChannel } from './shapes';

type One<B = undefined> = Call<{ id: string }, B>;

/** Makes a channel; its secret is told here and never again. */
export async function createChannel(
  call: Call<object, z.infer<typeof newChannelShape>>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const kind = channelKind(call.body.kind);
  if (!kind) return unknownKind();
  const config = checkConfig(kind, call.body.config);
  if (!config.ok) return config.response;
  const secret = secretFor(kind, call.body.secret, deps);
  if (!secret.ok) return secret.response;
  const { id = call.newId('ch'), name } = call.body;
  const record: ChannelRecord = {
    ...{ workspaceId: call.key.workspaceId, id, kind: kind.kind, config: config.value, secrets: [secret.value] },
    ...{ createdAt: deps.clock.now(), version: 1, ...(name !== undefined && { name }) },
  };
  if (!(await deps.channels.put(record))) return idTaken();
  return answer(201, { ...toChannel(record, deps.publicUrl), secret: secret.value }, etagHeader(1));
}

function unknownKind(): ApiResponse {
  const message = `must be one of ${Object.keys(channelKinds).join(', ')}`;
  return invalid([{ path: '/kind', message }]);
}

/** Says the same whoever has the id, so that nobody learns of other workspaces. */
function idTaken(): ApiResponse {
  const errors = [{ path: '/id', message: 'is taken' }];
  return problem(409, 'channel.idTaken', 'This channel id is taken; choose another, or leave id out to get one.', {
    errors,
  });
}

function checkConfig(kind: AnyChannelKind, value: unknown): Checked<Record<string, unknown>> {
  const parsed = kind.config.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return refused(invalid(problemsOf(parsed.error, '/config')));
}

export async function listChannels(call: Call<object, undefined, PageQuery>, deps: ApiDeps): Promise<ApiResponse> {
  const records = await deps.channels.list(call.key.workspaceId);
  const sorted = records.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const page = pageOf(sorted, call.query, (record) => record.id);
  if (!page) return badCursor();
  return answer(200, { ...page, items: page.items.map((record) => toChannel(record, deps.publicUrl)) });
}

export async function getChannel(call: One, deps: ApiDeps): Promise<ApiResponse> {
  const record = await ownChannel(call, deps);
  return record ? tell(record, deps) : notFound('channel');
}

/** Replaces name and configuration; the kind stays. */
export function editChannel(call: One<z.infer<typeof channelEditShape>>, deps: ApiDeps): Promise<ApiResponse> {
  return changeChannel(call, deps, ({ name: _, ...record }) => {
    const kind = channelKind(record.kind);
    const config = kind ? checkConfig(kind, call.body.config) : refused(unknownKind());
    if (!config.ok) return config.response;
    const { name } = call.body;
    return { ...record, config: config.value, ...(name !== undefined && { name }) };
  });
}

export async function deleteChannel(call: One, deps: ApiDeps): Promise<ApiResponse> {
  const record = await ownChannel(call, deps);
  if (!record) return notFound('channel');
  const changed = refuseIfChanged(call.request, record.version);
  if (changed) return changed;
  await deps.channels.remove(record.id);
  return noContent();
}

/** The channel, if it is of the caller's workspace; as stored, past any cache. */
export async function ownChannel(call: One<unknown>, deps: ApiDeps): Promise<ChannelRecord | undefined> {
  const record = await deps.channels.get(call.params.id, { fresh: true });
  return record?.workspaceId === call.key.workspaceId ? record : undefined;
}

/** Reads a channel, changes it and writes it, honouring If-Match; tells what was written, in the way given. */
export function changeChannel(
  call: One<unknown>,
  deps: ApiDeps,
  change: (record: ChannelRecord) => ChannelRecord | ApiResponse,
  told: (record: ChannelRecord) => ApiResponse = (record) => tell(record, deps),
): Promise<ApiResponse> {
  return untilWritten(async () => {
    const record = await ownChannel(call, deps);
    if (!record) return notFound('channel');
    const changed = refuseIfChanged(call.request, record.version);
    if (changed) return changed;
    const next = change(record);
    if ('headers' in next) return next;
    const written = { ...next, version: record.version + 1 };
    return (await deps.channels.put(written)) ? told(written) : undefined;
  });
}

const tell = (record: ChannelRecord, deps: ApiDeps): ApiResponse =>
  answer(200, toChannel(record, deps.publicUrl), etagHeader(record.version));
