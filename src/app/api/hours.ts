/** Operating hours at this moment, and opening or closing by hand until the schedule opens or closes next. */
import * as z from 'zod';
import { hoursState } from '../../engine/hours';
import type { Settings } from '../../engine/settings';
import { formatInstant, type Instant } from '../../engine/time';
import { type ApiDeps, type ApiResponse, answer, noContent } from './http';
import type { Call } from './route';
import { named, time } from './schemas';
import { changeSettings } from './settings';
import { readWorkspace } from './workflows/configuration';

const state = z.enum(['open', 'closed']);
export const hoursShape = named(
  'Hours',
  z.strictObject({
    inside: z.boolean(),
    /** When the schedule opens or closes next, which also ends an override; absent when it never does. */
    until: time.optional(),
    override: z.strictObject({ state, since: time }).optional(),
  }),
);
export const overrideShape = named('HoursOverride', z.strictObject({ state }));

export async function getHours(call: Call, deps: ApiDeps): Promise<ApiResponse> {
  const { settings } = await readWorkspace(call.key.workspaceId, deps.configuration);
  return tell(settings, deps.clock.now());
}

/** Opens or closes now, whatever the schedule says, until it opens or closes next. */
export async function putOverride(
  call: Call<object, z.infer<typeof overrideShape>>,
  deps: ApiDeps,
): Promise<ApiResponse> {
  const now = deps.clock.now();
  const hoursOverride = { ...call.body, since: formatInstant(now) };
  const changed = await changeSettings(call, deps, (settings) => ({ ok: true, value: { ...settings, hoursOverride } }));
  return changed.ok ? tell(changed.value, now) : changed.response;
}

/** Back to the schedule. */
export async function deleteOverride(call: Call, deps: ApiDeps): Promise<ApiResponse> {
  const changed = await changeSettings(call, deps, ({ hoursOverride: _, ...settings }) => ({
    ok: true,
    value: settings,
  }));
  return changed.ok ? noContent() : changed.response;
}

function tell(settings: Settings, now: Instant): ApiResponse {
  const { inside, until, override } = hoursState(now, settings);
  return answer(200, {
    inside,
    ...(until !== undefined && { until: formatInstant(until) }),
    ...(override && { override: { ...override, since: formatInstant(override.since) } }),
  });
}
