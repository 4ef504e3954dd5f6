/** Secrets of a channel: rotated by adding the new one, moving the provider over, then deleting the old one. */
import { channelKind } from '../../../channels/registry';
import type { ChannelRecord } from '../../../ports/channels';
import { refused } from '../body';
import { etagHeader } from '../etag';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound, problem } from '../http';
import type { Call } from '../route';
import { changeChannel } from './channels';
import { secretFor } from './secret-for';
import { hintOf } from './shapes';

/** Each costs a comparison for every webhook. */
const MAX_SECRETS = 5;

/** Puts a new secret first; the others stay valid. */
export async function addSecret(
  call: Call<{ id: string }, { secret?: string | undefined }>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  let secret = '';
  return changeChannel(
    call,
    deps,
    (record) => {
      const kind = channelKind(record.kind);
      const made = kind ? secretFor(kind, call.body.secret, deps) : refused(notFound('kind of channel'));
      if (!made.ok) return made.response;
      secret = made.value;
      if (record.secrets.includes(secret)) return problem(409, 'secret.known', 'The channel has this secret already.');
      if (record.secrets.length >= MAX_SECRETS) return tooMany();
      return { ...record, secrets: [secret, ...record.secrets] };
    },
    ({ version }) => answer(201, { hint: hintOf(secret), secret }, etagHeader(version)),
  );
}

function tooMany(): ApiResponse {
  return problem(409, 'secret.tooMany', `A channel has at most ${MAX_SECRETS} secrets; delete one that is out of use.`);
}

/** Takes a secret out of use, by its hint; the last one stays. */
export function deleteSecret(call: Call<{ id: string; hint: string }>, deps: ApiDeps): Promise<ApiResponse> {
  const without = (record: ChannelRecord) => {
    const secrets = record.secrets.filter((secret) => hintOf(secret) !== call.params.hint);
    if (secrets.length === record.secrets.length) return notFound('secret');
    if (secrets.length > 0) return { ...record, secrets };
    return problem(409, 'secret.last', 'This is the only secret; add another before you delete it.');
  };
  return changeChannel(call, deps, without, noContent);
}
