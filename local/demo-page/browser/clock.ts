/** The stack's clock. A tab that is open goes along: it tells that it is there as often as the time that passes asks for. */
import type { Board } from './board';
import { draw, el } from './dom';
import { say } from './language';
import type { Tab } from './network';
import { moveClock } from './server';
import { clockTime } from './times';

export interface Present {
  tab: Tab;
  /** The conversation it is in. */
  conversationId: string | undefined;
}

/** Less than a sign of life counts for. */
const STEP_SECONDS = 60;
/** Seconds that a ring may be late: it waits for whole ones. */
const LATE_SECONDS = 3;

export function clockBar(
  board: Board,
  present: () => Present | undefined,
  attempt: (work: () => Promise<unknown>) => unknown,
) {
  const time = el('time', { class: 'now', 'aria-live': 'off' });
  const next = el('span', { class: 'next' });
  let moves = 0;
  let last: Promise<void> = Promise.resolve();
  /** One after the other, however fast they are pressed. */
  const move = (work: () => Promise<unknown>) => () => {
    element.setAttribute('aria-busy', String(++moves > 0));
    last = last.then(async () => {
      await attempt(work);
      await board.refresh();
      element.setAttribute('aria-busy', String(--moves > 0));
    });
  };
  const pass = async (seconds: number) => {
    for (let rest = seconds; rest > 0; rest -= STEP_SECONDS) {
      const tab = present()?.tab;
      await tab?.beat();
      // With nobody there, who would have to tell anything.
      const step = tab ? Math.min(rest, STEP_SECONDS) : rest;
      board.now = await moveClock(step);
      showTime();
      if (!tab) break;
      await tab.beat();
    }
  };
  const toNext = async () => {
    await board.refreshAll();
    const wait = nextWait(board, present()?.conversationId);
    if (!wait) return;
    await pass(Math.ceil((wait.due - board.now) / 1_000));
    for (let late = 0; late < LATE_SECONDS && (await isWaited(board, wait)); late++) await pass(1);
  };
  const showTime = () => {
    time.textContent = `${new Date(board.now).toISOString().slice(0, 10)} ${clockTime(board.now)} UTC`;
  };
  const button = (label: string, work: () => Promise<unknown>) =>
    el('button', { type: 'button', onclick: move(work) }, label);
  const forNext = button(say.clock.next, toNext);
  const buttons = [button(say.clock.minute, () => pass(60)), button(say.clock.minutes, () => pass(300)), forNext];
  const element = el('section', { class: 'clock', 'aria-label': say.clock.title }, time, ...buttons, next);
  const update = () => {
    showTime();
    const wait = nextWait(board, present()?.conversationId);
    forNext.disabled = wait === undefined;
    const text = wait
      ? say.clock.nextIs(say.timeline.waits[wait.kind] ?? wait.kind, clockTime(wait.due, board.now))
      : say.clock.nothing;
    draw(next, text, () => [text]);
  };
  return { element, update };
}

type Wait = { conversationId: string; kind: string; due: number };

async function isWaited(board: Board, { conversationId, kind, due }: Wait): Promise<boolean> {
  await board.refresh();
  const seen = board.chats.find((chat) => chat.conversationId === conversationId);
  return seen?.state?.waits.some((wait) => wait.kind === kind && wait.due && Date.parse(wait.due) === due) ?? false;
}

/** Of the conversations on the page; that somebody who is there goes silent is not waited for. */
function nextWait({ chats, now }: Board, present: string | undefined): Wait | undefined {
  const waits = chats.flatMap(({ state, conversationId }) =>
    (state?.waits ?? []).flatMap(({ kind, due }) =>
      due === undefined || (kind === 'presence' && conversationId === present)
        ? []
        : [{ conversationId, kind, due: Date.parse(due) }],
    ),
  );
  return waits.filter(({ due }) => due > now).toSorted((a, b) => a.due - b.due)[0];
}
