/** Whether unread answers can go on by e-mail here, and what customers would hear twice then. */
import * as z from 'zod';
import { isSentAs } from '../../engine/email-address';
import { type LintFinding, lintWorkflow } from '../../engine/lint';
import type { Settings } from '../../engine/settings';
import { isSystemWorkflow } from '../../engine/system-workflows';
import { type ApiDeps, type ApiResponse, answer, type Finding, problem } from './http';
import type { Call } from './route';
import { id, named } from './schemas';
import { readWorkspace } from './workflows/configuration';

/** What this installation sends as, and whether it may. */
export interface SenderState {
  identity?: string;
  replyDomain?: string;
  /** Undefined: nobody could tell. */
  isVerified?: boolean | undefined;
}

export async function senderState({ sender, mailAccount }: ApiDeps): Promise<SenderState> {
  const { identity } = sender;
  return { ...sender, ...(identity !== undefined && { isVerified: await mailAccount.isVerified(identity) }) };
}

/** What keeps e-mails from going out, and answers from coming in; each with what to do. */
export function hindrances({ email }: Settings, { identity, replyDomain, isVerified }: SenderState): Finding[] {
  const found: Finding[] = [];
  const add = (path: string, message: string) => found.push({ path, message });
  if (identity === undefined)
    add('', 'no sender is set up: deploy with -c emailIdentity=… (docs/operations.md, "Sending e-mail")');
  else if (isVerified === undefined) add('', `Amazon SES did not say whether ${identity} is verified: try again`);
  else if (!isVerified)
    add('', `${identity} is not verified in Amazon SES: set its DNS records (docs/operations.md, "Sending e-mail")`);
  if (identity !== undefined && email && !isSentAs(email.from, identity))
    add('/email/from', `e-mail may be sent as ${identity} only: set email.from to an address of that`);
  if (replyDomain === undefined)
    add('', 'answers have nowhere to go: deploy with -c replyDomain=… (docs/operations.md, "Receiving e-mail")');
  return found;
}

/** 409 when settings turn it on where it cannot work; what is on stays on. */
export function refuseUnready(before: Settings, next: Settings, sender: SenderState): ApiResponse | undefined {
  if (before.continuity.enabled || !next.continuity.enabled) return undefined;
  const found = hindrances(next, sender);
  if (found.length === 0) return undefined;
  const errors = found.map(({ path, message }) => ({ path: path || '/continuity/enabled', message }));
  const detail = `continuity.enabled cannot be turned on yet: ${found.map(({ message }) => message).join('; ')}.`;
  return problem(409, 'continuity.notReady', detail, { errors });
}

export const continuityShape = named(
  'ContinuityState',
  z.strictObject({
    enabled: z.boolean(),
    /** It can be turned on. */
    ready: z.boolean(),
    /** What keeps it from working, with what to do. */
    hindrances: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    /** Active workflows that may tell customers the same twice. */
    duplicates: z.array(z.strictObject({ workflowId: id, name: z.string(), message: z.string() })),
  }),
);

/** Active workflows that tell customers what continuity e-mails tell them, under these settings. */
async function duplicatesOf(workspaceId: string, settings: Settings, deps: ApiDeps) {
  const { workflows } = await deps.live.forBatch()(workspaceId);
  const own = [...workflows.values()].filter(({ id }) => !isSystemWorkflow(id));
  return own.flatMap((workflow) =>
    lintWorkflow(workflow, { others: [], place: 0, settings })
      .filter(({ code }) => code === 'duplicatesContinuity')
      .map((finding) => ({ workflow, finding })),
  );
}

/** The same as what is told of settings that are saved. */
export async function duplicateFindings(
  workspaceId: string,
  settings: Settings,
  deps: ApiDeps,
): Promise<LintFinding[]> {
  const duplicates = await duplicatesOf(workspaceId, settings, deps);
  return duplicates.map(({ finding }) => ({ ...finding, path: '/continuity/enabled' }));
}

export async function getContinuity(call: Call, deps: ApiDeps): Promise<ApiResponse> {
  const { workspaceId } = call.key;
  const { settings } = await readWorkspace(workspaceId, deps.configuration);
  const found = hindrances(settings, await senderState(deps));
  const on = { ...settings, continuity: { ...settings.continuity, enabled: true } };
  const duplicates = (await duplicatesOf(workspaceId, on, deps)).map(({ workflow: { id, name }, finding }) => {
    return { workflowId: id, name, message: finding.message };
  });
  const { enabled } = settings.continuity;
  return answer(200, { enabled, ready: found.length === 0, hindrances: found, duplicates });
}
