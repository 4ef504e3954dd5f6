/** Words that the stories of the triggers share. */
import type { Client, Fields } from '../client';

export const note = (text = 'fired') => ({ do: 'note.add', text });
export const pause = (duration: string, more: Fields = {}) => ({ do: 'wait', duration, ...more });
export const is = (fact: string, value: unknown) => ({ fact, op: 'is', value });
export const contains = (fact: string, value: string | string[]) => ({ fact, op: 'contains', value });

/** Conversations in which a workflow did something, once for each effect; sorted, as they do not wait for each other. */
export async function did(someone: Client, workflowId: string): Promise<string[]> {
  return (await someone.did(workflowId)).sort();
}

/** What a workflow did in a conversation, whether or not it left the house: each step's name with its fields. */
export async function doneBy(someone: Client, workflowId: string, subject: string): Promise<[string, Fields][]> {
  const items = await someone.timeline(subject);
  return items
    .flatMap(({ effects = [] }) => effects)
    .filter((effect) => effect.workflowId === workflowId)
    .map(({ type, fields = {} }) => [type, fields]);
}

/** How runs of a workflow went in a conversation. */
export async function wentOf(someone: Client, workflowId: string, subject: string): Promise<string[]> {
  const items = await someone.timeline(subject);
  const runs = items.flatMap((item) => item.runs ?? []).filter((run) => run.workflowId === workflowId);
  return runs.map(({ change }) => change);
}

/** What kept a workflow from firing, or `fired`, each time that it was looked at. */
export async function judged(someone: Client, workflowId: string, subject: string): Promise<unknown[]> {
  const evaluations = await someone.evaluations(subject, workflowId);
  return evaluations.map(({ fired, reason }) => (fired ? 'fired' : reason?.kind));
}

/** The customer answers what a workflow has asked in a conversation; says which run asked. */
export async function answersTo(
  workflowId: string,
  someone: Client,
  subject: string,
  answer: Fields,
  text = '',
): Promise<string> {
  const { runs } = await someone.conversation(subject);
  const runId = runs.find((run) => run.workflowId === workflowId)?.id ?? 'none';
  const message = someone.message('customer', text, { answer: { runId, ...answer } });
  await someone.event(subject, 'message.created', message);
  return runId;
}

/** A call from a customer to our number, up to where it stands. */
export async function aCall(someone: Client, subject: string, ...types: string[]): Promise<void> {
  for (const type of types) await someone.event(subject, type, PARTIES[type] ?? INBOUND);
}
const INBOUND = { from: '+821012345678', to: '+8225550100' };
const PARTIES: Record<string, Fields> = {
  'call.placed': { from: '+8225550100', to: '+821012345678', agentId: 'kim' },
  'call.answered': { agentId: 'kim' },
  'call.ended': {},
};
