/** The workspace's suppression list: addresses that no e-mail goes to any more. Bounces, complaints and customers add to it, and so may people. */
import * as z from 'zod';
import { addressProblem } from '../../engine/email-address';
import { formatInstant } from '../../engine/time';
import type { Suppression } from '../../ports/suppressions';
import { type ApiDeps, type ApiResponse, answer, noContent, notFound } from './http';
import { badCursor, type PageQuery } from './query';
import type { Call } from './route';
import { listOf, named, time } from './schemas';
import { storedPage } from './stored-page';

const LONGEST_DETAIL = 500;

const address = z
  .string()
  .trim()
  .superRefine((text, context) => {
    const problem = addressProblem(text);
    if (problem) context.addIssue(problem);
  });
const detail = z.string().min(1).max(LONGEST_DETAIL);
/** `detail`: why, for people. */
export const newSuppressionShape = named('NewSuppression', z.strictObject({ address, detail: detail.optional() }));
export const suppressionShape = named(
  'Suppression',
  z.strictObject({
    address: z.string(),
    reason: z.enum(['bounce', 'complaint', 'unsubscribe', 'manual']),
    at: time,
    detail: z.string().optional(),
  }),
);
export const suppressionList = listOf('SuppressionList', suppressionShape);

const toSuppression = ({ address, reason, at, detail }: Suppression): z.infer<typeof suppressionShape> => ({
  ...{ address, reason, at: formatInstant(at) },
  ...(detail !== undefined && { detail }),
});

/** Newest first. */
export async function listSuppressions(call: Call<object, undefined, PageQuery>, deps: ApiDeps): Promise<ApiResponse> {
  const page = await storedPage(call.query, (asked) => deps.suppressions.list(call.key.workspaceId, asked));
  return page ? answer(200, { ...page, items: page.items.map(toSuppression) }) : badCursor();
}

/** Puts an address on the list; one that is on it stays there for the reason it has. */
export async function addSuppression(
  { key: { workspaceId }, body: { address, detail } }: Call<object, z.infer<typeof newSuppressionShape>>,
  { suppressions, clock }: ApiDeps,
): Promise<ApiResponse> {
  const listed = await suppressions.get(workspaceId, address);
  if (listed) return answer(200, toSuppression(listed));
  const more = detail === undefined ? {} : { detail };
  const added: Suppression = {
    ...{ workspaceId, address: address.toLowerCase(), reason: 'manual', at: clock.now() },
    ...more,
  };
  await suppressions.put(added);
  return answer(201, toSuppression(added));
}

type OfAddress = Call<{ address: string }>;

export async function getSuppression({ key, params }: OfAddress, { suppressions }: ApiDeps): Promise<ApiResponse> {
  const listed = await suppressions.get(key.workspaceId, params.address);
  return listed ? answer(200, toSuppression(listed)) : notFound('suppression');
}

/** Takes an address off the list: it is written to again. */
export async function removeSuppression({ key, params }: OfAddress, { suppressions }: ApiDeps): Promise<ApiResponse> {
  const wasListed = await suppressions.remove(key.workspaceId, params.address);
  return wasListed ? noContent() : notFound('suppression');
}
