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
  into.replaceChildren(...make().filter((child) => child !== false && child !== undefined));
}

/** Pixels from the end that are no scrolling back. */
const NEAR = 40;

/** What came last stays in sight, also when a picture has come or the room is less; not for whoever has scrolled back. */
export function endInSight<E extends HTMLElement>(element: E): E {
  let isAtEnd = true;
  let top = 0;
  const look = () => {
    const { scrollHeight, scrollTop, clientHeight } = element;
    // What grows before this is told of leaves the end behind, and nobody has scrolled.
    if (scrollHeight - scrollTop - clientHeight < NEAR) isAtEnd = true;
    else if (scrollTop < top) isAtEnd = false;
    top = scrollTop;
  };
  const follow = () => {
    if (isAtEnd) element.scrollTop = element.scrollHeight;
    top = element.scrollTop;
  };
  const sizes = new ResizeObserver(follow);
  const changed = () => {
    for (const each of element.children) sizes.observe(each);
    if (element.childElementCount === 0) isAtEnd = true;
    follow();
  };
  element.addEventListener('scroll', look);
  sizes.observe(element);
  new MutationObserver(changed).observe(element, { childList: true });
  return element;
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
