/** What the fields of a step are good for once their placeholders are filled. */
import { MAX_ID } from './ids';
import { cut } from './text';

type Fields = Record<string, unknown>;

/** As long as events may tell them. */
const MAX_TAG = 100;

/** The tags of a step, `tag` and `tags`. */
export function tagsOf({ tag, tags = [] }: { tag?: string; tags?: string[] }): string[] {
  return [...tags, ...(tag === undefined ? [] : [tag])];
}

/** With tags cut to their length, and without those that nothing was filled into; `undefined` when none is left. */
function withTags({ tag, tags, ...fields }: Fields & { tag?: string; tags?: string[] }): Fields | undefined {
  const [one] = tag ? [cut(tag, MAX_TAG)] : [];
  const several = tags?.map((some) => cut(some, MAX_TAG)).filter((some) => some !== '') ?? [];
  if (one === undefined && several.length === 0) return undefined;
  return { ...fields, ...(one === undefined ? {} : { tag: one }), ...(several.length > 0 ? { tags: several } : {}) };
}

/** Without the agents that nothing was filled into; `undefined` when none is left. */
function withAgents({ agentIds, ...fields }: Fields): Fields | undefined {
  const ids = (agentIds as string[]).filter((id) => id !== '' && id.length <= MAX_ID);
  return ids.length > 0 ? { ...fields, agentIds: ids } : undefined;
}

const wrapped = (fields: Fields | undefined) => fields && { fields };

/** The fields to act on; why there is no acting on them; or `undefined` when there is nothing to do. */
export function usable(fields: Fields): { fields: Fields } | { problem: string } | undefined {
  const wrong = ['agentId', 'teamId', 'teamChatId'].find((name) => {
    const id = fields[name];
    return typeof id === 'string' && (id === '' || id.length > MAX_ID);
  });
  if (wrong)
    return { problem: `${wrong} is empty or longer than ${MAX_ID} characters once its placeholders are filled` };
  if ('tag' in fields || 'tags' in fields) return wrapped(withTags(fields));
  if ('agentIds' in fields) return wrapped(withAgents(fields));
  return { fields };
}
