/** Making elements. Whatever was written by somebody gets into the page as text alone. */

type Value = string | boolean | undefined | ((event: Event) => unknown);
export type Child = Node | string | false | undefined;

/** `on…` are listeners; `true` is an attribute without a value, false and undefined are none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}

const drawn = new WeakMap<Element, string>();

/** Draws anew only what is of something new: what is typed or focused elsewhere stays. */
export function draw(into: Element, of: unknown, make: () => Child[]): void {
  const key = JSON.stringify(of) ?? '';
  if (drawn.get(into) === key) return;
  drawn.set(into, key);
  const isAtEnd = into.scrollHeight - into.scrollTop - into.clientHeight < 40;
  into.replaceChildren(...make().filter((child) => child !== false && child !== undefined));
  if (isAtEnd) into.scrollTop = into.scrollHeight;
}

/** Enter sends; with Shift it is a new line, and while a syllable is composed it belongs to that. */
export function sendsByEnter(text: HTMLTextAreaElement): HTMLTextAreaElement {
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    text.form?.requestSubmit();
  });
  return text;
}

/** A choice with a name. */
export function choice(
  label: string,
  options: readonly [value: string, title: string][],
  changed?: (value: string) => unknown,
) {
  const select: HTMLSelectElement = el('select', { onchange: () => changed?.(select.value) });
  select.append(...options.map(([value, title]) => el('option', { value }, title)));
  return { select, field: el('label', { class: 'field' }, el('span', {}, label), select) };
}
