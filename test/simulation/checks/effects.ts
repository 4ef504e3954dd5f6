/** Invariants 1, 4, 8 and 13 of effects: each is done once and in order, ends visibly, and has a chain to its cause. */
import type { Effect } from '../../../src/engine/effects';
import type { EffectState } from '../../../src/ports/claims';
import type { Taken } from '../provider';
import type { History } from './history';

const ENDS: readonly EffectState[] = ['done', 'failed', 'skipped', 'expired', 'unknown'];

interface Made {
  effect: Effect;
  /** Effects of its own message. */
  beside: readonly Effect[];
  state: EffectState | undefined;
  taken: Taken[];
}

export async function checkEffects(history: History): Promise<string[]> {
  const made = await effectsOf(history);
  const causes = causesOf(history);
  const ids = made.map(({ effect }) => effect.id);
  const twice = ids
    .filter((id, at) => ids.indexOf(id) < at)
    .map((id) => `1: ${history.name}: effect ${id} was decided twice`);
  const byId = new Map(made.map((one) => [one.effect.id, one]));
  return [
    ...twice,
    ...made.flatMap((one) => [
      ...checkDone(history, one),
      ...checkOrder(history, one, byId),
      ...checkCause(history, one, causes),
    ]),
  ];
}

async function effectsOf({ commits, ref, world }: History): Promise<Made[]> {
  const taken = Map.groupBy(world.provider.taken, ({ effectId }) => effectId);
  const batches = commits.flatMap(({ next }) => [
    next.outbox?.channel ?? [],
    ...(next.outbox?.slow ?? []).map((effect) => [effect]),
  ]);
  return Promise.all(
    batches.flatMap((beside) =>
      beside.map(async (effect) => ({
        ...{ effect, beside, taken: taken.get(effect.id) ?? [] },
        state: (await world.ports.claims.get(ref, effect.id))?.state,
      })),
    ),
  );
}

function checkDone({ name, ref }: History, { effect, state, taken }: Made): string[] {
  const about = `${name}: effect ${effect.id} (${effect.type})`;
  const isPhone = ref.channelId.startsWith('phone');
  const isMail = effect.type === 'email.send' || effect.type === 'continuity.send';
  const isOnce = isMail || (isPhone && ['message.send', 'sms.send'].includes(effect.type));
  const goesOut = !isPhone || isOnce || ['webhook.call', 'assistant.handOver'].includes(effect.type);
  return [
    ...(state && ENDS.includes(state) ? [] : [`4: ${about} never ended: ${state ?? 'never claimed'}`]),
    ...(state === 'done' && goesOut && taken.length === 0 ? [`4: ${about} counts as done, and nobody took it`] : []),
    ...(isOnce && taken.length > 1 ? [`1: ${about} was sent ${taken.length} times`] : []),
    ...(isOnce && state === 'failed' && taken.length > 0 ? [`4: ${about} counts as failed, and was sent`] : []),
    ...taken
      .filter(({ words }) => isOfOthers(words, ref.workspaceId))
      .map(() => `8: ${about} tells what is another workspace's`),
  ];
}

const isOfOthers = (words: string, workspaceId: string) =>
  /\[[ab]\] /.test(words) && !words.includes(`[${workspaceId}] `);

/** Of one run, one after the other; nothing after what failed. */
function checkOrder({ name }: History, { effect, beside, taken }: Made, byId: ReadonlyMap<string, Made>): string[] {
  const before = effect.after === undefined ? undefined : byId.get(effect.after);
  const [first] = taken;
  if (!first || !before || !beside.includes(before.effect)) return [];
  const about = `4: ${name}: effect ${effect.id} was done`;
  if (before.taken[0] && before.taken[0].at > first.at) return [`${about} before ${before.effect.id}`];
  return before.state === 'failed' || before.state === 'expired' || before.state === 'skipped'
    ? [`${about} though ${before.effect.id} ${before.state}`]
    : [];
}

/** Events, occasions and rings that something may come of. */
function causesOf({ told }: History): Set<string> {
  return new Set(told.flatMap(({ entry }) => [entry.id, ...(entry.event ? [entry.event.id] : [])]));
}

function checkCause({ name }: History, { effect }: Made, causes: ReadonlySet<string>): string[] {
  const root = effect.cause.rootEventId;
  const isKnown = causes.has(root) || causes.has(root.split('.')[0] as string);
  return isKnown ? [] : [`13: ${name}: effect ${effect.id} comes of ${root}, of which nothing is known`];
}
