/** How continuity e-mails of the workspace look, with sample messages: as set, or as they would with another look. */
import * as z from 'zod';
import { senderOf } from '../../actions/sender';
import { mailLookSchema } from '../../engine/continuity-settings';
import { LANGUAGES, languageFor } from '../../engine/language';
import type { Settings } from '../../engine/settings';
import { renderContinuityMail } from '../../mail/render/continuity-mail';
import { sampleMail } from '../../mail/render/samples';
import { type ApiDeps, type ApiResponse, answer } from './http';
import type { Call } from './route';
import { named } from './schemas';
import { readWorkspace } from './workflows/configuration';

const language = z.enum(LANGUAGES);
/** Default: the workspace's language. */
export const previewQuery = z.strictObject({ language: language.optional() });

export const previewAskedShape = named(
  'MailPreviewRequest',
  z.strictObject({
    language: language.optional(),
    /** Instead of the look that is set; not stored. */
    look: mailLookSchema.optional(),
    /** Instead of a sample name; empty for a customer whose name is not known. */
    customerName: z.string().max(200).optional(),
  }),
);
type Asked = z.infer<typeof previewAskedShape>;

export const previewShape = named(
  'MailPreview',
  z.strictObject({ language, subject: z.string(), html: z.string(), text: z.string() }),
);

export const getPreview = (call: Call<object, undefined, Asked>, deps: ApiDeps): Promise<ApiResponse> =>
  preview(call, call.query, deps);

export const postPreview = (call: Call<object, Asked>, deps: ApiDeps): Promise<ApiResponse> =>
  preview(call, call.body, deps);

async function preview(call: Pick<Call, 'key'>, asked: Asked, deps: ApiDeps): Promise<ApiResponse> {
  const { settings } = await readWorkspace(call.key.workspaceId, deps.configuration);
  const language = asked.language ?? languageFor(undefined, settings.language);
  const { look } = settings.continuity;
  const link = await linkIn(call.key.workspaceId, settings, deps);
  const sample = sampleMail(language, {
    look: asked.look ?? look[language] ?? {},
    sender: senderIn(settings, deps),
    ...(link !== undefined && { link }),
    unsubscribeUrl: `${deps.publicUrl}/mail/unsubscribe/sample`,
  });
  const { customerName = sample.customerName ?? '' } = asked;
  return answer(200, { language, ...renderContinuityMail({ ...sample, customerName }) });
}

/** As where customers are brought back, if any channel does that; it leads to no conversation. */
async function linkIn(
  workspaceId: string,
  { continuity: { siteUrl } }: Settings,
  { channels, publicUrl }: ApiDeps,
): Promise<string | undefined> {
  const some = (await channels.list(workspaceId)).some(({ reconnect }) => reconnect?.enabled);
  return some ? `${publicUrl}/r/sample` : siteUrl;
}

/** As it will be sent; the address that is set, or an example, as long as nothing can be sent. */
function senderIn({ email }: Settings, { sender }: ApiDeps): string {
  const from = senderOf(email, sender.identity);
  if (typeof from !== 'string') return from.name ?? from.address;
  return email?.name ?? email?.from ?? 'example.com';
}
