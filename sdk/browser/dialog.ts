/** A modal dialog in a shadow root: neither does the page's style reach in, nor ours out. */
import { STYLE } from './style';
import type { Language } from './types';

export interface Look {
  language: Language;
  colorScheme?: 'light' | 'dark' | undefined;
}

export interface Button {
  label: string;
  press: () => void;
}

/** An element with its properties and what is in it. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
}

function shadow({ language, colorScheme }: Look): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement('threadkeeper-prompt');
  host.lang = language;
  if (colorScheme) host.setAttribute('scheme', colorScheme);
  const root = host.attachShadow({ mode: 'open' });
  try {
    // Pages whose security policy forbids inline styles allow this.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(element('style', {}, STYLE));
  }
  return { host, root };
}

export class Dialog {
  readonly #dialog = element('dialog');
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;

  /** @param dismissed when it was closed without a choice */
  constructor(look: Look, dismissed: () => void) {
    const { host, root } = shadow(look);
    this.#host = host;
    this.#root = root;
    const dialog = this.#dialog;
    const names = { role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'title', 'aria-describedby': 'text' };
    for (const [name, value] of Object.entries(names)) dialog.setAttribute(name, value);
    dialog.addEventListener('keydown', (event) => this.#keyPressed(event));
    dialog.addEventListener('close', () => {
      host.remove();
      dismissed();
    });
    root.append(dialog);
  }

  /** Puts this in the place of what was shown before; the first button is the one that stands out. */
  show(title: string, text: Node[], buttons: Button[]): void {
    const dialog = this.#dialog;
    const made = buttons.map(({ label, press }, at) =>
      element(
        'button',
        { type: 'button', className: at === 0 ? 'main' : '', onclick: () => this.#isBusy || press() },
        label,
      ),
    );
    dialog.removeAttribute('aria-busy');
    dialog.replaceChildren(
      element('h2', { id: 'title' }, title),
      element('div', { id: 'text' }, ...text),
      element('footer', {}, ...made),
    );
    if (dialog.open) {
      // What a dialog says is read when it opens; now the focus alone moves.
      made[0]?.setAttribute('aria-describedby', 'title text');
    } else {
      document.documentElement.append(this.#host);
      dialog.showModal();
    }
    made[0]?.focus();
  }

  /** Presses count no more, until something else is shown. */
  busy(): void {
    this.#dialog.setAttribute('aria-busy', 'true');
  }

  close(): void {
    this.#dialog.close();
  }

  get #isBusy(): boolean {
    return this.#dialog.hasAttribute('aria-busy');
  }

  #keyPressed(event: KeyboardEvent): void {
    // What is typed here is nothing for the page's shortcuts.
    event.stopPropagation();
    if (event.key !== 'Tab') return;
    const stops = this.#dialog.querySelectorAll<HTMLElement>('input:checked,button');
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const [from, to] = event.shiftKey ? [first, last] : [last, first];
    if (this.#root.activeElement !== from) return;
    event.preventDefault();
    to?.focus();
  }
}
