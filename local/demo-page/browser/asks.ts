/** What waits for an answer of the customer: buttons, forms, ratings. */
import { el } from './dom';
import { say } from './language';
import type { Entry } from './server';

export type Answer = Record<string, unknown>;
/** @param text as a message would say it */
export type Answering = (answer: Answer, text: string) => void;

const ASKING = ['message.buttons', 'form.send', 'ask.once', 'survey.send'];

/** Ids of what was asked last in its run, and has no answer yet. */
export function openAsks(entries: readonly Entry[]): Set<string> {
  const open = new Map<unknown, string>();
  for (const { type, id, data } of entries) {
    // Whoever asked before the end has ended with it.
    if (type === 'conversation.close') open.clear();
    if (ASKING.includes(type)) open.set(data.runId, id);
    open.delete((data.answer as Answer | undefined)?.runId);
  }
  return new Set(open.values());
}

/** What can be pressed or filled in; without `answering` it is only shown. */
export function askOf({ type, id, data }: Entry, answering: Answering | undefined): HTMLElement | undefined {
  const give = (answer: Answer, text: string) => answering?.({ runId: data.runId, effectId: id, ...answer }, text);
  if (type === 'message.buttons') return buttonsOf(data.buttons as Button[], answering && give);
  if (type === 'form.send') return formOf(data, answering && give);
  if (type === 'survey.send') return ratingOf(Number(data.scale ?? 5), answering && give);
  return undefined;
}

type Button = { id: string; label: string };

function buttonsOf(buttons: Button[], give: Answering | undefined): HTMLElement {
  const press = ({ id, label }: Button) =>
    el('button', { type: 'button', disabled: !give, onclick: () => give?.({ buttonId: id }, label) }, label);
  return el('div', { class: 'choices' }, ...buttons.map(press));
}

type Field = { name: string; label: string; type: string; required?: boolean; options?: string[] };

function formOf(data: Entry['data'], give: Answering | undefined): HTMLElement {
  const problems = (data.problemTexts ?? {}) as Record<string, string>;
  const inputs = (data.fields as Field[]).map((field) => ({ field, input: inputOf(field, !give) }));
  const labels = inputs.map(({ field: { name, label }, input }) => {
    const problem = problems[name];
    if (problem) input.setAttribute('aria-invalid', 'true');
    return el('label', { class: 'field' }, el('span', {}, label), input, problem && el('em', {}, problem));
  });
  const submit = (event: Event) => {
    event.preventDefault();
    const filled = inputs.filter(({ input }) => input.value !== '');
    const fields = Object.fromEntries(filled.map(({ field: { name }, input }) => [name, input.value]));
    give?.({ fields }, filled.map(({ field: { label }, input }) => `${label}: ${input.value}`).join('\n') || '–');
  };
  // What is wrong is for Threadkeeper to find.
  const attributes = { class: 'asked', novalidate: true, onsubmit: submit };
  return el('form', attributes, ...labels, el('button', { disabled: !give }, say.chat.submit));
}

function inputOf({ type, options = [] }: Field, disabled: boolean): HTMLInputElement | HTMLSelectElement {
  if (type !== 'select') return el('input', { type: type === 'date' ? 'date' : 'text', disabled });
  const all = ['', ...options].map((option) => el('option', { value: option }, option || say.chat.choose));
  return el('select', { disabled }, ...all);
}

function ratingOf(scale: number, give: Answering | undefined): HTMLElement {
  const [low, high] = scale === 10 ? [0, 10] : [1, scale];
  const ratings = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const press = (rating: number) => {
    const attributes = { type: 'button', disabled: !give, 'aria-label': say.chat.stars(rating) };
    return el('button', { ...attributes, onclick: () => give?.({ rating }, say.chat.stars(rating)) }, String(rating));
  };
  const group = { class: 'choices', role: 'group', 'aria-label': say.chat.from(low, high) };
  return el('div', group, ...ratings.map(press));
}
