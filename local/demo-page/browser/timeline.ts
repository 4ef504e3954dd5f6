/** The timeline of a conversation: what happened, what fired and why not, what is waited for, what was done. */
import { agentName } from '../cast';
import type { Board } from './board';
import { type Child, draw, el, endInSight } from './dom';
import { language, say } from './language';
import type { Workflow } from './scene';
import type { TimelineItem } from './server';
import { clockTime } from './times';

type Evaluation = NonNullable<TimelineItem['evaluations']>[number];
type Reason = NonNullable<Evaluation['reason']>;
type Outcomes = Map<string, NonNullable<TimelineItem['effect']>>;
/** What they hold besides are ids. */
const WORDLESS = ['customer.present', 'message.read'];
const WHO: Record<string, string> = { ...say.chat.by, ...say.timeline.by };
type NameOf = (workflowId: string) => string;

export function timelineOf(board: Board, workflows: () => readonly Workflow[]) {
  const list = endInSight(el('ol', { class: 'story', tabindex: '0', 'aria-label': say.timeline.title }));
  const element = el('section', { class: 'card timeline' }, el('h3', {}, say.timeline.title), list);
  const update = () =>
    draw(list, [board.chosen?.conversationId, board.timeline, workflows().length], () => {
      if (!board.chosen) return [el('li', { class: 'hint' }, say.timeline.none)];
      const nameOf = (id: string) => say.timeline.system[id] ?? workflows().find((one) => one.id === id)?.name ?? id;
      const outcomes: Outcomes = new Map(board.timeline.flatMap(({ effect }) => (effect ? [[effect.id, effect]] : [])));
      return board.timeline.filter(({ kind }) => kind !== 'effect').map((item) => itemOf(item, nameOf, outcomes));
    });
  return { element, update };
}

function itemOf(item: TimelineItem, nameOf: NameOf, outcomes: Outcomes): HTMLElement {
  return el(
    'li',
    { class: item.kind },
    el('time', { datetime: item.at }, clockTime(item.at)),
    el('div', {}, headOf(item), ...detailsOf(item, nameOf, outcomes)),
  );
}

function headOf({ event, at }: TimelineItem): HTMLElement {
  if (!event) return el('b', {}, say.timeline.ring);
  const { type, data, origin, email } = event;
  const summary = WORDLESS.includes(type) ? '' : summaryOf(data, at);
  return el(
    'p',
    {},
    el('b', {}, say.timeline.events[type] ?? type),
    origin === 'command' && el('span', { class: 'tag' }, email ? say.chat.mailed : say.timeline.byApi),
    summary !== '' && ` ${summary}`,
  );
}

const isTime = (value: unknown): value is string => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value));

/** What of an event is short enough to be told in a line. */
function summaryOf(data: Record<string, unknown>, at: string): string {
  const author = data.author as { type: keyof typeof say.chat.by; name?: string } | undefined;
  if (author)
    return `${author.name ?? say.chat.by[author.type]}${data.private ? ` (${say.chat.note})` : ''}: ${shown(data.text ?? '')}`;
  if (typeof data.agentId === 'string') return agentName(data.agentId, language);
  const { customer: _, page: __, connectionId: ___, session: ____, ...rest } = data;
  return Object.values(rest)
    .filter((value) => typeof value !== 'object')
    .map((value) => (isTime(value) ? clockTime(value, at) : value))
    .map((value) => WHO[String(value)] ?? value)
    .join(' · ');
}

function detailsOf(item: TimelineItem, nameOf: NameOf, outcomes: Outcomes): Child[] {
  const { waits = [], waitsStarted = [], evaluations = [], runs = [], effects = [], notes = [], returned } = item;
  const words = say.timeline;
  const wait = (kind: string) => words.waits[kind] ?? kind;
  const line = (kind: string, text: string) => el('p', { class: kind }, text);
  const isAnew = (kind: string) =>
    waits.some((one) => one.kind === kind) && waitsStarted.some((one) => one.kind === kind);
  const ended = waits.filter(({ kind, outcome }) => outcome !== 'cancelled' || !isAnew(kind));
  const against = evaluations.filter(({ fired }) => !fired);
  return [
    ...ended.map(({ kind, outcome, why = '' }) =>
      line('wait', words.ends(wait(kind), words.outcomes[outcome] ?? outcome, words.reason(why))),
    ),
    ...waitsStarted.map(({ kind, due }) =>
      line('wait', (isAnew(kind) ? words.startsAnew : words.starts)(wait(kind), due ? clockTime(due, item.at) : '')),
    ),
    returned &&
      line(
        'back',
        'reason' in returned
          ? words.refused(words.reason(returned.reason))
          : words.returned(who(returned), returned.sameAgent),
      ),
    ...evaluations.filter(({ fired }) => fired).map(({ workflowId }) => line('fired', words.fired(nameOf(workflowId)))),
    ...runs
      .filter(({ change }) => change !== 'started')
      .map(({ workflowId, change, detail }) =>
        line('run', words.run(nameOf(workflowId), withReason(words.changes[change] ?? change, detail))),
      ),
    ...effects.map((effect) => effectOf(effect, item.event?.data.text, outcomes)),
    ...notes.map((note) => line('run', words.reason(note))),
    against.length > 0 && whyNot(against, nameOf),
  ];
}

const who = ({ agentId }: { agentId?: string | undefined }) => (agentId ? agentName(agentId, language) : '');

function whyNot(evaluations: readonly Evaluation[], nameOf: NameOf): HTMLElement {
  const lines = evaluations.map(({ workflowId, reason }) =>
    el('li', {}, el('b', {}, nameOf(workflowId)), ` ${reason ? reasonOf(reason) : ''}`),
  );
  return el('details', {}, el('summary', {}, say.timeline.notFired(evaluations.length)), el('ul', {}, ...lines));
}

function reasonOf({ kind, detail, fact, op, expected, actual }: Reason): string {
  if (kind !== 'condition') return say.timeline.reason(detail ?? kind);
  const wanted = [fact, op, expected === undefined ? '' : shown(expected)].filter(Boolean).join(' ');
  return `${wanted} — ${say.timeline.found(actual === undefined ? say.timeline.nothing : shown(actual))}`;
}

const withReason = (what: string, reason: string | undefined) =>
  reason ? `${what}: ${say.timeline.reason(reason)}` : what;

/** @param said in the event itself, and read there already */
function effectOf(
  { id, type, fields }: NonNullable<TimelineItem['effects']>[number],
  said: unknown,
  outcomes: Outcomes,
): HTMLElement {
  const { state, detail } = outcomes.get(id) ?? { state: '' };
  const { text, question, agentId } = fields ?? {};
  const what = text ?? question ?? (typeof agentId === 'string' ? agentName(agentId, language) : '');
  return el(
    'p',
    { class: `effect ${state}` },
    el('code', {}, type),
    what !== '' && what !== said && ` ${shown(what)}`,
    el('span', { class: 'tag' }, withReason(say.timeline.states[state] ?? (state || say.timeline.pending), detail)),
  );
}

/** Tokens are no reading matter. */
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/(\/r\/[a-z2-7]{12})[a-z2-7]+/g, '$1…');
