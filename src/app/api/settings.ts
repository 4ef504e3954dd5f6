/** Settings of the workspace; a change is live at once. */
import * as z from 'zod';
import { shortHash } from '../../engine/ids';
import { type Settings, settingsSchema } from '../../engine/settings';
import { type Checked, checkWith } from './body';
import { etagHeader, refuseIfChanged } from './etag';
import { type ApiDeps, type ApiResponse, answer } from './http';
import type { Call } from './route';
import { named } from './schemas';
import { publishConfiguration, readWorkspace } from './workflows/configuration';

export const settingsShape = named('Settings', settingsSchema);
/** Only what is to change; null removes a setting, or sets it back to its default. */
export const settingsPatchShape = named(
  'SettingsPatch',
  z.strictObject(Object.fromEntries(Object.keys(settingsSchema.shape).map((name) => [name, z.unknown().optional()]))),
);

export async function getSettings(call: Call, deps: ApiDeps): Promise<ApiResponse> {
  const { settings } = await readWorkspace(call.key.workspaceId, deps.configuration);
  return tell(settings);
}

/** Sets all settings; those not named get their defaults. */
export function putSettings(call: Call<object, Settings>, deps: ApiDeps): Promise<ApiResponse> {
  return change(call, deps, () => ({ ok: true, value: call.body }));
}

/** Changes the settings named and leaves the others. */
export function patchSettings(call: Call<object, Record<string, unknown>>, deps: ApiDeps): Promise<ApiResponse> {
  return change(call, deps, (settings) => {
    const merged = Object.entries({ ...settings, ...call.body }).filter(([, value]) => value !== null);
    return checkWith(settingsSchema, Object.fromEntries(merged));
  });
}

async function change(
  call: Pick<Call, 'request' | 'key'>,
  deps: ApiDeps,
  next: (settings: Settings) => Checked<Settings>,
): Promise<ApiResponse> {
  const result = await publishConfiguration<ApiResponse>(call.key.workspaceId, deps, ({ settings }) => {
    const changed = refuseIfChanged(call.request, versionOf(settings));
    if (changed) return { stop: changed };
    const checked = next(settings);
    return checked.ok ? { change: { settings: checked.value } } : { stop: checked.response };
  });
  return 'stop' in result ? result.stop : tell(result.workspace.settings);
}

/** Of the settings alone: the workspace's record changes with every publish. */
const versionOf = (settings: Settings): string => shortHash(JSON.stringify(settings));

const tell = (settings: Settings): ApiResponse => answer(200, settings, etagHeader(versionOf(settings)));
