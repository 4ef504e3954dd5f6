/** Templates: text with `[[slots]]`, and `<!--#parts-->…<!--/parts-->` that stand once, several times or not at all. */
import { escapeHtml, Html } from './html';

type Node = { text: string } | { slot: string } | { part: string; nodes: Node[] };
export type Template = readonly Node[];

/** A text is escaped; `Html` stands as it is. Of a part: whether it stands, or what it holds each time. */
export type Value = string | Html | boolean | undefined | readonly Values[];
export interface Values {
  readonly [name: string]: Value;
}

const MARK = /\[\[(\w+)\]\]|<!--([#/])(\w+)-->/g;

/** Reads a template once; what is filled in later is never read as one. @throws Error when parts are not closed in order */
export function parseTemplate(source: string): Template {
  const stack: { part: string; nodes: Node[] }[] = [{ part: '', nodes: [] }];
  let from = 0;
  for (const { 0: mark, 1: slot, 2: edge, 3: part = '', index } of source.matchAll(MARK)) {
    const { nodes } = stack.at(-1) ?? unclosed(mark);
    nodes.push({ text: source.slice(from, index) });
    from = index + mark.length;
    if (slot !== undefined) nodes.push({ slot });
    else if (edge === '#') stack.push({ part, nodes: [] });
    else close(stack, part);
  }
  const [root = unclosed('')] = stack;
  if (stack.length > 1) unclosed(stack.at(-1)?.part ?? '');
  return [...root.nodes, { text: source.slice(from) }];
}

function close(stack: { part: string; nodes: Node[] }[], part: string): void {
  const closed = stack.pop();
  if (closed?.part !== part || stack.length === 0) unclosed(part);
  else stack.at(-1)?.nodes.push(closed);
}

function unclosed(part: string): never {
  throw new Error(`The template's part "${part}" does not open and close in order; mend its source.`);
}

/** @throws Error when a slot has no value: a fault of whoever wrote the template */
export function fill(template: Template, values: Values): string {
  return template
    .map((node) => {
      if ('text' in node) return node.text;
      if ('slot' in node) return shown(node.slot, values[node.slot]);
      return within(values[node.part])
        .map((inner) => fill(node.nodes, { ...values, ...inner }))
        .join('');
    })
    .join('');
}

function shown(slot: string, value: Value): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeHtml(value);
  throw new Error(`The template's slot "${slot}" has no text to show.`);
}

function within(value: Value): readonly Values[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === false || value === '' ? [] : [{}];
}
