/** Secrets are given by who makes a channel, or made here, as its kind says. */
import type { AnyChannelKind } from '../../../channels/registry';
import { type Checked, invalid, refused } from '../body';
import type { ApiDeps } from '../http';

const SECRET_BYTES = 32;

/** The secret given, checked by the kind; or a new one, where the provider does not give them out. */
export function secretFor(kind: AnyChannelKind, given: string | undefined, deps: ApiDeps): Checked<string> {
  if (given !== undefined) {
    const parsed = kind.secret.safeParse(given);
    if (parsed.success) return { ok: true, value: parsed.data };
    return refused(invalid([{ path: '/secret', message: parsed.error.issues[0]?.message ?? 'is not valid' }]));
  }
  if (kind.newSecret) return { ok: true, value: kind.newSecret(deps.random(SECRET_BYTES)) };
  return refused(invalid([{ path: '/secret', message: `is required for "${kind.kind}": the provider gives it out` }]));
}
