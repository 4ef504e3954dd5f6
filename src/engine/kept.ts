/** What runs carry along for later texts: answers of customers, and of webhooks. */
import type { Walk } from './walk';

const MAX_ONE = 8_000;
/** Of all runs of a conversation together. */
const MAX_ALL = 16_000;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value ?? null));

/** Keeps a value by name, unless it is too large to be carried along. */
export function keep({ turn, run }: Walk, where: 'answers' | 'results', name: string, value: unknown): void {
  const bytes = bytesOf(value);
  const others = turn.conversation.runs.filter((some) => some !== run);
  const held = [run, ...others].reduce((sum, { answers = {}, results = {} }) => sum + bytesOf([answers, results]), 0);
  if (bytes > MAX_ONE || bytes + held > MAX_ALL)
    turn.notes.push(`the answer kept as "${name}" has ${bytes} bytes, more than can be carried: it is left out`);
  else run[where] = { ...run[where], [name]: value };
}
