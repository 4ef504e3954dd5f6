import { escapeHtml, Html } from '../../src/mail/render/html';

export { Html };

type Value = Html | string | number | false | undefined | readonly Value[];

/** Markup around values, which are escaped; lists are joined, false and undefined are nothing. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? markupOf(values[index]) : '')).join(''));
}

function markupOf(value: Value): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(markupOf).join('');
  return value === undefined || value === false ? '' : escapeHtml(String(value));
}
