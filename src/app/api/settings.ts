/** Settings of the workspace; a change is live at once. */
import * as z from 'zod';
import { hoursState } from '../../engine/hours';
import { shortHash } from '../../engine/ids';
import { type Settings, settingsSchema } from '../../engine/settings';
import { formatInstant, type Instant } from '../../engine/time';
import { type BodyDoor, type Checked, checkWith, refused } from './body';
import { duplicateFindings, refuseUnready, senderState } from './continuity';
import { etagHeader, refuseIfChanged } from './etag';
import { type ApiDeps, type ApiResponse, answer } from './http';
import type { Call } from './route';
import { named } from './schemas';
import { publishConfiguration, readWorkspace } from './workflows/configuration';
import { findingShape } from './workflows/findings';

export const settingsShape = named('Settings', settingsSchema);
/** As they are now, and what is odd about them; only in answers. */
export const savedSettingsShape = named(
  'SavedSettings',
  settingsSchema.extend({ findings: z.array(findingShape).optional() }),
);
/** Only what is to change, to any depth; null removes a setting, or sets it back to its default (RFC 7396). */
export const settingsPatchShape = named(
  'SettingsPatch',
  z.strictObject(Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, z.unknown().optional()]))),
);

/** An override is from now on where it does not say since when. */
export const settingsBody: BodyDoor<Settings> = {
  schema: settingsShape,
  contentTypes: ['application/json'],
  optional: false,
  check: (value, now) => checkWith(settingsSchema, since(now, value)),
};

function since(now: Instant, settings: unknown): unknown {
  const override = (settings as { hoursOverride?: unknown } | null)?.hoursOverride;
  if (override === null || typeof override !== 'object') return settings;
  return { ...(settings as object), hoursOverride: { since: formatInstant(now), ...override } };
}

export async function getSettings(call: Call, deps: ApiDeps): Promise<ApiResponse> {
  const { settings } = await readWorkspace(call.key.workspaceId, deps.configuration);
  return tell(settings, deps.clock.now());
}

/** Sets all settings; those not named get their defaults. */
export async function putSettings(call: Call<object, Settings>, deps: ApiDeps): Promise<ApiResponse> {
  return answered(call, deps, await changeSettings(call, deps, () => ({ ok: true, value: call.body })));
}

/** Changes the settings named and leaves the others. */
export async function patchSettings(call: Call<object, Record<string, unknown>>, deps: ApiDeps): Promise<ApiResponse> {
  const changed = await changeSettings(call, deps, (settings) => {
    return checkWith(settingsSchema, since(deps.clock.now(), merged(settings, call.body)));
  });
  return answered(call, deps, changed);
}

/** A merge patch: objects are merged, all else is replaced. @see https://www.rfc-editor.org/rfc/rfc7396 */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const base = isObject(target) ? target : {};
  const names = [...new Set([...Object.keys(base), ...Object.keys(patch)])];
  const next = (name: string) => (Object.hasOwn(patch, name) ? merged(base[name], patch[name]) : base[name]);
  return Object.fromEntries(names.filter((name) => patch[name] !== null).map((name) => [name, next(name)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Warns of what customers would hear twice from now on. */
async function answered(
  { key }: Call<object, unknown>,
  deps: ApiDeps,
  changed: Checked<Settings>,
): Promise<ApiResponse> {
  if (!changed.ok) return changed.response;
  const findings = changed.value.continuity.enabled
    ? await duplicateFindings(key.workspaceId, changed.value, deps)
    : [];
  return tell(changed.value, deps.clock.now(), findings.length > 0 ? { findings } : {});
}

/** Only then the provider is asked. */
const turnsOn = (body: unknown): boolean =>
  isObject(body) && isObject(body.continuity) && body.continuity.enabled === true;

/** Changes the settings, live at once; 412 when `If-Match` names others. */
export async function changeSettings(
  call: Pick<Call<object, unknown>, 'request' | 'key' | 'body'>,
  deps: ApiDeps,
  next: (settings: Settings) => Checked<Settings>,
): Promise<Checked<Settings>> {
  const sender = turnsOn(call.body) ? await senderState(deps) : {};
  const result = await publishConfiguration<ApiResponse>(call.key.workspaceId, deps, ({ settings }) => {
    const changed = refuseIfChanged(call.request, versionOf(settings));
    if (changed) return { stop: changed };
    const checked = next(settings);
    if (!checked.ok) return { stop: checked.response };
    const unready = refuseUnready(settings, checked.value, sender);
    return unready ? { stop: unready } : { change: { settings: checked.value } };
  });
  return 'stop' in result ? refused(result.stop) : { ok: true, value: result.workspace.settings };
}

/** Of the settings alone: the workspace's record changes with every publish. */
const versionOf = (settings: Settings): string => shortHash(JSON.stringify(settings));

/** An override that is over is not told any more. */
function tell(settings: Settings, now: Instant, more: object = {}): ApiResponse {
  const { hoursOverride, ...others } = settings;
  const isOver = hoursOverride && Date.parse(hoursOverride.since) <= now && !hoursState(now, settings).override;
  return answer(200, { ...(isOver ? others : settings), ...more }, etagHeader(versionOf(settings)));
}
